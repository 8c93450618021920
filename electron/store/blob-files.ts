import { createHash, randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, utimesSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { codeOf, StoreError, storeError } from "./errors.ts";
import { discard, syncFolder } from "./files.ts";
import { blobsDir, DIR_MODE, FILE_MODE } from "./paths.ts";

export const HASH = /^[0-9a-f]{64}$/;

/** Where the bytes with this hash stand. Refuses anything that is no hash, so that no reference can name another file. */
export function blobFile(dir: string, hash: string): string {
  if (!HASH.test(hash)) throw new StoreError("missing", "That is no reference to a stored file.");
  return join(blobsDir(dir), hash.slice(0, 2), hash);
}

export const missingBlob = (hash: string): StoreError =>
  new StoreError("missing", `The stored file ${hash.slice(0, 12)} is no longer there: it was kept as long as the runs that used it.`);

/** Makes a stored file young again, so that no sweep takes it before its record is written. False: it is not there. */
export function touchBlob(file: string): boolean {
  const now = new Date();
  try {
    utimesSync(file, now, now);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

export const partFile = (dir: string): string => join(blobsDir(dir), `${randomUUID()}.part`);

/** Moves a whole and synced file to its place. */
export function adoptBlob(part: string, file: string): void {
  const folder = dirname(file);
  const fresh = !existsSync(folder);
  if (fresh) mkdirSync(folder, { recursive: true, mode: DIR_MODE });
  renameSync(part, file);
  syncFolder(folder);
  if (fresh) syncFolder(dirname(folder));
}

/** Stores bytes under their SHA-256 and returns it; they are on disk when it returns. */
export function writeBlobSync(dir: string, bytes: Uint8Array): string {
  const hash = createHash("sha256").update(bytes).digest("hex");
  const file = blobFile(dir, hash);
  if (touchBlob(file)) return hash;
  const part = partFile(dir);
  try {
    mkdirSync(blobsDir(dir), { recursive: true, mode: DIR_MODE });
    const handle = openSync(part, "wx", FILE_MODE);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    adoptBlob(part, file);
  } catch (error) {
    discard(part);
    throw storeError(error, file);
  }
  return hash;
}

export function readBlobSync(dir: string, hash: string): Buffer {
  try {
    return readFileSync(blobFile(dir, hash));
  } catch (error) {
    throw codeOf(error) === "ENOENT" ? missingBlob(hash) : storeError(error, blobFile(dir, hash));
  }
}
