import { group, literal, type Mapper, record } from "../mapper.ts";

export const noOp: Mapper = () => ({ type: "core.no_op", params: {} });

export const stopAndError: Mapper = ({ parameters }) => ({
  type: "core.stop_error",
  params: { message: (parameters.errorType === "errorObject" ? parameters.errorObject : parameters.errorMessage) ?? "" },
  outputs: [],
});

const KINDS = ["allIncomingItems", "binary", "firstIncomingItem", "json", "jwt", "noData", "redirect", "text"] as const;
const BODIES = {
  allIncomingItems: "all",
  binary: "binary",
  firstIncomingItem: "first",
  json: "json",
  noData: "none",
  redirect: "redirect",
  text: "text",
} as const;
const JSON_BODY = '{\n  "myField": "value"\n}';

export const respondToWebhook: Mapper = ({ parameters }) => {
  const partial: string[] = [];
  const kind = literal(parameters.respondWith, KINDS, "firstIncomingItem", "what it responds with", partial);
  const options = record(parameters.options);
  if (kind === "jwt") return { unsupported: "It answers with a signed JWT." };
  const headers = group(options.responseHeaders, "entries").map((entry) => ({ name: entry.name ?? "", value: entry.value ?? "" }));
  const params: Record<string, unknown> = { body: BODIES[kind], headers };
  if (kind === "json") params.json = parameters.responseBody ?? JSON_BODY;
  if (kind === "text") params.text = parameters.responseBody ?? "";
  if (kind === "redirect") params.url = parameters.redirectURL ?? "";
  if (kind === "binary" && parameters.responseDataSource === "set") params.file = parameters.inputFieldName ?? "data";
  if (options.responseKey !== undefined) params.wrapIn = options.responseKey;
  if (options.responseCode !== undefined) params.status = options.responseCode;
  if (parameters.enableResponseOutput === true) partial.push("the answer itself is not given on a second output");
  return { type: "core.respond", params, partial, outputs: ["out"] };
};

/** Marks runs for n8n's own search; the items pass through. */
export const executionData: Mapper = ({ parameters }) => ({
  type: "core.no_op",
  params: {},
  partial: Object.keys(parameters).length > 0 ? ["the data that it saves with the run is not kept"] : [],
});
