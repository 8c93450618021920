import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { userError } from "#shared/model/failure.ts";
import type { MultipartPart } from "./http.ts";

export interface Multipart {
  contentType: string;
  boundary: string;
  /** Whole where no part streams. */
  data: Buffer | Readable;
  /** Bytes, unless a part is a stream of unknown size. */
  length: number | undefined;
}

const LINE = "\r\n";

/** As browsers write it: the three characters that could end a quoted name early are escaped. */
const quoted = (text: string): string => text.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");

function head(part: MultipartPart, boundary: string): string {
  const type = part.contentType ?? (part.fileName === undefined ? undefined : "application/octet-stream");
  if (type !== undefined && /[^\x20-\x7e]/.test(type)) {
    throw userError(`The content type of the form part "${part.name}" holds a character that is not allowed.`);
  }
  const file = part.fileName === undefined ? "" : `; filename="${quoted(part.fileName)}"`;
  const lines = [`--${boundary}`, `Content-Disposition: form-data; name="${quoted(part.name)}"${file}`];
  if (type !== undefined) lines.push(`Content-Type: ${type}`);
  return `${lines.join(LINE)}${LINE}${LINE}`;
}

const sum = (sizes: readonly (number | undefined)[]): number | undefined =>
  sizes.reduce((total, size) => (total === undefined || size === undefined ? undefined : total + size), 0);

const sizeOf = (part: MultipartPart): number | undefined => (part.data instanceof Readable ? part.size : Buffer.byteLength(part.data));

/** A `multipart/form-data` body. Parts that are streams are passed through, never collected. */
export function encodeMultipart(parts: readonly MultipartPart[]): Multipart {
  const boundary = `----imx${randomUUID().replaceAll("-", "")}`;
  const heads = parts.map((part) => head(part, boundary));
  const contentType = `multipart/form-data; boundary=${boundary}`;
  const end = `--${boundary}--${LINE}`;
  if (!parts.some((part) => part.data instanceof Readable)) {
    const chunks: Uint8Array[] = [];
    parts.forEach((part, i) => {
      if (part.data instanceof Readable) return;
      chunks.push(Buffer.from(heads[i] ?? ""), typeof part.data === "string" ? Buffer.from(part.data) : part.data, Buffer.from(LINE));
    });
    const data = Buffer.concat([...chunks, Buffer.from(end)]);
    return { contentType, boundary, data, length: data.length };
  }
  async function* pieces(): AsyncGenerator<Uint8Array | string> {
    for (const [i, part] of parts.entries()) {
      yield heads[i] ?? "";
      if (part.data instanceof Readable) yield* part.data;
      else yield part.data;
      yield LINE;
    }
    yield end;
  }
  const sizes = parts.map((part, i) => sum([Buffer.byteLength(heads[i] ?? ""), sizeOf(part), LINE.length]));
  return { contentType, boundary, data: Readable.from(pieces(), { objectMode: false }), length: sum([...sizes, end.length]) };
}
