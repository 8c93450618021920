import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { HASH } from "./blob-files.ts";
import type { ReadDb, WriteDb } from "./connection.ts";
import { codeOf, storeError } from "./errors.ts";
import { blobsDir } from "./paths.ts";

/** A file younger than this may belong to a record that is still to be written. */
const YOUNG = 86_400_000;
const ROWS = 2_000;
const MARK = '"blob":"';
const BLOB = /"blob":"([0-9a-f]{64})"/g;

/** Files that are named outside of runs: in drafts, versions, static data and tables. Works in slices of rows. */
export async function namedBlobs(db: ReadDb): Promise<Set<string>> {
  const found = new Set<string>();
  const add = (text: string) => {
    for (const [, hash] of text.matchAll(BLOB)) if (hash) found.add(hash);
  };
  for (const [table, column] of [
    ["workflows", "draft"],
    ["versions", "document"],
    ["static_data", "data"],
  ] as const) {
    const rows = db.prepare<{ text: string }>(`SELECT ${column} AS text FROM ${table} WHERE instr(${column}, ?) > 0`);
    for (const row of rows.all(MARK)) add(row.text);
    await nextTurn();
  }
  for (const { id } of db.prepare<{ id: number }>("SELECT id FROM data_tables").all()) {
    const last = db.prepare<{ id: number | null }>(`SELECT max(id) AS id FROM data_${id}`).get()?.id ?? 0;
    const rows = db.prepare<{ text: string }>(`SELECT data AS text FROM data_${id} WHERE id > ? AND id <= ? AND instr(data, ?) > 0`);
    for (let from = 0; from < last; from += ROWS) {
      for (const row of rows.all(from, from + ROWS, MARK)) add(row.text);
      await nextTurn();
    }
  }
  return found;
}

/** Removes files of one of the 256 folders that nothing has named for a day. `keep`: named outside of runs. */
export function sweepBlobs(db: WriteDb, args: { folder: number; now: number; keep: readonly string[] }): number {
  const prefix = args.folder.toString(16).padStart(2, "0");
  const folder = join(blobsDir(db.dir), prefix);
  const names = listed(folder).filter((name) => HASH.test(name));
  if (names.length === 0) return 0;
  const used = new Set(args.keep);
  const rows = db.prepare<{ hash: string }>("SELECT DISTINCT hash FROM blob_refs WHERE hash >= ? AND hash < ?").all(prefix, `${prefix}g`);
  for (const { hash } of rows) used.add(hash);
  let removed = 0;
  for (const name of names) if (!used.has(name) && removeOld(join(folder, name), args.now)) removed++;
  return removed;
}

/** Removes what was left by writers that were killed half-way. */
export function sweepParts(db: WriteDb, args: { now: number }): number {
  const names = listed(blobsDir(db.dir)).filter((name) => name.endsWith(".part"));
  return names.filter((name) => removeOld(join(blobsDir(db.dir), name), args.now)).length;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw storeError(error, folder);
  }
}

/** Moved aside first: whoever stores the same bytes meanwhile either made it young, which shows now, or writes it anew. */
function removeOld(file: string, now: number): boolean {
  const isOld = (path: string) => statSync(path).mtimeMs < now - YOUNG;
  try {
    if (!isOld(file)) return false;
    const aside = `${file}.old`;
    renameSync(file, aside);
    if (!isOld(aside)) {
      renameSync(aside, file);
      return false;
    }
    rmSync(aside);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw storeError(error, file);
  }
}
