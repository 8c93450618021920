import { Readable } from "node:stream";
import type { HttpBody } from "./http.ts";
import { encodeMultipart } from "./multipart.ts";

export interface EncodedBody {
  /** Used where the request names none itself. */
  contentType: string | undefined;
  data: Buffer | Readable;
  /** As it is shown: JSON values as they are, text as text, bytes as base64; undefined for a stream. */
  shown: unknown;
}

/** A body as bytes or a stream of them. Streams can be sent once only. */
export function encodeBody(body: HttpBody): EncodedBody {
  switch (body.kind) {
    case "json": {
      const text = JSON.stringify(body.value) ?? "null";
      return { contentType: "application/json", data: Buffer.from(text), shown: body.value };
    }
    case "form": {
      const text = new URLSearchParams(body.value.map(([name, value]): [string, string] => [name, value])).toString();
      return { contentType: "application/x-www-form-urlencoded", data: Buffer.from(text), shown: text };
    }
    case "multipart": {
      const { contentType, boundary, data } = encodeMultipart(body.parts);
      return { contentType, data, shown: data instanceof Readable ? undefined : data.toString("utf8").replaceAll(boundary, "BOUNDARY") };
    }
    case "text":
      return { contentType: body.contentType ?? "text/plain", data: Buffer.from(body.value), shown: body.value };
    case "bytes": {
      const { value } = body;
      if (value instanceof Readable) return { contentType: body.contentType, data: value, shown: undefined };
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      return { contentType: body.contentType, data: bytes, shown: { base64: bytes.toString("base64") } };
    }
  }
}

/** The same with the random boundary taken out, so that two equal requests look equal. */
export const shownContentType = (type: string): string => type.replace(/boundary=[^;\s]+/i, "boundary=BOUNDARY");
