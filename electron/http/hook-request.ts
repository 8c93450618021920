import type { IncomingMessage } from "node:http";
import { finished } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import type { BlobAccess } from "#kit/context.ts";
import type { WebhookRequest } from "#kit/trigger.ts";
import type { Binary } from "#shared/model/item.ts";
import { BodyError, type BodyShare, readBody } from "./body.ts";

const MOST_PARTS = 1_000;

/** Repeated keys become lists; a key can't reach a prototype. */
function collect(pairs: Iterable<[string, string]>): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const [key, value] of pairs) {
    const before = result[key];
    result[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  // A plain object again: items are compared and cloned as such.
  return Object.fromEntries(Object.entries(result).filter(([key]) => key !== "__proto__"));
}

function multipart(raw: Uint8Array, type: string, blobs: BlobAccess): Promise<{ body: unknown; binary: Record<string, Binary> }> {
  return new Promise((resolve, reject) => {
    const fields: [string, string][] = [];
    const files: Promise<[string, Binary]>[] = [];
    let parser: InstanceType<typeof Busboy>;
    try {
      parser = new Busboy({ headers: { "content-type": type }, limits: { parts: MOST_PARTS } });
    } catch (error) {
      reject(new BodyError(400, `The multipart body can't be read: ${error instanceof Error ? error.message : String(error)}`));
      return;
    }
    parser.on("field", (name, value) => void fields.push([name, value]));
    parser.on("file", (name, stream, fileName, _encoding, mimeType) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => void chunks.push(chunk));
      files.push(
        (async (): Promise<[string, Binary]> => {
          await finished(stream);
          return [name || "file", await blobs.put(Buffer.concat(chunks), { ...(fileName ? { fileName } : {}), mimeType })];
        })(),
      );
    });
    parser.on("error", (error) => reject(new BodyError(400, `The multipart body can't be read: ${String(error)}`)));
    parser.on("finish", () => {
      Promise.all(files).then(
        (list) => resolve({ body: collect(fields), binary: Object.fromEntries(list.filter(([key]) => key !== "__proto__")) }),
        reject,
      );
    });
    parser.end(Buffer.from(raw));
  });
}

function parseText(raw: Uint8Array): string {
  return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString("utf8");
}

async function parseBody(raw: Uint8Array, type: string, blobs: BlobAccess): Promise<{ body: unknown; binary?: Record<string, Binary> }> {
  if (raw.byteLength === 0) return { body: {} };
  const kind = type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (kind === "application/json" || kind.endsWith("+json")) {
    try {
      return { body: JSON.parse(parseText(raw)) as unknown };
    } catch (error) {
      throw new BodyError(
        400,
        `The body says it is JSON but can't be read as such: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  if (kind === "application/x-www-form-urlencoded") return { body: collect(new URLSearchParams(parseText(raw))) };
  if (kind === "multipart/form-data") return multipart(raw, type, blobs);
  if (kind.startsWith("text/") || kind === "" || kind === "application/xml") return { body: parseText(raw) };
  return { body: {}, binary: { data: await blobs.put(raw, { mimeType: kind }) } };
}

/** Reads a sender's request whole. Throws BodyError for what can't be accepted. */
export async function hookRequest(
  request: IncomingMessage,
  path: string,
  query: string,
  origin: string,
  blobs: BlobAccess,
  share: BodyShare,
): Promise<WebhookRequest> {
  const raw = await readBody(request, share);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  const { body, binary } = await parseBody(raw, headers["content-type"] ?? "", blobs);
  return {
    method: request.method ?? "GET",
    path,
    url: `${origin}/hook/${path}${query && `?${query}`}`,
    headers,
    query: query === "" ? {} : collect(new URLSearchParams(query)),
    raw,
    body,
    binary,
    receivedAt: Date.now(),
  };
}
