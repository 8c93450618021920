import type { ServerResponse } from "node:http";
import { json, type LocalServer, localServer, type Seen } from "./local-server.ts";
import { decodeBracketed } from "./openapi/bracketed.ts";
import { check, type Objection, type Rules, type Schema } from "./openapi/check.ts";
import { decodeMultipart } from "./openapi/multipart.ts";
import {
  type Operation,
  type Parameter,
  type Route,
  readSpec,
  resolver,
  routesOf,
  type SecurityScheme,
  type Spec,
  sampleOf,
} from "./openapi/spec.ts";

/** A request that the vendor would take, decoded. */
export interface Taken {
  operation: string;
  path: Record<string, string>;
  query: Record<string, unknown>;
  headers: Seen["headers"];
  body: unknown;
}
/** A request that the vendor would refuse. */
interface Refused {
  method: string;
  url: string;
  status: number;
  objection: Objection | undefined;
}

export interface OpenApiMock {
  url: string;
  host: string;
  taken: Taken[];
  refused: Refused[];
  close(): Promise<void>;
}

export interface MockOptions {
  /** A file, or the document itself. */
  spec: Spec | string | URL;
  /** Put over the spec's own answer, by operation id. */
  answers?: Readonly<Record<string, (request: Taken) => unknown>>;
  /** The vendor's shape of an error. */
  error?(status: number, message: string, objection: Objection | undefined): unknown;
}

/** A local server that takes what the vendor's own description allows and refuses everything else, as the vendor would. */
export async function openApiMock(options: MockOptions): Promise<OpenApiMock> {
  const spec = typeof options.spec === "string" || options.spec instanceof URL ? readSpec(options.spec) : options.spec;
  const routes = routesOf(spec);
  const prefix = new URL(spec.servers?.[0]?.url ?? "/", "http://mock.invalid").pathname.replace(/\/$/, "");
  const taken: Taken[] = [];
  const refused: Refused[] = [];
  const answer = (seen: Seen, response: ServerResponse): void => {
    const verdict = judge(spec, routes, prefix, seen);
    if ("status" in verdict) {
      refused.push({ method: seen.method, url: seen.url, status: verdict.status, objection: verdict.objection });
      const body = options.error?.(verdict.status, verdict.message, verdict.objection) ?? { error: { message: verdict.message } };
      json(response, verdict.status, body);
      return;
    }
    taken.push(verdict.request);
    const { status, body } = answerOf(spec, verdict.operation);
    const given = options.answers?.[verdict.request.operation]?.(verdict.request);
    json(response, status, given === undefined ? body : merge(body, given));
  };
  const server: LocalServer = await localServer(answer);
  return { url: server.url, host: server.host, taken, refused, close: () => server.close() };
}

type Verdict = { operation: Operation; request: Taken } | { status: number; message: string; objection?: Objection };

function judge(spec: Spec, routes: readonly Route[], prefix: string, seen: Seen): Verdict {
  const url = new URL(seen.url, "http://mock.invalid");
  const path = prefix !== "" && url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
  const matching = routes.filter((one) => one.pattern.test(path));
  if (matching.length === 0) return { status: 404, message: `Unrecognized request URL (${seen.method}: ${path}).` };
  const method = seen.method.toLowerCase();
  const route = matching.find((one) => one.methods[method] !== undefined);
  const operation = route?.methods[method];
  if (route === undefined || operation === undefined) return { status: 405, message: `${seen.method} is not allowed at ${path}.` };
  if (!authorized(spec, operation, seen, url)) return { status: 401, message: "You did not provide an API key." };

  const resolve = resolver(spec);
  const rules: Rules = { resolve, textual: true };
  const parameters = [...(route.methods.parameters ?? []), ...(operation.parameters ?? [])].map(
    (one) => resolve<Parameter | { $ref: string }>(one) as Parameter,
  );
  const query = decodeBracketed(withoutKeys(url.searchParams, spec));
  const objection = checkParameters(parameters, query, seen, rules);
  if (objection) return { status: 400, message: objection.message, objection };
  const values = route.pattern.exec(path)?.slice(1) ?? [];
  const decoded = bodyOf(operation, seen, resolve);
  if ("status" in decoded) return decoded;
  const named = Object.fromEntries(route.names.map((name, i) => [name, decodeURIComponent(values[i] ?? "")]));
  const id = operation.operationId ?? `${method} ${route.template}`;
  return { operation, request: { operation: id, path: named, query, headers: seen.headers, body: decoded.body } };
}

function schemesOf(spec: Spec, operation?: Operation): SecurityScheme[][] {
  const wanted = operation?.security ?? spec.security ?? [];
  const schemes = spec.components?.securitySchemes ?? {};
  return wanted.map((one) => Object.keys(one).flatMap((name) => schemes[name] ?? []));
}

function authorized(spec: Spec, operation: Operation, seen: Seen, url: URL): boolean {
  const alternatives = schemesOf(spec, operation);
  if (alternatives.length === 0) return true;
  return alternatives.some((schemes) =>
    schemes.every((scheme) => {
      if (scheme.type !== "apiKey") return new RegExp(`^${scheme.scheme ?? "bearer"} \\S`, "i").test(seen.headers.authorization ?? "");
      if (scheme.in === "query") return url.searchParams.has(scheme.name ?? "");
      return seen.headers[scheme.name?.toLowerCase() ?? ""] !== undefined;
    }),
  );
}

/** A key in the query belongs to the login, not to the operation. */
function withoutKeys(query: URLSearchParams, spec: Spec): [string, string][] {
  const keys = new Set(
    Object.values(spec.components?.securitySchemes ?? {}).flatMap((one) => (one.in === "query" ? (one.name ?? []) : [])),
  );
  return [...query].filter(([name]) => !keys.has(name));
}

function checkParameters(
  parameters: readonly Parameter[],
  query: Record<string, unknown>,
  seen: Seen,
  rules: Rules,
): Objection | undefined {
  const inQuery = parameters.filter((one) => one.in === "query");
  const schema: Schema = {
    type: "object",
    // A list may be named with its brackets.
    properties: Object.fromEntries(inQuery.map((one) => [one.name.replace(/\[\]$/, ""), one.schema ?? {}])),
    required: inQuery.filter((one) => one.required).map((one) => one.name.replace(/\[\]$/, "")),
    additionalProperties: false,
  };
  const objection = check(schema, query, "", rules);
  if (objection) return objection;
  for (const one of parameters) {
    if (one.in !== "header" || /^(authorization|content-type|accept)$/i.test(one.name)) continue;
    const value = seen.headers[one.name.toLowerCase()];
    if (value === undefined && one.required) return { kind: "missing", param: one.name, message: `Missing required header: ${one.name}` };
    const bad = value !== undefined && one.schema ? check(one.schema, value, one.name, rules) : undefined;
    if (bad) return bad;
  }
  return undefined;
}

function bodyOf(
  operation: Operation,
  seen: Seen,
  resolve: (schema: Schema) => Schema,
): { body: unknown } | { status: number; message: string; objection?: Objection } {
  const described = operation.requestBody;
  if (seen.body.length === 0) {
    const objection = described?.required ? check(firstSchema(described.content), {}, "", { resolve, textual: true }) : undefined;
    if (described?.required)
      return { status: 400, message: objection?.message ?? "The body is missing.", ...(objection ? { objection } : {}) };
    return { body: undefined };
  }
  if (!described) return { status: 400, message: "This operation takes no body." };
  const type = (seen.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const content = Object.entries(described.content).find(([name]) => name.toLowerCase() === type || name === "*/*")?.[1];
  if (!content) return { status: 415, message: `Content type ${type || "(none)"} is not taken here.` };
  const multipart = type === "multipart/form-data";
  const form = type === "application/x-www-form-urlencoded" || multipart;
  let body: unknown;
  try {
    body = multipart
      ? decodeMultipart(seen.body, seen.headers["content-type"] ?? "")
      : form
        ? decodeBracketed(new URLSearchParams(seen.body.toString()))
        : /json/.test(type)
          ? JSON.parse(seen.body.toString())
          : seen.body;
  } catch {
    return { status: 400, message: "The body can't be read." };
  }
  const objection = content.schema && !Buffer.isBuffer(body) ? check(content.schema, body, "", { resolve, textual: form }) : undefined;
  return objection ? { status: 400, message: objection.message, objection } : { body };
}

const firstSchema = (content: NonNullable<Operation["requestBody"]>["content"]): Schema => Object.values(content)[0]?.schema ?? {};

function answerOf(spec: Spec, operation: Operation): { status: number; body: unknown } {
  const resolve = resolver(spec);
  const [code, given] = Object.entries(operation.responses).find(([one]) => one.startsWith("2")) ?? ["200", {}];
  const content = Object.values(resolve(given).content ?? {})[0];
  const named = Object.values(content?.examples ?? {})[0]?.value;
  const body = content?.example ?? named ?? (content?.schema ? sampleOf(content.schema, resolve) : undefined);
  return { status: Number(code.replace(/X/gi, "0")), body };
}

function merge(base: unknown, over: unknown): unknown {
  const object = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
  if (!object(base) || !object(over)) return over;
  return { ...base, ...Object.fromEntries(Object.entries(over).map(([key, value]) => [key, merge(base[key], value)])) };
}
