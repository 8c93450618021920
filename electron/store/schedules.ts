import type { WorkflowId } from "#shared/model/ids.ts";
import type { ReadDb, WriteDb } from "./connection.ts";

export interface ScheduleState {
  workflow: WorkflowId;
  /** Node id. */
  trigger: string;
  /** When it last started a run, or was switched on. */
  lastAt: number | null;
  nextAt: number | null;
}

export function loadSchedules(db: ReadDb): ScheduleState[] {
  return db.prepare<ScheduleState>("SELECT workflow, trigger, last_at AS lastAt, next_at AS nextAt FROM schedules").all();
}

export function saveSchedule(db: WriteDb, s: ScheduleState): void {
  db.prepare("INSERT OR REPLACE INTO schedules (workflow, trigger, last_at, next_at) VALUES (?, ?, ?, ?)").run(
    s.workflow,
    s.trigger,
    s.lastAt,
    s.nextAt,
  );
}

/** Forgets the triggers that the workflow no longer has. */
export function keepSchedules(db: WriteDb, args: { workflow: WorkflowId; triggers: readonly string[] }): void {
  db.prepare("DELETE FROM schedules WHERE workflow = ? AND trigger NOT IN (SELECT value FROM json_each(?))").run(
    args.workflow,
    JSON.stringify(args.triggers),
  );
}
