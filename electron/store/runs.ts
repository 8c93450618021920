import { z } from "zod";
import { NodeId, RunId, WorkflowId } from "#shared/model/ids.ts";
import { isFinal, RunError, RunMode, RunStatus, type RunSummary, WaitingFor } from "#shared/model/run.ts";
import type { ReadDb, Value } from "./connection.ts";
import { calledBy, documentText, stepHistory } from "./journal-reader.ts";
import { versionDocument } from "./workflows.ts";

export interface RunFilter {
  workflowId?: WorkflowId | undefined;
  /** Only those that this run has called for. */
  calledBy?: RunId | undefined;
  status?: readonly RunStatus[] | undefined;
  /** Only those that wait for a person. */
  needsYou?: boolean | undefined;
  /** `test` is everything that is not live. */
  mode?: "live" | "test" | undefined;
  /** By start, both ends included. */
  from?: number | undefined;
  to?: number | undefined;
  /** Continues after this run. */
  before?: RunId | undefined;
  limit: number;
}

/** What only a person can end. */
const PERSON = "status = 'waiting' AND waiting_for IN ('approval', 'connection', 'decision')";

const Row = z.object({
  id: z.number(),
  workflow: WorkflowId,
  name: z.string(),
  version: z.number().nullable(),
  mode: RunMode,
  status: RunStatus,
  waiting_for: WaitingFor.nullable(),
  until: z.number().nullable(),
  started_at: z.number(),
  ended_at: z.number().nullable(),
  error: z.string().nullable(),
  trial: z.number().nullable(),
  rerun_of: z.number().nullable(),
  rerun_from: z.string().nullable(),
  called_by: z.number().nullable(),
  call: z.string().nullable(),
});
const SELECT = `SELECT r.id, r.workflow, coalesce(w.name, d.name, '') AS name, r.version, r.mode, r.status, r.waiting_for, r.until,
  r.started_at, r.ended_at, r.error, r.options ->> '$.trial' AS trial, r.rerun_of, r.rerun_from, r.called_by, r.call
  FROM runs r LEFT JOIN workflows w ON w.id = r.workflow LEFT JOIN documents d ON d.hash = r.document`;

/** Which node the step was that a run was repeated from. */
function nodeOfStep(db: ReadDb, run: RunId, step: number): NodeId | undefined {
  for (const entry of stepHistory(db, run, step)) if ("node" in entry) return NodeId.parse(entry.node);
  return undefined;
}

function summary(db: ReadDb, row: unknown): RunSummary {
  const r = Row.parse(row);
  const rerunOf = r.rerun_of === null ? undefined : RunId.parse(String(r.rerun_of));
  const caller = calledBy(r.called_by, r.call);
  const node = rerunOf === undefined || r.rerun_from === null ? undefined : nodeOfStep(db, rerunOf, Number(r.rerun_from));
  return {
    runId: RunId.parse(String(r.id)),
    workflowId: r.workflow,
    workflowName: r.name,
    version: r.version,
    mode: r.mode,
    status: r.status,
    ...(r.waiting_for !== null && { waitingFor: r.waiting_for }),
    ...(r.until !== null && { until: r.until }),
    startedAt: r.started_at,
    ...(r.ended_at !== null && { endedAt: r.ended_at }),
    ...(r.error !== null && { error: RunError.parse(JSON.parse(r.error)) }),
    ...(r.trial === 1 && { trial: true }),
    ...(caller && { calledBy: caller }),
    ...(rerunOf !== undefined && { rerunOf: { runId: rerunOf, ...(node && { node }) } }),
  };
}

/** The query for a filter; its plan is tested, because the list has to be quick among millions of runs. */
export function runQuery(filter: RunFilter): { text: string; values: Value[] } {
  const where: string[] = [];
  const values: Value[] = [];
  const add = (condition: string, ...more: Value[]) => {
    where.push(condition);
    values.push(...more);
  };
  if (filter.before !== undefined) add("r.id < ?", Number(filter.before));
  if (filter.workflowId !== undefined) add("r.workflow = ?", filter.workflowId);
  if (filter.calledBy !== undefined) add("r.called_by = ?", Number(filter.calledBy));
  if (filter.mode !== undefined) add(filter.mode === "live" ? "r.mode = 'live'" : "r.mode <> 'live'");
  if (filter.from !== undefined) add("r.started_at >= ?", filter.from);
  if (filter.to !== undefined) add("r.started_at <= ?", filter.to);
  // The literal conditions are those of the partial indexes: open and failed runs are few among many.
  if (filter.needsYou) add(`r.ended_at IS NULL AND ${PERSON}`);
  if (filter.status) {
    add("r.status IN (SELECT value FROM json_each(?))", JSON.stringify(filter.status));
    if (filter.status.every((s) => !isFinal(s))) add("r.ended_at IS NULL");
    else if (filter.status.every((s) => s === "failed" || s === "cancelled")) add("r.status IN ('failed', 'cancelled')");
  }
  const text = `${SELECT}${where.length > 0 ? ` WHERE ${where.join(" AND ")}` : ""} ORDER BY r.id DESC LIMIT ?`;
  values.push(filter.limit);
  return { text, values };
}

/** Newest first. */
export function listRuns(db: ReadDb, filter: RunFilter): RunSummary[] {
  const { text, values } = runQuery(filter);
  return db
    .prepare(text)
    .all(...values)
    .map((row) => summary(db, row));
}

export function loadRun(db: ReadDb, run: RunId): RunSummary | undefined {
  const row = db.prepare(`${SELECT} WHERE r.id = ?`).get(Number(run));
  return row === undefined ? undefined : summary(db, row);
}

/** The workflow as it was when the run started, as JSON text. Undefined where its version is gone. */
export function runDocument(db: ReadDb, run: RunId): string | undefined {
  const row = db
    .prepare<{ workflow: WorkflowId; version: number | null; document: string | null }>(
      "SELECT workflow, version, document FROM runs WHERE id = ?",
    )
    .get(Number(run));
  if (!row) return undefined;
  if (row.document !== null) return documentText(db, row.document);
  return row.version === null ? undefined : versionDocument(db, row.workflow, row.version);
}

export interface RunCounts {
  queued: number;
  running: number;
  waiting: number;
  /** Of the waiting ones, those that wait for a person. */
  needsYou: number;
}

/** Of the runs that have not ended. */
export function countOpenRuns(db: ReadDb): RunCounts {
  const row = db
    .prepare<RunCounts>(
      `SELECT count(*) FILTER (WHERE status = 'queued') AS queued, count(*) FILTER (WHERE status = 'running') AS running,
         count(*) FILTER (WHERE status = 'waiting') AS waiting, count(*) FILTER (WHERE ${PERSON}) AS needsYou
       FROM runs WHERE ended_at IS NULL`,
    )
    .get();
  return row ?? { queued: 0, running: 0, waiting: 0, needsYou: 0 };
}

/** Runs looked at, the newest first: what is older is no news. */
const NEWEST = 200;

/** Live runs that failed after this moment, at most `most`. What a run has called for is told by the run that called. */
export function countFailedSince(db: ReadDb, since: number, most: number): number {
  const row = db
    .prepare<{ n: number }>(
      `SELECT count(*) AS n FROM (
         SELECT 1 FROM (SELECT status, mode, ended_at, called_by FROM runs WHERE status IN ('failed', 'cancelled') ORDER BY id DESC LIMIT ${NEWEST})
         WHERE status = 'failed' AND mode = 'live' AND ended_at > ? AND called_by IS NULL LIMIT ?)`,
    )
    .get(since, most);
  return row?.n ?? 0;
}
