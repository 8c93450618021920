import { bool, group, isExpression, type Mapped, type Mapper, record, type Source, text } from "../mapper.ts";

type Params = Record<string, unknown>;
const VERBS = /^(DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT)$/;
const pairs = (value: unknown, name: string) => group(value, name).map((entry) => ({ name: entry.name ?? "", value: entry.value ?? "" }));
const filled = (list: { name: unknown }[]) => list.filter((pair) => pair.name !== "");
const FORMATS: Record<string, string> = { autodetect: "auto", json: "json", text: "text", string: "text", file: "file" };

/** Query or headers: pairs or JSON, whichever the step sends. */
function named(list: unknown, json: unknown, asJson: boolean, target: "query" | "headers"): Params {
  return asJson ? { [`${target}Json`]: json ?? "" } : { [target]: filled(pairs(list, "parameters")) };
}

function bodyOf({ parameters }: Source, partial: string[]): Params {
  if (parameters.sendBody !== true) return {};
  const fields = group(parameters.bodyParameters, "parameters").map((entry) => ({
    name: entry.name ?? "",
    ...(entry.parameterType === "formBinaryData" ? { kind: "file", file: entry.inputDataFieldName ?? "" } : { value: entry.value ?? "" }),
  }));
  switch (parameters.contentType ?? "json") {
    case "json":
      return parameters.specifyBody === "json"
        ? { body: "json", bodyJson: parameters.jsonBody ?? "" }
        : { body: "json", bodyFields: filled(fields) };
    case "form-urlencoded":
      return parameters.specifyBody === "string"
        ? { body: "form", bodyText: parameters.body ?? "" }
        : { body: "form", bodyFields: filled(fields) };
    case "multipart-form-data":
      return { body: "multipart", bodyFields: filled(fields) };
    case "binaryData":
      return { body: "binary", bodyFile: parameters.inputDataFieldName ?? "data" };
    case "raw":
      return { body: "text", bodyText: parameters.body ?? "", bodyType: parameters.rawContentType ?? "" };
    default:
      partial.push(`its body is of kind ${JSON.stringify(parameters.contentType)}, which is not known`);
      return {};
  }
}

const PLACES: Record<string, string> = { qs: "query", headers: "headers", body: "body" };
const STOPS: Record<string, string> = { responseIsEmpty: "empty", receiveSpecificStatusCodes: "status", other: "expression" };

function paginationOf(options: Params): Params {
  const paging = group(options.pagination, "pagination")[0];
  const mode = paging?.paginationMode ?? "updateAParameterInEachRequest";
  if (!paging || mode === "off") return {};
  return {
    pagination: {
      mode: mode === "responseContainsNextURL" ? "nextUrl" : "parameter",
      ...(mode === "responseContainsNextURL" ? { nextUrl: paging.nextURL ?? "" } : {}),
      parameters: group(paging.parameters, "parameters").map((entry) => ({
        in: PLACES[text(entry.type, "qs")] ?? "query",
        name: entry.name ?? "",
        value: entry.value ?? "",
      })),
      stop: STOPS[text(paging.paginationCompleteWhen, "responseIsEmpty")] ?? "empty",
      statuses: text(paging.statusCodesWhenComplete),
      ...(paging.completeExpression === undefined ? {} : { until: paging.completeExpression }),
      ...(paging.limitPagesFetched === true ? { maxPages: paging.maxRequests ?? 100 } : {}),
      ...(paging.requestInterval === undefined ? {} : { interval: paging.requestInterval }),
    },
  };
}

/** What is the same in all versions' options. */
function common(options: Params, partial: string[]): Params {
  if (options.batching !== undefined || options.batchSize !== undefined)
    partial.push("its batches are not kept: requests run a few at a time");
  if (options.proxy !== undefined) partial.push("its proxy is not kept: the proxy of this machine's settings is used");
  return {
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    ...(options.allowUnauthorizedCerts === true ? { insecure: true } : {}),
  };
}

function logins({ parameters, node }: Source, partial: string[]): void {
  const kind = parameters.authentication ?? "none";
  if (kind === "none" || Object.keys(node.credentials ?? {}).length > 0) return;
  partial.push(
    `choose a connection: it used ${text(parameters.nodeCredentialType) || text(parameters.genericAuthType) || JSON.stringify(kind)}`,
  );
}

export const httpRequest: Mapper = (source) => (source.version < 3 ? older(source) : today(source));

function today(source: Source): Mapped {
  const { parameters, version } = source;
  const partial: string[] = [];
  const options = record(parameters.options);
  const redirect = group(options.redirect, "redirect")[0];
  const follows = bool(redirect?.followRedirects, version >= 4);
  const answer = group(options.response, "response")[0] ?? {};
  logins(source, partial);
  if (parameters.provideSslCertificates === true) partial.push("its client certificate is not kept");
  return {
    type: "core.http",
    params: {
      method: parameters.method ?? "GET",
      url: parameters.url ?? "",
      ...(parameters.sendQuery === true
        ? named(parameters.queryParameters, parameters.jsonQuery, parameters.specifyQuery === "json", "query")
        : {}),
      ...(parameters.sendHeaders === true
        ? named(parameters.headerParameters, parameters.jsonHeaders, parameters.specifyHeaders === "json", "headers")
        : {}),
      ...bodyOf(source, partial),
      ...(options.queryParameterArrays === undefined ? {} : { arrays: options.queryParameterArrays }),
      redirects: follows ? (redirect?.maxRedirects ?? 21) : 0,
      response: FORMATS[text(answer.responseFormat, "autodetect")] ?? "auto",
      ...(answer.outputPropertyName === undefined ? {} : { outputField: answer.outputPropertyName }),
      fullResponse: bool(answer.fullResponse, false),
      neverError: bool(answer.neverError, false),
      ...paginationOf(options),
      ...common(options, partial),
    },
    partial,
  };
}

/** Versions 1 and 2: query, headers and body as pairs, or all three as JSON. */
function older(source: Source): Mapped {
  const { parameters } = source;
  const partial: string[] = [];
  const options = record(parameters.options);
  const asJson = parameters.jsonParameters === true;
  const method = parameters.requestMethod ?? "GET";
  const format = text(parameters.responseFormat, "json");
  logins(source, partial);
  if (format === "json" && options.splitIntoItems !== true) partial.push("a list in the answer becomes one item for each of its entries");
  return {
    type: "core.http",
    params: {
      method,
      url: parameters.url ?? "",
      ...(asJson
        ? { queryJson: parameters.queryParametersJson ?? "" }
        : { query: filled(pairs(parameters.queryParametersUi, "parameter")) }),
      ...(asJson
        ? { headersJson: parameters.headerParametersJson ?? "" }
        : { headers: filled(pairs(parameters.headerParametersUi, "parameter")) }),
      ...(/^(PATCH|POST|PUT|DELETE)$/.test(text(method)) || !VERBS.test(text(method)) ? olderBody(parameters, options, asJson) : {}),
      ...(options.useQueryString === true ? { arrays: "repeat" } : { arrays: "indices" }),
      redirects: bool(options.followRedirect, true) || options.followAllRedirects === true ? 21 : 0,
      response: FORMATS[format] ?? "json",
      ...(format === "json" ? {} : { outputField: parameters.dataPropertyName ?? "data" }),
      fullResponse: bool(options.fullResponse, false),
      neverError: bool(options.ignoreResponseCode, false),
      ...common(options, partial),
    },
    partial,
  };
}

function olderBody(parameters: Params, options: Params, asJson: boolean): Params {
  if (asJson && parameters.sendBinaryData === true) return { body: "binary", bodyFile: parameters.binaryPropertyName ?? "data" };
  const kind = text(options.bodyContentType, "json");
  const json = parameters.bodyParametersJson;
  const list = filled(pairs(parameters.bodyParametersUi, "parameter"));
  if (kind === "raw") return { body: "text", bodyText: json ?? "", bodyType: options.bodyContentCustomMimeType ?? "" };
  if (asJson && (json === undefined || json === "")) return {};
  if (!asJson && list.length === 0) return {};
  if (kind === "form-urlencoded")
    return asJson && !isExpression(json) ? { body: "form", bodyText: json } : { body: "form", bodyFields: list };
  if (kind === "multipart-form-data") return { body: "multipart", bodyFields: list };
  return asJson ? { body: "json", bodyJson: json } : { body: "json", bodyFields: list };
}
