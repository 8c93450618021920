import { group, type Mapper, record, text } from "../mapper.ts";

export const rssFeedRead: Mapper = ({ parameters }) => {
  const options = record(parameters.options);
  return {
    type: "core.rss",
    params: {
      url: parameters.url ?? "",
      ...(options.customFields === undefined ? {} : { fields: options.customFields }),
      ...(options.ignoreSSL === true ? { insecure: true } : {}),
    },
  };
};

export const graphql: Mapper = ({ parameters, version, node }) => {
  const partial: string[] = [];
  const format = text(parameters.requestFormat, version >= 1.1 ? "json" : "graphql");
  const login = text(parameters.authentication, "none");
  if (login !== "none" && Object.keys(node.credentials ?? {}).length === 0) partial.push(`choose a connection: it used ${login}`);
  const asText = parameters.responseFormat === "string";
  const get = parameters.requestMethod === "GET";
  return {
    type: "core.graphql",
    params: {
      url: parameters.endpoint ?? "",
      query: parameters.query ?? "",
      ...(get ? { method: "GET" } : { format }),
      ...(!get && format === "json" && parameters.variables !== undefined ? { variables: parameters.variables } : {}),
      ...(!get && format === "json" && text(parameters.operationName) !== "" ? { operationName: parameters.operationName } : {}),
      ...(parameters.headerParametersUi === undefined
        ? {}
        : { headers: group(parameters.headerParametersUi, "parameter").map((one) => ({ name: one.name ?? "", value: one.value ?? "" })) }),
      ...(asText ? { response: "text", outputField: parameters.dataPropertyName ?? "data" } : {}),
      ...(parameters.allowUnauthorizedCerts === true ? { insecure: true } : {}),
    },
    partial,
  };
};
