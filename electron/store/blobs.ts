import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { access, mkdir, readFile, rm } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { BlobAccess } from "#kit/context.ts";
import { BlobId } from "#shared/model/ids.ts";
import type { Binary } from "#shared/model/item.ts";
import { adoptBlob, blobFile, missingBlob, partFile, touchBlob } from "./blob-files.ts";
import { codeOf, storeError } from "./errors.ts";
import { discard } from "./files.ts";
import { BYTES, extensionOf, extensionOfType, kindOfType, typeOfExtension } from "./media-types.ts";
import { blobsDir, DIR_MODE, FILE_MODE } from "./paths.ts";

/** Files of a workspace by the SHA-256 of their bytes: the same bytes are there once. */
export interface BlobStore extends BlobAccess {
  has(id: BlobId): Promise<boolean>;
}

/** Bytes read at a time. */
const CHUNK = 262_144;

/** Any thread may have one: files appear whole, under their own hash, and are on disk when `put` resolves. */
export function createBlobStore(dir: string): BlobStore {
  return {
    async put(data, about) {
      const { hash, size } = await store(dir, data);
      return describe(hash, size, about);
    },
    read: (binary) => Readable.from(chunks(dir, binary.blob), { objectMode: false }),
    async bytes(binary) {
      try {
        return await readFile(blobFile(dir, binary.blob));
      } catch (error) {
        throw codeOf(error) === "ENOENT" ? missingBlob(binary.blob) : storeError(error, blobFile(dir, binary.blob));
      }
    },
    has: (id) =>
      access(blobFile(dir, id)).then(
        () => true,
        () => false,
      ),
  };
}

async function* chunks(dir: string, hash: string): AsyncGenerator<Buffer> {
  const file = blobFile(dir, hash);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK })) yield chunk as Buffer;
  } catch (error) {
    throw codeOf(error) === "ENOENT" ? missingBlob(hash) : storeError(error, file);
  }
}

async function store(dir: string, data: Uint8Array | Readable): Promise<{ hash: string; size: number }> {
  const part = partFile(dir);
  const sum = createHash("sha256");
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await mkdir(blobsDir(dir), { recursive: true, mode: DIR_MODE });
    // `flush` syncs before the stream closes.
    const file: WriteStream = createWriteStream(part, { flags: "wx", mode: FILE_MODE, flush: true });
    await pipeline(data instanceof Readable ? data : Readable.from([data]), measure, file);
    const hash = sum.digest("hex");
    if (touchBlob(blobFile(dir, hash))) await rm(part, { force: true });
    else adoptBlob(part, blobFile(dir, hash));
    return { hash, size };
  } catch (error) {
    discard(part);
    // A fault of the source (a broken download) stays what it is.
    throw ["ENOSPC", "EDQUOT", "EFBIG", "EACCES", "EROFS", "EIO"].includes(codeOf(error)) ? storeError(error, blobsDir(dir)) : error;
  }
}

/** Fills in what follows from what is known. */
function describe(hash: string, size: number, about: { fileName?: string; mimeType?: string }): Binary {
  const named = about.fileName === undefined ? undefined : extensionOf(about.fileName);
  const mimeType = about.mimeType ?? (named === undefined ? undefined : typeOfExtension(named)) ?? BYTES;
  const fileExtension = named ?? extensionOfType(mimeType);
  const fileType = kindOfType(mimeType);
  return {
    mimeType,
    ...(fileType && { fileType }),
    ...(fileExtension !== undefined && { fileExtension }),
    ...(about.fileName !== undefined && { fileName: about.fileName }),
    fileSize: size,
    blob: BlobId.parse(hash),
  };
}
