import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import type { HttpRequest, HttpResponse } from "#kit/http.ts";
import { parseJson } from "#kit/response-body.ts";
import { StepError } from "#shared/model/failure.ts";
import { mutates } from "../graphql/operation.ts";
import { headerRecord, objectField } from "../http/pairs.ts";
import { isRecord } from "../values/path.ts";

const Input = z.object({
  url: field(z.string().trim().default(""), { title: "Address", placeholder: "https://api.example.com/graphql" }),
  query: field(z.string().default(""), {
    title: "Query",
    widget: "multiline",
    placeholder: "query ($id: ID!) { job(id: $id) { title } }",
    help: "Put values that change into the variables, never into the text.",
  }),
  variables: field(z.unknown().optional(), { title: "Variables", widget: "json", placeholder: '{"id": "42"}' }),
  operationName: field(z.string().trim().default(""), { title: "Operation", help: "Where the text holds several.", advanced: true }),
  method: field(z.enum(["POST", "GET"]).default("POST"), { title: "Method", widget: "select", advanced: true }),
  format: field(z.enum(["json", "graphql"]).default("json"), {
    title: "Sent as",
    labels: ["JSON", "The bare text (application/graphql)"],
    widget: "select",
    showIf: { method: ["POST"] },
    advanced: true,
  }),
  headers: field(z.array(z.object({ name: z.coerce.string(), value: z.unknown().optional() })).default([]), {
    title: "Headers",
    widget: "key-value",
    advanced: true,
  }),
  response: field(z.enum(["json", "text"]).default("json"), {
    title: "Read the answer as",
    labels: ["JSON", "Text"],
    widget: "select",
    advanced: true,
  }),
  outputField: field(z.string().min(1).default("data"), { title: "Field for the text", showIf: { response: ["text"] }, advanced: true }),
  partial: field(z.boolean().default(false), {
    title: "Go on where only a part failed",
    help: "The answer then holds data and errors.",
    widget: "switch",
    advanced: true,
  }),
  idempotent: field(z.enum(["no", "key", "naturally"]).default("no"), {
    title: "A change sent twice by mistake",
    help: "Choose only what the service's documentation promises.",
    widget: "select",
    labels: ["It would happen twice", "The service honours the Idempotency-Key header", "The second one changes nothing"],
    advanced: true,
  }),
  timeout: field(z.coerce.number().int().positive().max(86_400_000).optional(), { title: "Time limit (milliseconds)", advanced: true }),
  insecure: field(z.boolean().default(false), {
    title: "Accept a certificate that nobody signed",
    help: "Only for a device or server of your own.",
    widget: "switch",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

const effectOf = (input: Input): "read" | "write" => (mutates(input.query, input.operationName) ? "write" : "read");

function requestOf(input: Input): HttpRequest {
  const headers = { Accept: "application/json", ...headerRecord(input.headers, undefined) };
  const common = { url: input.url, headers, response: "text", effect: effectOf(input), insecure: input.insecure } as const;
  const variables = objectField(input.variables, "variables");
  const { query } = input;
  if (input.method === "POST" && input.format === "graphql")
    return { ...common, method: "POST", body: { kind: "text", value: query, contentType: "application/graphql" } };
  if (input.method === "POST")
    return { ...common, method: "POST", body: { kind: "json", value: { query, variables, operationName: input.operationName || null } } };
  const pairs: [string, string][] = [["query", query]];
  if (Object.keys(variables).length > 0) pairs.push(["variables", JSON.stringify(variables)]);
  if (input.operationName !== "") pairs.push(["operationName", input.operationName]);
  return { ...common, method: "GET", query: pairs };
}

const GraphQlError = z.looseObject({
  message: z.string().optional(),
  extensions: z.looseObject({ code: z.unknown().optional() }).optional(),
});
const LIMITED = /^(THROTTLED|RATE_?LIMITED|TOO_MANY_REQUESTS)$/i;
const LOGIN = /^(UNAUTHENTICATED|FORBIDDEN|ACCESS_DENIED)$/i;

/** What the service says went wrong in an answer whose status is 200. */
function refusalOf(errors: readonly unknown[], data: unknown, effect: "read" | "write"): StepError {
  const read = errors.map((error) => GraphQlError.safeParse(error).data ?? {});
  const codes = read.map(({ extensions }) => (typeof extensions?.code === "string" ? extensions.code : ""));
  const done = effect === "write" && isRecord(data) && Object.values(data).some((value) => value !== null);
  const limited = codes.some((code) => LIMITED.test(code));
  const login = codes.some((code) => LOGIN.test(code));
  return new StepError({
    kind: limited ? "service" : login ? "connection" : "user",
    name: "GraphQlError",
    message: `The service answered with errors: ${read
      .map((error) => error.message ?? "no reason given")
      .join("; ")
      .slice(0, 1000)}`,
    fix: limited
      ? "The service asks for fewer requests; it is tried again later."
      : login
        ? "Check the login of this step's connection."
        : "Check the query and its variables.",
    description: JSON.stringify(errors).slice(0, 2000),
    retryable: limited && !done,
    outcome: done ? "unknown" : "none",
  });
}

function bodyOf(response: HttpResponse, effect: "read" | "write"): unknown {
  try {
    return parseJson(typeof response.body === "string" ? response.body : "");
  } catch (error) {
    throw new StepError(
      {
        kind: "service",
        name: "GraphQlError",
        message: "The answer is not valid JSON.",
        fix: "Check that the address is one of a GraphQL service, or have the answer read as text.",
        field: "url",
        status: response.status,
        outcome: effect === "write" ? "unknown" : "none",
      },
      { cause: error },
    );
  }
}

export const graphqlAction = defineAction<Input>({
  id: "graphql",
  title: "GraphQL request",
  description: "Asks a GraphQL service, or has it change something.",
  example: "query { orders(first: 10) { id total } } gives the ten first orders.",
  keywords: ["api", "query", "mutation", "graph"],
  icon: "braces",
  mode: "item",
  parallel: 5,
  input: Input,
  incomplete: (input) =>
    (["url", "query"] as const).flatMap((name) =>
      input[name] === ""
        ? [{ field: name, message: name === "url" ? "The address is empty." : "The query is empty.", fix: "Fill it in." }]
        : [],
    ),
  sample: [{ data: { job: { id: "42", title: "Boiler replacement" } } }],
  effect: effectOf,
  idempotent: (input) => input.idempotent,
  connection: "optional",
  async run(ctx) {
    const { input } = ctx;
    const effect = effectOf(input);
    const request = requestOf(input);
    const response = await ctx.http.request({
      ...request,
      ...(input.timeout === undefined ? {} : { timeout: input.timeout }),
      ...(input.idempotent === "key" && effect === "write" ? { idempotencyKey: ctx.idempotencyKey } : {}),
      signal: ctx.signal,
    });
    if (input.response === "text") return [{ [input.outputField]: response.body }];
    const body = bodyOf(response, effect);
    if (!isRecord(body)) return [{ data: body }];
    const errors = Array.isArray(body.errors) ? body.errors : [];
    if (errors.length > 0 && !(input.partial && isRecord(body.data))) throw refusalOf(errors, body.data, effect);
    return [body];
  },
});
