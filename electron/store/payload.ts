import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { readBlobSync, writeBlobSync } from "./blob-files.ts";
import { StoreError } from "./errors.ts";

/** How a text stands in its row: as it is, compressed, or compressed in a content-hashed file named by the row. */
export const ENCODING = { none: 0, text: 1, zstd: 2, file: 3 } as const;

/** Characters up to which a text is not worth compressing. */
const PLAIN = 4_096;
/** Bytes (compressed) above which a text has a file of its own, so that the database's log stays small. */
const INLINE = 262_144;
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export interface Encoded {
  encoding: number;
  payload: string | Buffer | null;
}
const NOTHING: Encoded = { encoding: ENCODING.none, payload: null };

/** A file it needs is on disk when it returns. */
export function encodeText(dir: string, text: string | null): Encoded {
  if (text === null) return NOTHING;
  if (text.length < PLAIN) return { encoding: ENCODING.text, payload: text };
  const packed = zstdCompressSync(text, OPTIONS);
  if (packed.length <= INLINE) return { encoding: ENCODING.zstd, payload: packed };
  return { encoding: ENCODING.file, payload: writeBlobSync(dir, packed) };
}

export function decodeText(dir: string, encoding: number, payload: unknown): string {
  if (encoding === ENCODING.none) return "";
  if (encoding === ENCODING.text && typeof payload === "string") return payload;
  if (encoding === ENCODING.zstd && payload instanceof Uint8Array) return zstdDecompressSync(payload).toString();
  if (encoding === ENCODING.file && typeof payload === "string") return zstdDecompressSync(readBlobSync(dir, payload)).toString();
  throw new StoreError(
    "corrupt",
    `The journal in ${dir} holds a payload that can't be read. Restore the newest file of its backups folder.`,
  );
}
