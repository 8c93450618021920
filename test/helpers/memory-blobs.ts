import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { BlobAccess } from "#kit/context.ts";
import type { Binary } from "#shared/model/item.ts";

/** Blobs in memory, by number. */
export function memoryBlobs(): BlobAccess {
  const stored: Uint8Array[] = [];
  return {
    async put(data, { fileName, mimeType }) {
      const bytes = data instanceof Readable ? await buffer(data) : data;
      stored.push(bytes);
      return {
        mimeType: mimeType ?? "application/octet-stream",
        fileName,
        fileSize: bytes.length,
        blob: String(stored.length - 1),
      } as Binary;
    },
    read: (binary) => Readable.from([stored[Number(binary.blob)]], { objectMode: false }),
    bytes: async (binary) => stored[Number(binary.blob)] ?? new Uint8Array(),
  };
}
