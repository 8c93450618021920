export type StoreErrorCode =
  | "not-writable"
  | "not-a-database"
  | "newer-version"
  | "corrupt"
  | "disk-full"
  | "disk-error"
  | "busy"
  | "in-use"
  | "missing"
  | "conflict"
  | "closed"
  | "internal";

/** What the store could not do: names the file or thing and the fix. `code` is for programs. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "StoreError";
    this.code = code;
  }
}

/** The system's or SQLite's own code of an error, e.g. `EACCES`, `SQLITE_FULL`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** Turns a fault of SQLite or of the file system into one that says what to do. */
export function storeError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const detail = error instanceof Error ? error.message : String(error);
  const make = (kind: StoreErrorCode, text: string) => new StoreError(kind, text, { cause: error });
  if (code === "SQLITE_FULL" || code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    return make("disk-full", `The disk has no room left for ${path}. Free some space; nothing that was confirmed is lost.`);
  }
  if (code.startsWith("SQLITE_READONLY") || code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return make("not-writable", `${path} can't be written. Give your user write permission for this folder, or choose another one.`);
  }
  if (code === "SQLITE_NOTADB") {
    return make("not-a-database", `${path} is not a workspace database. Move it away, or restore a backup.`);
  }
  if (code.startsWith("SQLITE_CORRUPT")) {
    return make("corrupt", `${path} is damaged (${detail}). Restore the newest file of its backups folder.`);
  }
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return make("busy", `${path} is held by another program. Close it and try again.`);
  }
  if (code.startsWith("SQLITE_IOERR") || code === "EIO") {
    return make("disk-error", `The disk refused to read or write ${path} (${code}). Check the disk; nothing that was confirmed is lost.`);
  }
  if (code.startsWith("SQLITE_CANTOPEN") || code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR" || code === "EEXIST") {
    return make("disk-error", `${path} can't be opened (${detail}). Check that its folder exists and can be read.`);
  }
  return make("internal", detail);
}
