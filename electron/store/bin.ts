import type { BinRow } from "#shared/contract/workflows.ts";
import { WorkflowId } from "#shared/model/ids.ts";
import type { ReadDb, WriteDb } from "./connection.ts";
import { StoreError } from "./errors.ts";
import { dropWorkflow, removeRun } from "./retention.ts";
import { noWorkflow } from "./workflows.ts";

/** As long as retention keeps what was removed. */
const BIN_MS = 30 * 86_400_000;

interface Row {
  id: string;
  name: string;
  deleted_at: number;
}

/** Removed workflows that can still be taken out, the newest first. */
export const listBin = (db: ReadDb, now: number): BinRow[] =>
  db
    .prepare<Row>("SELECT id, name, deleted_at FROM workflows WHERE deleted_at > ? ORDER BY deleted_at DESC, id")
    .all(now - BIN_MS)
    .map(({ id, name, deleted_at }) => ({ id: WorkflowId.parse(id), name, deletedAt: deleted_at, goneAt: deleted_at + BIN_MS }));

/**
 * Ends a removed workflow's time in the bin: nothing shows it any more, and `clearWorkflow` takes it with its runs.
 * Throws StoreError (conflict) while a run of it has not ended, or where it is not in the bin.
 */
export function eraseWorkflow(db: WriteDb, args: { id: WorkflowId }): void {
  const row = db.prepare<{ deleted_at: number | null }>("SELECT deleted_at FROM workflows WHERE id = ?").get(args.id);
  if (!row) throw noWorkflow(args.id);
  if (row.deleted_at === null) throw new StoreError("conflict", "Only what is in the bin can be deleted for good. Remove it first.");
  const open = db.prepare<{ n: number }>("SELECT count(*) AS n FROM runs WHERE workflow = ? AND ended_at IS NULL").get(args.id)?.n ?? 0;
  if (open > 0)
    throw new StoreError("conflict", `${open === 1 ? "One of its runs has" : `${open} of its runs have`} not ended. Cancel first.`);
  db.prepare("UPDATE workflows SET deleted_at = 0 WHERE id = ?").run(args.id);
}

/** Runs removed in one go: the log waits meanwhile. */
const SLICE = 25;

/** Clears an erased workflow away, one slice of its runs at a time, itself last. Call again while there is more. */
export function clearWorkflow(db: WriteDb, args: { id: WorkflowId }): { more: boolean } {
  const row = db.prepare<{ deleted_at: number | null }>("SELECT deleted_at FROM workflows WHERE id = ?").get(args.id);
  if (row?.deleted_at !== 0) return { more: false };
  const runs = db.prepare<{ id: number }>("SELECT id FROM runs WHERE workflow = ? ORDER BY id LIMIT ?").all(args.id, SLICE);
  for (const { id } of runs) removeRun(db, id);
  if (runs.length === SLICE) return { more: true };
  dropWorkflow(db, args.id);
  return { more: false };
}

/** The newest version, where there is one. */
export const lastVersion = (db: ReadDb, id: WorkflowId): { version: number; document: string } | undefined =>
  db
    .prepare<{ version: number; document: string }>(
      "SELECT version, document FROM versions WHERE workflow = ? ORDER BY version DESC LIMIT 1",
    )
    .get(id);

/** Makes an earlier version the live one again. */
export function turnOnWorkflow(db: WriteDb, args: { id: WorkflowId; version: number }): void {
  const { changes } = db
    .prepare(
      `UPDATE workflows SET live_version = v.version, retention = v.document ->> '$.settings.retention' FROM versions v
       WHERE workflows.id = ? AND workflows.deleted_at IS NULL AND v.workflow = workflows.id AND v.version = ?`,
    )
    .run(args.id, args.version);
  if (changes === 0) throw new StoreError("conflict", "There is no such version any more, or the workflow is in the bin.");
}
