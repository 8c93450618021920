import { closeSync, openSync, readdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { createBackupFile } from "./backup-file.ts";
import { HASH } from "./blob-files.ts";
import { codeOf, storeError } from "./errors.ts";
import { discard, syncFile, syncFolder } from "./files.ts";
import { openForReading } from "./open.ts";
import { blobsDir, FILE_MODE, keyFile } from "./paths.ts";

/** Pages copied between two turns of the event loop. */
const PAGES = 500;

/**
 * Writes the workspace as it is now into one file while it works on: database, files and key slots. Whoever has the backup
 * and may open one of the slots can read the secrets in it; with a key file slot that is everybody who has it, so it is
 * readable by the user alone. Throws StoreError; an earlier backup of that name stays until the new one is whole.
 */
export async function backup(dir: string, file: string, now: number): Promise<{ files: number }> {
  const part = `${file}.part`;
  const copy = `${file}.db.part`;
  try {
    for (const path of [part, copy]) {
      discard(path);
      closeSync(openSync(path, "wx", FILE_MODE));
    }
    await copyDatabase(dir, copy);
    const target = createBackupFile(part, now);
    let files = 0;
    try {
      await target.add("workspace.db", copy);
      await target.add("key.json", keyFile(dir));
      // A file that goes meanwhile has outlived its runs.
      for (const path of blobPaths(dir)) if (await target.add(path, join(dir, path))) files++;
    } finally {
      target.close();
    }
    syncFile(part);
    renameSync(part, file);
    syncFolder(dirname(file));
    return { files };
  } catch (error) {
    discard(part);
    throw storeError(error, file);
  } finally {
    discard(copy);
  }
}

/** One moment of the database, held by a read transaction, so that commits meanwhile don't make the copy begin anew. */
async function copyDatabase(dir: string, target: string): Promise<void> {
  const db = openForReading(dir);
  try {
    db.sql.exec("BEGIN");
    db.sql.prepare("SELECT count(*) FROM sqlite_schema").get();
    await db.sql.backup(target, { progress: () => PAGES });
  } finally {
    db.close();
  }
}

function blobPaths(dir: string): string[] {
  const root = blobsDir(dir);
  const names = (folder: string) => {
    try {
      return readdirSync(folder);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    }
  };
  return names(root)
    .filter((folder) => /^[0-9a-f]{2}$/.test(folder))
    .flatMap((folder) => names(join(root, folder)).map((name) => `blobs/${folder}/${name}`))
    .filter((path) => HASH.test(path.slice(-64)));
}
