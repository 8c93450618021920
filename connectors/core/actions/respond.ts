import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { Answer, ListContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import type { StepAnswer } from "#shared/model/run.ts";
import { toText } from "../values/convert.ts";
import { setPath } from "../values/path.ts";
import { parseRelaxedJson } from "../values/relaxed-json.ts";

const BODIES = ["first", "all", "json", "text", "binary", "redirect", "none"] as const;

const Input = z.object({
  body: field(z.enum(BODIES).default("first"), {
    title: "Answer with",
    labels: ["The first item", "All items", "JSON", "Text", "A file", "A redirect", "No content"],
    widget: "select",
    expression: "no",
  }),
  json: field(z.unknown().optional(), { title: "JSON", widget: "json", showIf: { body: ["json"] } }),
  text: field(z.unknown().optional(), { title: "Text", widget: "multiline", showIf: { body: ["text"] } }),
  file: field(z.string().default(""), {
    title: "File",
    help: "Name of the item's file; empty = the only one it has.",
    showIf: { body: ["binary"] },
  }),
  url: field(z.string().default(""), { title: "Address", placeholder: "https://example.com/thanks", showIf: { body: ["redirect"] } }),
  wrapIn: field(z.string().default(""), {
    title: "Put it under a key",
    help: '`data` answers with { "data": ... }.',
    showIf: { body: ["first", "all"] },
    advanced: true,
  }),
  status: field(z.coerce.number().int().min(100).max(599).optional(), { title: "Status", placeholder: "200", widget: "number" }),
  headers: field(z.array(z.object({ name: z.string(), value: z.unknown().optional() })).default([]), {
    title: "Headers",
    widget: "key-value",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

interface Body {
  body: string | Uint8Array;
  type?: string;
  status?: number;
  headers?: Record<string, string>;
}
const JSON_TYPE = "application/json; charset=utf-8";

function wrapped(value: unknown, key: string): Body {
  const holder: JsonObject = {};
  if (key !== "") setPath(holder, key, value);
  return { body: JSON.stringify(key === "" ? value : holder), type: JSON_TYPE };
}

function jsonBody(given: unknown): Body {
  if (typeof given !== "string") return { body: JSON.stringify(given ?? {}), type: JSON_TYPE };
  if (given.trim() === "") return { body: "", type: JSON_TYPE };
  try {
    return { body: JSON.stringify(parseRelaxedJson(given)), type: JSON_TYPE };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw userError("Invalid JSON in 'Response Body' field", {
      field: "json",
      description: why,
      fix: "Check that the syntax of the JSON is correct.",
    });
  }
}

async function fileBody(ctx: ListContext<Input>, name: string): Promise<Body> {
  const first = ctx.inputs[0]?.at(0)?.binary ?? {};
  const names = Object.keys(first);
  const wanted = name || (names.length === 1 ? names[0] : undefined);
  const binary = wanted !== undefined && Object.hasOwn(first, wanted) ? first[wanted] : undefined;
  if (!binary) {
    const has = names.length === 0 ? "the item has no file" : `the item's files are ${names.join(", ")}`;
    throw userError(name ? `There is no file '${name}': ${has}` : `No file to answer with: ${has}`, {
      field: "file",
      fix: "Name one of the item's files.",
    });
  }
  return {
    body: await ctx.blobs.bytes(binary),
    type: binary.mimeType,
    headers: binary.fileName ? { "content-disposition": `inline; filename*=UTF-8''${encodeURIComponent(binary.fileName)}` } : {},
  };
}

function bodyOf(ctx: ListContext<Input>, input: Input): Body | Promise<Body> {
  const items = ctx.inputs[0];
  switch (input.body) {
    case "first":
      return wrapped(items?.at(0)?.json ?? {}, input.wrapIn);
    case "all":
      return wrapped(
        Array.from(items ?? [], (item) => item.json),
        input.wrapIn,
      );
    case "json":
      return jsonBody(input.json);
    case "text":
      return { body: toText(input.text), type: "text/html; charset=utf-8" };
    case "binary":
      return fileBody(ctx, input.file);
    case "redirect":
      if (input.url === "")
        throw userError("The redirect has no address", { field: "url", fix: "Give the address to send the caller to." });
      return { body: "", status: 307, headers: { location: input.url } };
    case "none":
      return { body: "" };
  }
}

function answer(input: Input, { body, type, status, headers }: Body): Answer {
  const all: Record<string, string> = { ...(type === undefined ? {} : { "content-type": type }), ...headers };
  for (const { name, value } of input.headers) if (name.trim() !== "") all[name.trim().toLowerCase()] = toText(value);
  for (const [name, value] of Object.entries(all)) {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) || /[\r\n\0]/.test(value)) {
      throw userError(`'${name}' is no usable header`, {
        field: "headers",
        fix: "A header's name has letters, digits and hyphens; its value is one line.",
      });
    }
  }
  return { status: input.status ?? status ?? 200, headers: all, body };
}

/** Characters of a text and of all headers that are kept with the run, to be looked at later. */
const KEPT = 3_000;
const KEPT_HEADERS = 800;

function kept({ status, headers, body }: Answer): StepAnswer {
  const small: Record<string, string> = {};
  let room = KEPT_HEADERS;
  for (const [name, value] of Object.entries(headers)) {
    room -= name.length + value.length;
    if (room >= 0) small[name] = value;
  }
  if (typeof body !== "string") return { status, headers: small, size: body.byteLength };
  return { status, headers: small, text: body.length > KEPT ? body.slice(0, KEPT) : body, size: body.length };
}

export const respondAction = defineAction<Input>({
  id: "respond",
  answers: true,
  title: "Respond to webhook",
  description: "Answers whoever called the webhook that started the run.",
  example: 'Whoever called the webhook gets {"status": "received"} at once.',
  keywords: ["reply", "answer", "http", "return", "response"],
  icon: "reply",
  mode: "list",
  input: Input,
  sample: [{ received: true }],
  effect: "none",
  idempotent: "naturally",
  terminal: true,
  run(ctx) {
    const input = ctx.params(0);
    const passOn = (body: Body) => {
      const given = answer(input, body);
      ctx.respond(given);
      const outputs = [Array.from(ctx.inputs[0] ?? [], (item, source): Item => ({ ...item, source }))];
      return { outputs, state: { answered: kept(given) } };
    };
    const body = bodyOf(ctx, input);
    return body instanceof Promise ? body.then(passOn) : passOn(body);
  },
});
