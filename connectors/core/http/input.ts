import { z } from "zod";
import { field } from "#kit/field.ts";

const text = z.string().default("");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

const Pair = z.object({ name: z.coerce.string(), value: z.unknown().optional() });
const Pairs = z.array(Pair).default([]);

const BodyField = z.object({
  name: field(z.coerce.string(), { title: "Name" }),
  value: field(z.unknown().optional(), { title: "Value", showIf: { kind: ["text"] } }),
  kind: field(z.enum(["text", "file"]).default("text"), { title: "Kind", widget: "select", labels: ["Text", "File"] }),
  file: field(text, { title: "File", help: "Name of the item's file, for example data.", showIf: { kind: ["file"] } }),
});

/** How the next page is asked for. Its expressions are read after each answer: `$response`, `$pageCount`, `$request`. */
export const Pagination = z.object({
  mode: field(z.enum(["off", "page", "offset", "cursor", "link", "nextField", "parameter", "nextUrl"]).default("off"), {
    title: "More pages",
    widget: "select",
    expression: "no",
    labels: [
      "One page only",
      "Page number",
      "Offset",
      "Cursor in the answer",
      "Link header",
      "Next address in the answer",
      "Parameters by expression",
      "Next address by expression",
    ],
  }),
  name: field(text, { title: "Parameter", placeholder: "page", showIf: { mode: ["page", "offset", "cursor"] } }),
  start: field(z.coerce.number().default(1), { title: "First page", showIf: { mode: ["page"] } }),
  size: field(z.coerce.number().int().positive().default(100), { title: "Page size", showIf: { mode: ["offset"] } }),
  path: field(text, {
    title: "Where it stands in the answer",
    placeholder: "paging.next.after",
    showIf: { mode: ["cursor", "nextField"] },
  }),
  list: field(text, { title: "List in the answer", placeholder: "results", showIf: { mode: ["page", "offset"] }, advanced: true }),
  parameters: field(
    z.array(z.object({ in: z.enum(["query", "headers", "body"]).default("query"), name: text, value: z.unknown().optional() })).default([]),
    { title: "Parameters", showIf: { mode: ["parameter"] } },
  ),
  nextUrl: field(text, { title: "Next address", placeholder: "={{ $response.body.next }}", showIf: { mode: ["nextUrl"] } }),
  stop: field(z.enum(["empty", "status", "expression"]).default("empty"), {
    title: "The last page is reached",
    widget: "select",
    labels: ["When an answer is empty", "At these statuses", "When this is true"],
    showIf: { mode: ["parameter", "nextUrl"] },
  }),
  statuses: field(text, { title: "Statuses", placeholder: "404, 410", showIf: { stop: ["status"] } }),
  until: field(z.unknown().optional(), {
    title: "Expression",
    placeholder: "={{ $response.body.done }}",
    showIf: { stop: ["expression"] },
  }),
  maxPages: field(z.unknown().optional(), { title: "At most this many pages" }),
  interval: field(z.unknown().optional(), { title: "Pause between pages (milliseconds)", advanced: true }),
});
export type Pagination = z.infer<typeof Pagination>;

export const HttpInput = z.object({
  method: field(z.enum(METHODS).default("GET"), { title: "Method", widget: "select" }),
  url: field(z.string().min(1), { title: "Address", placeholder: "https://api.example.com/v1/jobs" }),
  query: field(Pairs, { title: "Query", widget: "key-value" }),
  queryJson: field(z.unknown().optional(), { title: "Query as JSON", widget: "json", advanced: true }),
  headers: field(Pairs, { title: "Headers", widget: "key-value" }),
  headersJson: field(z.unknown().optional(), { title: "Headers as JSON", widget: "json", advanced: true }),
  body: field(z.enum(["none", "json", "form", "multipart", "text", "binary"]).default("none"), {
    title: "Body",
    widget: "select",
    labels: ["None", "JSON", "Form", "Form with files", "Text", "File"],
  }),
  bodyFields: field(z.array(BodyField).default([]), { title: "Fields", widget: "list", showIf: { body: ["json", "form", "multipart"] } }),
  bodyJson: field(z.unknown().optional(), {
    title: "JSON",
    help: "Instead of fields.",
    widget: "json",
    showIf: { body: ["json"] },
  }),
  bodyText: field(text, { title: "Text", widget: "multiline", showIf: { body: ["text", "form"] } }),
  bodyType: field(text, { title: "Content type", placeholder: "text/plain", showIf: { body: ["text", "binary"] } }),
  bodyFile: field(z.string().default("data"), { title: "File", help: "Name of the item's file.", showIf: { body: ["binary"] } }),
  dotNames: field(z.boolean().default(true), {
    title: "Dots in names make nested JSON",
    showIf: { body: ["json"] },
    advanced: true,
  }),
  response: field(z.enum(["auto", "json", "text", "file"]).default("auto"), {
    title: "Read the answer as",
    widget: "select",
    labels: ["Whatever it is", "JSON", "Text", "File"],
    advanced: true,
  }),
  outputField: field(z.string().default("data"), { title: "Field for text and files", advanced: true }),
  fullResponse: field(z.boolean().default(false), { title: "Also give status and headers", advanced: true }),
  neverError: field(z.boolean().default(false), { title: "Error answers count as answers", advanced: true }),
  pagination: field(Pagination.optional(), { title: "Pages", expression: "later", advanced: true }),
  timeout: field(z.coerce.number().int().positive().max(86_400_000).optional(), { title: "Time limit (milliseconds)", advanced: true }),
  redirects: field(z.coerce.number().int().min(0).max(50).default(21), { title: "Redirects to follow", advanced: true }),
  arrays: field(z.enum(["brackets", "indices", "repeat"]).default("brackets"), {
    title: "Lists in the query",
    widget: "select",
    labels: ["a[]=1&a[]=2", "a[0]=1&a[1]=2", "a=1&a=2"],
    advanced: true,
  }),
  effect: field(z.enum(["auto", "read", "write"]).default("auto"), {
    title: "What it does there",
    help: "Decides whether a request without an answer may be repeated. By itself: GET, HEAD and OPTIONS read, the others change something.",
    widget: "select",
    labels: ["By its method", "Only reads", "Changes something"],
    advanced: true,
  }),
  idempotent: field(z.enum(["no", "key", "naturally"]).default("no"), {
    title: "Sent twice by mistake",
    help: "Choose only what the service's documentation promises.",
    widget: "select",
    labels: ["It would happen twice", "The service honours the Idempotency-Key header", "The second one changes nothing"],
    advanced: true,
  }),
  insecure: field(z.boolean().default(false), {
    title: "Accept a certificate that nobody signed",
    help: "Only for a device or server of your own.",
    advanced: true,
  }),
});
export type HttpInput = z.infer<typeof HttpInput>;

export const httpEffect = (input: Pick<HttpInput, "effect" | "method">): "read" | "write" =>
  input.effect !== "auto" ? input.effect : /^(GET|HEAD|OPTIONS)$/.test(input.method) ? "read" : "write";
