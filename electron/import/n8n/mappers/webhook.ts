import { bool, group, isExpression, literal, type Mapper, record, type Source, text } from "../mapper.ts";

const AUTH = { none: "none", basicAuth: "basic", headerAuth: "header" } as const;
const MODES = { onReceived: "received", lastNode: "ended", responseNode: "respond", streaming: "ended" } as const;
const SAFE_PATH = /^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*$/;
const NOT_KEPT = [
  "ignoreBots",
  "ipWhitelist",
  "rawBody",
  "binaryData",
  "responsePropertyName",
  "responseContentType",
  "responseHeaders",
] as const;

function pathOf({ parameters, node }: Source, partial: string[]): string {
  const given = text(parameters.path).replace(/^\/+|\/+$/g, "") || node.webhookId || node.id || "webhook";
  if (SAFE_PATH.test(given) && given.length <= 200) return given;
  const path = given
    .split("/")
    .map((part) => part.replace(/[^A-Za-z0-9._~-]+/g, ""))
    .filter((part) => part !== "")
    .join("/")
    .slice(0, 200);
  partial.push(`its path '${given}' can't be used as it is, it is now '${path || "webhook"}'`);
  return path || "webhook";
}

function statusOf({ parameters, version }: Source): unknown {
  if (version < 2) return parameters.responseCode;
  const code = group(record(parameters.options).responseCode, "values")[0];
  return code?.responseCode === "customCode" ? code.customCode : code?.responseCode;
}

export const webhook: Mapper = (source) => {
  const { parameters } = source;
  const options = record(parameters.options);
  const partial: string[] = [];
  const auth = parameters.authentication ?? "none";
  if (auth === "jwtAuth") return { unsupported: "Its callers prove themselves with a JWT." };
  if (isExpression(parameters.path)) return { unsupported: "Its path is an expression." };
  const methods = parameters.multipleMethods === true ? (parameters.httpMethod ?? ["GET", "POST"]) : [parameters.httpMethod ?? "GET"];
  const answer =
    MODES[
      literal(parameters.responseMode, ["onReceived", "lastNode", "responseNode", "streaming"], "onReceived", "when it answers", partial)
    ];
  if (parameters.responseMode === "streaming") partial.push("its answer is not streamed");
  if (answer === "ended" && parameters.responseData !== undefined) partial.push("which of the last items it answers with is not kept");
  for (const name of NOT_KEPT) if (options[name] !== undefined && options[name] !== false) partial.push(`its option ${name} is not kept`);
  const status = statusOf(source);
  const body = bool(options.noResponseBody, false) ? "" : options.responseData;
  return {
    type: "core.webhook",
    params: {
      path: pathOf(source, partial),
      methods: Array.isArray(methods) ? methods : [methods],
      answer,
      auth: AUTH[literal(auth, ["none", "basicAuth", "headerAuth"], "none", "its authentication", partial)],
      ...(typeof status === "number" && status >= 200 ? { status } : {}),
      ...(typeof body === "string" ? { body } : {}),
    },
    partial,
  };
};
