import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import Database from "better-sqlite3";
import { StoreError, storeError } from "./errors.ts";

/** `IMXB`: tells a backup from any other SQLite file. */
const APPLICATION_ID = 0x494d5842;
/** Of the container, not of the workspace inside it. */
const FORMAT = 1;
/** Bytes per row: SQLite ends at 1 GB for one, and memory long before. */
const PART = 4_194_304;

/**
 * A backup is one SQLite file: `info` (format, created_at), `files` (path below the workspace's folder, size, sha256) and
 * `parts` (their bytes, in order). Any SQLite tool can look inside.
 */
const SCHEMA = `
  CREATE TABLE info (format INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;
  CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, sha256 TEXT NOT NULL) STRICT;
  CREATE TABLE parts (path TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (path, part)) STRICT;
`;

export interface BackupWriter {
  /** Adds a file. False: it is no longer there. */
  add(path: string, source: string): Promise<boolean>;
  /** All is on disk when it returns. */
  close(): void;
}

export function createBackupFile(file: string, now: number): BackupWriter {
  const sql = new Database(file);
  sql.pragma(`application_id = ${APPLICATION_ID}`);
  sql.pragma("journal_mode = DELETE");
  sql.pragma("synchronous = FULL");
  sql.exec(SCHEMA);
  sql.prepare("INSERT INTO info (format, created_at) VALUES (?, ?)").run(FORMAT, now);
  const part = sql.prepare("INSERT INTO parts (path, part, bytes) VALUES (?, ?, ?)");
  const about = sql.prepare("INSERT INTO files (path, size, sha256) VALUES (?, ?, ?)");
  return {
    async add(path, source) {
      const handle = await open(source).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw storeError(error, source);
      });
      if (!handle) return false;
      const sum = createHash("sha256");
      const buffer = Buffer.alloc(PART);
      let size = 0;
      sql.exec("BEGIN");
      try {
        for (let n = 0; ; n++) {
          const { bytesRead } = await handle.read(buffer, 0, PART, size);
          if (bytesRead === 0) break;
          const bytes = buffer.subarray(0, bytesRead);
          sum.update(bytes);
          part.run(path, n, bytes);
          size += bytesRead;
          await nextTurn();
        }
        about.run(path, size, sum.digest("hex"));
        sql.exec("COMMIT");
      } catch (error) {
        if (sql.inTransaction) sql.exec("ROLLBACK");
        throw error;
      } finally {
        await handle.close();
      }
      return true;
    },
    close: () => void sql.close(),
  };
}

export interface BackupReader {
  files(): { path: string; size: number; sha256: string }[];
  /** The file's bytes in pieces. Throws StoreError at the end where they are not those that were stored. */
  bytes(path: string): AsyncGenerator<Uint8Array>;
  close(): void;
}

/** Throws StoreError where it is no backup, or one of a newer version. */
export function openBackupFile(file: string): BackupReader {
  let sql: Database.Database;
  try {
    sql = new Database(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw storeError(error, file);
  }
  try {
    const application = sql.pragma("application_id", { simple: true });
    if (application !== APPLICATION_ID)
      throw new StoreError("not-a-database", `${file} is no backup of Infinite Matrix. Choose another file.`);
    const info = sql.prepare<unknown[], { format: number }>("SELECT format FROM info").get();
    if (!info || info.format > FORMAT) {
      throw new StoreError("newer-version", `${file} was made by a newer version of Infinite Matrix. Update Infinite Matrix first.`);
    }
  } catch (error) {
    sql.close();
    const reason = storeError(error, file);
    throw reason.code === "not-a-database"
      ? new StoreError(reason.code, `${file} is no backup of Infinite Matrix. Choose another file.`, { cause: error })
      : reason;
  }
  const load = sql.prepare<unknown[], { bytes: Uint8Array }>("SELECT bytes FROM parts WHERE path = ? AND part = ?");
  const files = sql.prepare<unknown[], { path: string; size: number; sha256: string }>(
    "SELECT path, size, sha256 FROM files ORDER BY path",
  );
  return {
    files: () => files.all(),
    async *bytes(path) {
      const expected = files.all().find((entry) => entry.path === path);
      const sum = createHash("sha256");
      for (let n = 0; ; n++) {
        const row = load.get(path, n);
        if (!row) break;
        sum.update(row.bytes);
        yield row.bytes;
        await nextTurn();
      }
      if (sum.digest("hex") !== expected?.sha256) {
        throw new StoreError("corrupt", `${path} in the backup ${file} is damaged. Nothing was put in place; use another backup.`);
      }
    },
    close: () => void sql.close(),
  };
}
