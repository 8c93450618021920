import type { IncomingMessage } from "node:http";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** Largest body that a sender may post, in bytes, also after unpacking. */
export const BODY_LIMIT = 16 * 1024 * 1024;

export class BodyError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = "BodyError";
    this.status = status;
  }
}

const tooLarge = (limit: number): BodyError =>
  new BodyError(413, `The body is larger than the limit of ${Math.floor(limit / 1024 / 1024)} MB.`);

/** Reads a request's body whole, unpacked, and never more of it than the limit. */
export function readBody(request: IncomingMessage, limit = BODY_LIMIT): Promise<Uint8Array> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > limit) return Promise.reject(tooLarge(limit));
  const packing = request.headers["content-encoding"];
  const source =
    packing === undefined || packing === "identity"
      ? request
      : packing === "gzip"
        ? request.pipe(createGunzip())
        : packing === "deflate"
          ? request.pipe(createInflate())
          : packing === "br"
            ? request.pipe(createBrotliDecompress())
            : undefined;
  if (!source) return Promise.reject(new BodyError(415, `The content encoding '${packing}' is not supported.`));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    source.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        source.removeAllListeners("data");
        request.unpipe();
        request.resume();
        reject(tooLarge(limit));
        return;
      }
      chunks.push(chunk);
    });
    source.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    source.on("error", (error) => reject(source === request ? error : new BodyError(400, `The body can't be unpacked: ${error.message}`)));
    request.on("aborted", () => reject(new BodyError(400, "The sender went away.")));
  });
}
