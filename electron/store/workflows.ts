import type { WorkflowId } from "#shared/model/ids.ts";
import { hashJson } from "./canonical.ts";
import type { ReadDb, WriteDb } from "./connection.ts";
import { StoreError } from "./errors.ts";

export const noWorkflow = (id: WorkflowId): StoreError => new StoreError("missing", `There is no workflow ${id}.`);

function touchWorkflow(db: WriteDb, id: WorkflowId, change: string, ...values: (string | number | null)[]): void {
  if (db.prepare(`UPDATE workflows SET ${change} WHERE id = ?`).run(...values, id).changes === 0) throw noWorkflow(id);
}

/** Into the bin, where it stays for 30 days. It no longer answers to its triggers, also when it is taken out again. */
export function removeWorkflow(db: WriteDb, args: { id: WorkflowId; at: number }): void {
  touchWorkflow(db, args.id, "deleted_at = coalesce(deleted_at, ?), live_version = NULL", args.at);
  db.prepare("DELETE FROM schedules WHERE workflow = ?").run(args.id);
}

export function restoreWorkflow(db: WriteDb, args: { id: WorkflowId }): void {
  touchWorkflow(db, args.id, "deleted_at = NULL");
}

/** Makes this document the next version and the live one. A version never changes afterwards. */
export function publishWorkflow(db: WriteDb, args: { id: WorkflowId; document: string; at: number; by: string; note: string }): number {
  const { version } = db
    .prepare<{ version: number }>("SELECT coalesce(max(version), 0) + 1 AS version FROM versions WHERE workflow = ?")
    .get(args.id) ?? { version: 1 };
  touchWorkflow(db, args.id, "live_version = ?, retention = ? ->> '$.settings.retention', deleted_at = NULL", version, args.document);
  db.prepare("INSERT INTO versions (workflow, version, at, author, note, document, hash) VALUES (?, ?, ?, ?, ?, ?, ?)").run(
    args.id,
    version,
    args.at,
    args.by,
    args.note,
    args.document,
    hashJson(args.document),
  );
  return version;
}

export function unpublishWorkflow(db: WriteDb, args: { id: WorkflowId }): void {
  touchWorkflow(db, args.id, "live_version = NULL");
  db.prepare("DELETE FROM schedules WHERE workflow = ?").run(args.id);
}

export interface StoredWorkflow {
  id: WorkflowId;
  name: string;
  /** The draft as plain JSON text. */
  draft: string;
  liveVersion: number | null;
  createdAt: number;
  updatedAt: number;
  /** When it went into the bin. */
  deletedAt: number | null;
}

export function loadWorkflow(db: ReadDb, id: WorkflowId): StoredWorkflow | undefined {
  return db
    .prepare<StoredWorkflow>(
      `SELECT id, name, draft, live_version AS liveVersion, created_at AS createdAt, updated_at AS updatedAt, deleted_at AS deletedAt
       FROM workflows WHERE id = ?`,
    )
    .get(id);
}

/** Every published workflow with the document that is live, as JSON text. */
export function liveWorkflows(db: ReadDb): { id: WorkflowId; version: number; document: string }[] {
  return db
    .prepare<{ id: WorkflowId; version: number; document: string }>(
      `SELECT w.id, v.version, v.document FROM workflows w JOIN versions v ON v.workflow = w.id AND v.version = w.live_version
       ORDER BY w.id`,
    )
    .all();
}

/** Live workflows whose document holds this text: those that may depend on a workflow of that id. */
export function liveMentioning(db: ReadDb, text: string): { id: WorkflowId; name: string; document: string }[] {
  return db
    .prepare<{ id: WorkflowId; name: string; document: string }>(
      `SELECT w.id, w.name, v.document FROM workflows w JOIN versions v ON v.workflow = w.id AND v.version = w.live_version
       WHERE instr(v.document, ?) > 0 ORDER BY w.name COLLATE NOCASE, w.id`,
    )
    .all(text);
}

/** One workflow with the document that is live; without one where it is switched off or was never published. */
export function publishedWorkflow(
  db: ReadDb,
  id: string,
): ({ name: string } & ({ version: number; document: string } | { version: null })) | undefined {
  const row = db
    .prepare<{ name: string; version: number | null; document: string | null }>(
      `SELECT w.name, v.version, v.document FROM workflows w LEFT JOIN versions v ON v.workflow = w.id AND v.version = w.live_version
       WHERE w.id = ? AND w.deleted_at IS NULL`,
    )
    .get(id);
  if (!row) return undefined;
  const { name, version, document } = row;
  return version === null || document === null ? { name, version: null } : { name, version, document };
}

/** Newest first. */
export function listVersions(db: ReadDb, id: WorkflowId): { version: number; at: number; by: string; note: string }[] {
  return db
    .prepare<{ version: number; at: number; by: string; note: string }>(
      "SELECT version, at, author AS by, note FROM versions WHERE workflow = ? ORDER BY version DESC",
    )
    .all(id);
}

/** JSON text of a version. */
export function versionDocument(db: ReadDb, id: WorkflowId, version: number): string | undefined {
  return db.prepare<{ document: string }>("SELECT document FROM versions WHERE workflow = ? AND version = ?").get(id, version)?.document;
}
