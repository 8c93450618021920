import type { IncomingMessage } from "node:http";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** Largest body that a sender may post, in bytes, also after unpacking. */
export const BODY_LIMIT = 16 * 1024 * 1024;

/** Bytes of bodies that are in memory at once, over all senders. */
export const ALL_BODIES = 256 * 1024 * 1024;

/** Keeps a flood of large bodies from filling memory: who comes when it is used up is told to try again. */
export class BodyRoom {
  #left: number;
  constructor(bytes = ALL_BODIES) {
    this.#left = bytes;
  }
  /** One sender's part: `take` is false where there is no room for that many bytes more; `release` gives all of it back. */
  share(): BodyShare {
    let taken = 0;
    return {
      take: (bytes) => {
        if (bytes > this.#left) return false;
        this.#left -= bytes;
        taken += bytes;
        return true;
      },
      release: () => {
        this.#left += taken;
        taken = 0;
      },
    };
  }
}
export interface BodyShare {
  take(bytes: number): boolean;
  release(): void;
}

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

/** Reads a request's body whole, unpacked, and never more of it than the limit or than there is room for. */
export function readBody(request: IncomingMessage, share: BodyShare, limit = BODY_LIMIT): Promise<Uint8Array> {
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
      const fault =
        size > limit
          ? tooLarge(limit)
          : share.take(chunk.length)
            ? undefined
            : new BodyError(429, "Too much is coming in at once. Try again.");
      if (fault) {
        source.removeAllListeners("data");
        request.unpipe();
        request.resume();
        reject(fault);
        return;
      }
      chunks.push(chunk);
    });
    source.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    source.on("error", (error) => reject(source === request ? error : new BodyError(400, `The body can't be unpacked: ${error.message}`)));
    request.on("aborted", () => reject(new BodyError(400, "The sender went away.")));
  });
}
