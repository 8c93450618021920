import type { WorkflowRow } from "#shared/contract/workflows.ts";
import type { WorkflowId } from "#shared/model/ids.ts";
import { hashJson } from "./canonical.ts";
import type { ReadDb, WriteDb } from "./connection.ts";
import { noWorkflow } from "./workflows.ts";

/** Updates after which a draft's state is to be written whole. */
const COMPACT_AFTER = 200;

/** What lists show of a draft, worked out by whoever holds its document. */
export interface DraftFace {
  name: string;
  /** Plain JSON of the whole draft. */
  document: string;
  triggers: WorkflowRow["triggers"];
  /** How many problems it has. */
  problems: number;
  at: number;
}

/** A new workflow. `state`: the draft's document to start from. */
export function createWorkflow(db: WriteDb, args: DraftFace & { id: WorkflowId; state: Uint8Array }): void {
  db.prepare(
    `INSERT INTO workflows (id, name, draft, draft_hash, triggers, problems, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(args.id, args.name, args.document, hashJson(args.document), JSON.stringify(args.triggers), args.problems, args.at, args.at);
  compactDraft(db, args);
}

/**
 * Adds an accepted update to the draft and what it looks like now. When the answer is `compact`, the holder of the document
 * sends its whole state next (`drafts.compact`), so that opening it stays quick.
 */
export function saveDraft(db: WriteDb, args: DraftFace & { id: WorkflowId; update: Uint8Array; from: string }): { compact: boolean } {
  const { changes } = db
    .prepare("UPDATE workflows SET name = ?, draft = ?, draft_hash = ?, triggers = ?, problems = ?, updated_at = ? WHERE id = ?")
    .run(args.name, args.document, hashJson(args.document), JSON.stringify(args.triggers), args.problems, args.at, args.id);
  if (changes === 0) throw noWorkflow(args.id);
  db.prepare("INSERT INTO draft_updates (workflow, bytes, at, source) VALUES (?, ?, ?, ?)").run(args.id, args.update, args.at, args.from);
  const pending = db.prepare<{ n: number }>("SELECT count(*) AS n FROM draft_updates WHERE workflow = ?").get(args.id)?.n ?? 0;
  return { compact: pending >= COMPACT_AFTER };
}

/** Replaces all updates sent so far by the state that they come to. */
export function compactDraft(db: WriteDb, args: { id: WorkflowId; state: Uint8Array; at: number }): void {
  db.prepare("INSERT OR REPLACE INTO draft_snapshots (workflow, state, at) VALUES (?, ?, ?)").run(args.id, args.state, args.at);
  db.prepare("DELETE FROM draft_updates WHERE workflow = ?").run(args.id);
}

/** The draft's document: apply all in order. Undefined where there is no such workflow. */
export function draftUpdates(db: ReadDb, id: WorkflowId): Uint8Array[] | undefined {
  const snapshot = db.prepare<{ state: Uint8Array }>("SELECT state FROM draft_snapshots WHERE workflow = ?").get(id);
  if (!snapshot) return undefined;
  const updates = db.prepare<{ bytes: Uint8Array }>("SELECT bytes FROM draft_updates WHERE workflow = ? ORDER BY id").all(id);
  return [snapshot.state, ...updates.map((row) => row.bytes)];
}
