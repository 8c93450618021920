import type { RunStatus } from "#shared/model/run.ts";

export const STATES = ["needsYou", "running", "waiting", "failed", "succeeded", "cancelled"] as const;
export const TIMES = ["hour", "day", "week", "month"] as const;

/** As it stands in the address: `#/runs?state=failed&workflow=…`. */
export interface RunFilters {
  workflow: string;
  state: (typeof STATES)[number] | "any";
  time: (typeof TIMES)[number] | "any";
  mode: "live" | "test" | "any";
}

export function readFilters(query: Readonly<Record<string, string>> = {}): RunFilters {
  return {
    workflow: query.workflow ?? "",
    state: STATES.find((one) => one === query.state) ?? "any",
    time: TIMES.find((one) => one === query.time) ?? "any",
    mode: query.mode === "live" || query.mode === "test" ? query.mode : "any",
  };
}

export const writeFilters = (filters: RunFilters): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== "any" && value !== ""));

const HOUR = 3_600_000;
const SPANS: Readonly<Record<(typeof TIMES)[number], number>> = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, month: 30 * 24 * HOUR };

const STATUSES: Readonly<Record<(typeof STATES)[number], readonly RunStatus[]>> = {
  needsYou: [],
  running: ["running", "queued"],
  waiting: ["waiting"],
  failed: ["failed"],
  succeeded: ["succeeded"],
  cancelled: ["cancelled"],
};

export interface RunQuery {
  workflowId?: string;
  status?: RunStatus[];
  needsYou?: boolean;
  mode?: "live" | "test";
  from?: number;
}

/** What the engine is asked. The start of a span is whole minutes, so that the same question stays the same. */
export function toQuery({ workflow, state, time, mode }: RunFilters, now: number): RunQuery {
  const query: RunQuery = {};
  if (workflow !== "") query.workflowId = workflow;
  if (state === "needsYou") query.needsYou = true;
  else if (state !== "any") query.status = [...STATUSES[state]];
  if (mode !== "any") query.mode = mode;
  if (time !== "any") query.from = Math.floor((now - SPANS[time]) / 60_000) * 60_000;
  return query;
}
