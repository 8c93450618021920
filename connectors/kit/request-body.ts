import { Readable } from "node:stream";
import type { HttpBody } from "./http.ts";
import { encodeMultipart } from "./multipart.ts";

export interface EncodedBody {
  /** Used where the request names none itself. */
  contentType: string | undefined;
  data: Buffer | Readable;
  /** Bytes, where known. */
  length: number | undefined;
  /** As it is shown: JSON values as they are, text as text, bytes as base64; undefined for a stream. */
  shown(): unknown;
}

const whole = (contentType: string | undefined, data: Buffer, shown: () => unknown): EncodedBody => ({
  contentType,
  data,
  length: data.length,
  shown,
});

/** A body as bytes or a stream of them. Streams can be sent once only. */
export function encodeBody(body: HttpBody): EncodedBody {
  switch (body.kind) {
    case "json": {
      const text = JSON.stringify(body.value) ?? "null";
      return whole("application/json", Buffer.from(text), () => JSON.parse(text));
    }
    case "form": {
      const text = new URLSearchParams(body.value.map(([name, value]): [string, string] => [name, value])).toString();
      return whole("application/x-www-form-urlencoded", Buffer.from(text), () => text);
    }
    case "multipart": {
      const { contentType, boundary, data, length } = encodeMultipart(body.parts);
      return {
        contentType,
        data,
        length,
        shown: () => (data instanceof Readable ? undefined : data.toString("utf8").replaceAll(boundary, "BOUNDARY")),
      };
    }
    case "text":
      return whole(body.contentType ?? "text/plain", Buffer.from(body.value), () => body.value);
    case "bytes": {
      const { value } = body;
      if (value instanceof Readable) return { contentType: body.contentType, data: value, length: body.size, shown: () => undefined };
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      return whole(body.contentType, bytes, () => ({ base64: bytes.toString("base64") }));
    }
  }
}

/** The same with the random boundary taken out, so that two equal requests look equal. */
export const shownContentType = (type: string): string => type.replace(/boundary=[^;\s]+/i, "boundary=BOUNDARY");
