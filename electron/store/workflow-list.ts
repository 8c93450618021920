import { z } from "zod";
import { WorkflowRow } from "#shared/contract/workflows.ts";
import { RunId, WorkflowId } from "#shared/model/ids.ts";
import { RunStatus } from "#shared/model/run.ts";
import type { ReadDb } from "./connection.ts";

const DAY = 86_400_000;

const Row = z.object({
  id: WorkflowId,
  name: z.string(),
  live_version: z.number().nullable(),
  last_version: z.number().nullable(),
  changed: z.number(),
  triggers: z.string(),
  updated_at: z.number(),
  problems: z.number(),
  deleted_at: z.number().nullable(),
  next: z.number().nullable(),
  succeeded: z.number(),
  failed: z.number(),
  last_run: z.number().nullable(),
  last_status: RunStatus.nullable(),
  last_at: z.number().nullable(),
});

/** `changed` compares documents, so a draft that was changed back counts as unchanged. */
const LIST = `
  SELECT w.id, w.name, w.live_version, w.triggers, (SELECT max(version) FROM versions WHERE versions.workflow = w.id) AS last_version, w.updated_at, w.problems, w.deleted_at,
    coalesce(v.hash <> w.draft_hash, 0) AS changed,
    (SELECT min(next_at) FROM schedules s WHERE s.workflow = w.id) AS next,
    coalesce(d.succeeded, 0) AS succeeded, coalesce(d.failed, 0) AS failed,
    r.id AS last_run, r.status AS last_status, r.started_at AS last_at
  FROM workflows w
  LEFT JOIN versions v ON v.workflow = w.id AND v.version = w.live_version
  LEFT JOIN (SELECT workflow, sum(succeeded) AS succeeded, sum(failed) AS failed FROM run_days WHERE day >= ? GROUP BY workflow) d
    ON d.workflow = w.id
  LEFT JOIN runs r ON r.id = (SELECT max(id) FROM runs WHERE runs.workflow = w.id)`;

function rowOut(row: unknown): WorkflowRow {
  const r = Row.parse(row);
  return {
    id: r.id,
    name: r.name,
    active: r.live_version !== null,
    liveVersion: r.live_version,
    lastVersion: r.last_version,
    changed: r.changed === 1,
    triggers: WorkflowRow.shape.triggers.parse(JSON.parse(r.triggers)),
    startsBy: null,
    updatedAt: r.updated_at,
    lastRun:
      r.last_run === null || r.last_status === null || r.last_at === null
        ? null
        : { runId: RunId.parse(String(r.last_run)), status: r.last_status, at: r.last_at },
    nextRun: r.next,
    runs: { succeeded: r.succeeded, failed: r.failed },
    problems: r.problems,
  };
}

/** All workflows outside the bin, by name. `now` is the end of the 30 days whose live runs are counted, by UTC day. */
export function listWorkflows(db: ReadDb, now: number): WorkflowRow[] {
  return db
    .prepare(`${LIST} WHERE w.deleted_at IS NULL ORDER BY w.name COLLATE NOCASE, w.id`)
    .all(Math.floor(now / DAY) - 29)
    .map(rowOut);
}
