import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type BackupReader, openBackupFile } from "./backup-file.ts";
import { readConnection } from "./connection.ts";
import { codeOf, StoreError, storeError } from "./errors.ts";
import { discard, syncFolder } from "./files.ts";
import { lockWorkspace } from "./lock.ts";
import { refuseForeign } from "./open.ts";
import { DIR_MODE, databaseFile, FILE_MODE } from "./paths.ts";

/** What a backup may put where. */
const ALLOWED = /^(workspace\.db|key\.json|blobs\/[0-9a-f]{2}\/[0-9a-f]{64})$/;

/**
 * Puts a backup's workspace into a folder that holds none. The database comes last, so that a restore that was broken off
 * leaves no workspace and can be made again. Throws StoreError; a damaged or newer backup is refused.
 */
export async function restore(file: string, dir: string): Promise<void> {
  const source = openBackupFile(file);
  try {
    const lock = lockWorkspace(dir);
    try {
      if (existsSync(databaseFile(dir))) {
        throw new StoreError("conflict", `${dir} already holds a workspace. Restore into another folder, or move this one away.`);
      }
      for (const { path } of source.files()) {
        if (!ALLOWED.test(path))
          throw new StoreError("corrupt", `The backup ${file} holds ${path}, which no workspace has. Use another backup.`);
        if (path !== "workspace.db") await put(source, path, join(dir, path));
      }
      await putDatabase(source, file, dir);
    } finally {
      lock.release();
    }
  } catch (error) {
    throw storeError(error, codeOf(error).startsWith("SQLITE_") ? file : dir);
  } finally {
    source.close();
  }
}

async function put(source: BackupReader, path: string, target: string): Promise<void> {
  const part = `${target}.part`;
  mkdirSync(dirname(target), { recursive: true, mode: DIR_MODE });
  try {
    await pipeline(Readable.from(source.bytes(path), { objectMode: false }), createWriteStream(part, { mode: FILE_MODE, flush: true }));
    renameSync(part, target);
    syncFolder(dirname(target));
  } catch (error) {
    discard(part);
    throw error;
  }
}

async function putDatabase(source: BackupReader, file: string, dir: string): Promise<void> {
  const checked = join(dir, "restored.db");
  try {
    await put(source, "workspace.db", checked);
    refuseForeign(dir, checked);
    const db = readConnection(dir, checked);
    const found = db.sql.pragma("integrity_check(1)", { simple: true });
    db.close();
    if (found !== "ok")
      throw new StoreError("corrupt", `The database in the backup ${file} is damaged (${String(found)}). Use another backup.`);
    renameSync(checked, databaseFile(dir));
    syncFolder(dir);
  } catch (error) {
    discard(checked);
    throw error;
  } finally {
    for (const suffix of ["-wal", "-shm"]) discard(`${checked}${suffix}`);
  }
}
