import type { ItemContext } from "#kit/context.ts";
import type { HttpBody, HttpRequest, MultipartPart } from "#kit/http.ts";
import { userError } from "#shared/model/failure.ts";
import type { Binary, JsonObject } from "#shared/model/item.ts";
import { toText } from "../values/convert.ts";
import { setPath } from "../values/path.ts";
import { type HttpInput, httpEffect } from "./input.ts";
import { fromJsonField, headerRecord, objectField, toPairs } from "./pairs.ts";

/** What we say we can read, as the answer is going to be read. */
const ACCEPT: Readonly<Record<HttpInput["response"], string>> = {
  auto: "application/json,text/html,application/xhtml+xml,application/xml,text/*;q=0.9, image/*;q=0.8, */*;q=0.7",
  file: "application/json,text/html,application/xhtml+xml,application/xml,text/*;q=0.9, image/*;q=0.8, */*;q=0.7",
  json: "application/json,text/*;q=0.99",
  text: "application/json,text/html,application/xhtml+xml,application/xml,text/*;q=0.9, */*;q=0.1",
};

/** A body field that a page rule may replace before the request is built. */
export interface BodyField {
  name: string;
  value?: unknown;
  kind: "text" | "file";
  file: string;
}

/** The request that the form describes, for one item. `overrides` come from paging. */
export function buildRequest(ctx: ItemContext<HttpInput>, overrides: { body: readonly BodyField[]; headers: JsonObject }): HttpRequest {
  const { input } = ctx;
  const headers = headerRecord(
    [...input.headers, ...Object.entries(overrides.headers).map(([name, value]) => ({ name, value }))],
    input.headersJson,
  );
  const has = (name: string): boolean => Object.keys(headers).some((own) => own.toLowerCase() === name);
  if (!has("accept")) headers.Accept = ACCEPT[input.response];
  const body = buildBody(ctx, overrides.body);
  if (body?.kind === "multipart") for (const name of Object.keys(headers)) if (name.toLowerCase() === "content-type") delete headers[name];
  const query = [
    ...input.query.filter((pair) => pair.name !== "").flatMap((pair) => toPairs(pair.name, pair.value, input.arrays)),
    ...Object.entries(objectField(input.queryJson, "queryJson")).flatMap(([name, value]) => toPairs(name, value, input.arrays)),
  ];
  return {
    method: input.method,
    url: input.url,
    headers,
    query,
    ...(body === undefined ? {} : { body }),
    ...(input.timeout === undefined ? {} : { timeout: input.timeout }),
    redirects: input.redirects,
    response: "stream",
    anyStatus: input.neverError,
    effect: httpEffect(input),
    insecure: input.insecure,
    signal: ctx.signal,
    ...(input.idempotent === "key" ? { idempotencyKey: ctx.idempotencyKey } : {}),
  };
}

function buildBody(ctx: ItemContext<HttpInput>, extra: readonly BodyField[]): HttpBody | undefined {
  const { input } = ctx;
  const fields: readonly BodyField[] = [
    ...input.bodyFields.filter((own) => own.name !== "" && !extra.some((one) => one.name === own.name)),
    ...extra,
  ];
  switch (input.body) {
    case "none":
      return extra.length === 0 ? undefined : { kind: "json", value: jsonOf(fields, input) };
    case "json":
      return { kind: "json", value: jsonOf(fields, input) };
    case "form":
      if (input.bodyText !== "" && extra.length === 0) {
        return { kind: "text", value: input.bodyText, contentType: "application/x-www-form-urlencoded" };
      }
      return { kind: "form", value: fields.flatMap((one) => toPairs(one.name, one.value, input.arrays)) };
    case "multipart":
      return { kind: "multipart", parts: fields.map((one) => partOf(ctx, one)) };
    case "text":
      return { kind: "text", value: input.bodyText, contentType: input.bodyType || "text/plain" };
    case "binary": {
      const file = fileOf(ctx, input.bodyFile, "bodyFile");
      return { kind: "bytes", value: ctx.blobs.read(file), contentType: input.bodyType || file.mimeType, size: file.fileSize };
    }
  }
}

function jsonOf(fields: readonly BodyField[], input: HttpInput): unknown {
  const given = fromJsonField(input.bodyJson, "bodyJson");
  if (given !== undefined && fields.length === 0) return given;
  const value: JsonObject = { ...objectField(given, "bodyJson") };
  for (const one of fields) setPath(value, one.name, one.value, input.dotNames);
  return value;
}

function partOf(ctx: ItemContext<HttpInput>, one: BodyField): MultipartPart {
  if (one.kind === "text") return { name: one.name, data: toText(one.value) };
  const file = fileOf(ctx, one.file || "data", "bodyFields");
  return { name: one.name, data: ctx.blobs.read(file), size: file.fileSize, fileName: file.fileName ?? "file", contentType: file.mimeType };
}

function fileOf(ctx: ItemContext<HttpInput>, name: string, field: string): Binary {
  const files = ctx.item.binary ?? {};
  const file = Object.hasOwn(files, name) ? files[name] : undefined;
  if (file !== undefined) return file;
  const known = Object.keys(files);
  throw userError(`The item has no file named "${name}".`, {
    field,
    fix: known.length === 0 ? "Put a step before this one that gives a file." : `Its files are: ${known.slice(0, 10).join(", ")}.`,
  });
}
