import { z } from "zod";
import type { AuthKind } from "#kit/connector.ts";
import { field } from "#kit/field.ts";
import type { HttpRequest } from "#kit/http.ts";
import { StepError } from "#shared/model/failure.ts";
import { oneTimeSecret, signingKey } from "./auth-keys.ts";

/** The connection's own header wins over one that a step set by the same name. */
function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  const others = Object.entries(request.headers ?? {}).filter(([own]) => own.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: { ...Object.fromEntries(others), [name]: value } };
}

function need(secrets: Readonly<Record<string, string>>, name: string, label: string): string {
  const value = secrets[name];
  if (value !== undefined && value !== "") return value;
  throw new StepError({
    kind: "connection",
    message: `The connection has no ${label}.`,
    fix: "Open the connection and fill it in.",
    field: name,
    retryable: false,
    outcome: "none",
  });
}

const apiKey: AuthKind = {
  id: "apiKey",
  title: "API key",
  help: "A key that the service gave you, sent in a header or in the address. Its documentation names the header or parameter.",
  fields: z.object({
    key: field(z.string().min(1), { title: "Key" }),
    place: field(z.enum(["header", "query"]).default("header"), {
      title: "Where it goes",
      widget: "select",
      labels: ["In a header", "In the address"],
    }),
    name: field(z.string().min(1).default("X-API-Key"), {
      title: "Name of the header or parameter",
      help: "For example X-API-Key, Authorization or api_key.",
    }),
  }),
  secret: ["key"],
  apply(request, secrets) {
    const key = need(secrets, "key", "key");
    const name = need({ name: "X-API-Key", ...secrets }, "name", "header name");
    if (secrets.place !== "query") return withHeader(request, name, key);
    return { ...request, query: [...(request.query ?? []).filter(([own]) => own !== name), [name, key]] };
  },
};

const bearer: AuthKind = {
  id: "bearer",
  title: "Bearer token",
  help: "A token that the service gave you, sent as “Authorization: Bearer …”.",
  fields: z.object({ token: field(z.string().min(1), { title: "Token" }) }),
  secret: ["token"],
  apply: (request, secrets) => withHeader(request, "Authorization", `Bearer ${need(secrets, "token", "token")}`),
};

const basic: AuthKind = {
  id: "basic",
  title: "User name and password",
  help: "Sent as “Authorization: Basic …”, as many older services ask for.",
  fields: z.object({
    username: field(z.string().default(""), { title: "User name" }),
    password: field(z.string().default(""), { title: "Password" }),
  }),
  secret: ["password"],
  apply(request, secrets) {
    const login = `${secrets.username ?? ""}:${secrets.password ?? ""}`;
    return withHeader(request, "Authorization", `Basic ${Buffer.from(login).toString("base64")}`);
  },
};

const Custom = z.object({
  headers: z.record(z.string(), z.coerce.string()).default({}),
  qs: z.record(z.string(), z.coerce.string()).default({}),
  body: z.record(z.string(), z.unknown()).default({}),
});

/** What the JSON of a custom login adds. Throws StepError where it can't be read, without showing it. */
function customOf(text: string): z.infer<typeof Custom> {
  try {
    return Custom.parse(JSON.parse(text));
  } catch {
    throw new StepError({
      kind: "connection",
      message: "The connection's JSON can't be read.",
      fix: 'Write it like {"headers": {"X-App-Id": "…", "X-App-Key": "…"}}.',
      field: "json",
      retryable: false,
      outcome: "none",
    });
  }
}

/** Only a JSON object has room for further fields. */
function withFields(body: HttpRequest["body"], fields: Record<string, unknown>): Pick<HttpRequest, "body"> {
  if (body?.kind !== "json" || typeof body.value !== "object" || body.value === null || Array.isArray(body.value)) return { body };
  return { body: { kind: "json", value: { ...body.value, ...fields } } };
}

const custom: AuthKind = {
  id: "custom",
  title: "Several headers or parameters",
  help: "For services that want more than one key: JSON with “headers”, “qs” (parameters in the address) and “body” (fields of a JSON body).",
  fields: z.object({
    json: field(z.string().min(2), { title: "JSON", widget: "json", placeholder: '{"headers": {"X-App-Id": "…", "X-App-Key": "…"}}' }),
  }),
  secret: ["json"],
  apply(request, secrets) {
    const given = customOf(need(secrets, "json", "JSON"));
    const headed = Object.entries(given.headers).reduce((sum, [name, value]) => withHeader(sum, name, value), request);
    const names = Object.keys(given.qs);
    const query = [...(request.query ?? []).filter(([name]) => !names.includes(name)), ...Object.entries(given.qs)];
    return { ...headed, query, ...withFields(request.body, given.body) };
  },
};

const none: AuthKind = {
  id: "none",
  title: "No login",
  help: "For services that ask for none.",
  fields: z.object({}),
  secret: [],
  apply: (request) => request,
};

/** Logins that the HTTP step and everything built on it can use, and keys for steps that sign. */
export const coreAuth: readonly AuthKind[] = [apiKey, bearer, basic, custom, none, signingKey, oneTimeSecret];
