import { blobFile, HASH, touchBlob } from "./blob-files.ts";
import type { WriteDb } from "./connection.ts";
import { KEY_LIFE } from "./event-keys.ts";

const DAY = 86_400_000;
/** Days that a removed workflow stays in the bin. */
const BIN_DAYS = 30;
/** Ended runs removed, and runs looked at, in one go: the log waits meanwhile. */
const REMOVED = 25;
const LOOKED_AT = 1_000;
const KEYS = 2_000;
/** Pages (8 MB) that are worth giving back, and that go in one slice. */
const PAGES = 1_000;

interface Candidate {
  id: number;
  started_at: number;
  /** Null also while the run that called for it may still ask what it came to. */
  ended_at: number | null;
  retention: number | null;
  deleted_at: number | null;
}

/**
 * Removes the ended runs that are older than their workflow keeps them, or than `days`; all of workflows that have been in
 * the bin for 30 days. One slice: call again with `next` until it is null.
 */
export function purgeRuns(db: WriteDb, args: { now: number; days: number; after: number }): { next: number | null; removed: number } {
  const runs = db
    .prepare<Candidate>(
      `SELECT r.id, r.started_at, CASE WHEN c.id IS NULL THEN r.ended_at END AS ended_at, w.retention, w.deleted_at FROM runs r
       LEFT JOIN workflows w ON w.id = r.workflow LEFT JOIN runs c ON c.id = r.called_by AND c.ended_at IS NULL
       WHERE r.id > ? ORDER BY r.id LIMIT ?`,
    )
    .all(args.after, LOOKED_AT);
  // No limit is shorter than a day and ids follow time: past this point everything is too young.
  const young = args.now - DAY;
  let last = args.after;
  let removed = 0;
  for (const run of runs) {
    if (removed >= REMOVED) return { next: last, removed };
    if (run.started_at > young) return { next: null, removed };
    last = run.id;
    const gone = run.deleted_at !== null && run.deleted_at <= args.now - BIN_DAYS * DAY;
    const limit = gone ? args.now : args.now - (run.retention ?? args.days) * DAY;
    if (run.ended_at === null || run.ended_at > limit) continue;
    removeRun(db, run.id);
    removed++;
  }
  return { next: runs.length < LOOKED_AT ? null : last, removed };
}

export function removeRun(db: WriteDb, run: number): void {
  // Its files stay a day longer than their last run, so that data just taken over into a draft keeps them.
  for (const { hash } of db.prepare<{ hash: string }>("SELECT hash FROM blob_refs WHERE run = ?").all(run)) {
    if (HASH.test(hash)) touchBlob(blobFile(db.dir, hash));
  }
  const document = db.prepare<{ document: string | null }>("SELECT document FROM runs WHERE id = ?").get(run)?.document ?? null;
  for (const table of ["journal", "pages", "blob_refs"]) db.prepare(`DELETE FROM ${table} WHERE run = ?`).run(run);
  db.prepare("DELETE FROM runs WHERE id = ?").run(run);
  // Numbers of runs are never used again.
  db.prepare("INSERT INTO sequences (name, value) VALUES ('run', ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)").run(run);
  if (document !== null) {
    db.prepare("DELETE FROM documents WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM runs WHERE document = documents.hash)").run(document);
  }
}

/** Removes keys of events that are older than 30 days, and workflows whose time in the bin is over and whose runs are gone. */
export function purgeRest(db: WriteDb, args: { now: number }): { more: boolean; workflows: number } {
  const keys = db
    .prepare(
      `DELETE FROM event_keys WHERE (workflow, trigger, key) IN (SELECT workflow, trigger, key FROM event_keys WHERE at <= ? LIMIT ?)`,
    )
    .run(args.now - KEY_LIFE, KEYS).changes;
  const gone = db
    .prepare<{ id: string }>(
      "SELECT id FROM workflows w WHERE deleted_at <= ? AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.workflow = w.id) LIMIT 20",
    )
    .all(args.now - BIN_DAYS * DAY);
  for (const { id } of gone) dropWorkflow(db, id);
  return { more: keys === KEYS || gone.length === 20, workflows: gone.length };
}

/** A workflow with its draft and versions, once its runs are gone. */
export function dropWorkflow(db: WriteDb, id: string): void {
  for (const table of ["static_data", "schedules", "run_days"]) db.prepare(`DELETE FROM ${table} WHERE workflow = ?`).run(id);
  db.prepare("DELETE FROM workflows WHERE id = ?").run(id);
}

/** Gives pages back to the disk once a quarter of the file is empty. True: there is more to give back. */
export function reclaimSpace(db: WriteDb): boolean {
  const free = Number(db.sql.pragma("freelist_count", { simple: true }));
  const pages = Number(db.sql.pragma("page_count", { simple: true }));
  if (free < PAGES || free * 4 < pages) return false;
  db.sql.pragma(`incremental_vacuum(${PAGES})`);
  return true;
}
