import { assertNever } from "#shared/lib/assert-never.ts";
import type { JournalRecord, OutputText, TableStep } from "../engine/ports.ts";

type Step = Extract<JournalRecord, { kind: "step" }>;
export type RunRecord = Extract<JournalRecord, { kind: "run" }>;

/** The journal's `kind` column. Numbers are in the files of users: never reused. */
export const KIND = {
  run: 1,
  running: 2,
  started: 3,
  item: 4,
  step: 5,
  waiting: 6,
  settled: 7,
  event: 8,
  log: 9,
  answered: 10,
  waits: 11,
  cancel: 12,
  end: 13,
  tables: 14,
  /** Only in a batch: pages have their own table. */
  page: 15,
  /** Only in a batch: `run` is the index into `requests`. */
  request: 16,
} as const;

/** What can't be a plain record because it has an answer. It takes its place in the one order. */
export type LogRequest =
  | { kind: "accept"; record: RunRecord; key: string }
  | { kind: "tables"; step: TableStep }
  | { kind: "command"; name: string; args: unknown };

/**
 * Records as columns: the cheapest thing to copy to another thread that was measured (1.6 us a record, objects 2.2 and
 * twice the processor time). `head` is a JSON array of the kind's small fields, empty where it has none.
 */
export interface Batch {
  /** Sequence number of the first entry. */
  first: number;
  kind: number[];
  run: number[];
  /** -1 where there is none. */
  step: number[];
  at: number[];
  head: string[];
  payload: (string | null)[];
  requests: { id: number; request: LogRequest }[];
}
export const newBatch = (first: number): Batch => ({ first, kind: [], run: [], step: [], at: [], head: [], payload: [], requests: [] });

function put(b: Batch, kind: number, run: number, step: number, at: number, head: string, payload: string | null): number {
  b.kind.push(kind);
  b.run.push(run);
  b.step.push(step);
  b.at.push(Math.round(at));
  b.head.push(head);
  return b.payload.push(payload);
}

/** Appends a request. Returns how many entries the batch has now. */
export function putRequest(b: Batch, id: number, request: LogRequest): number {
  b.requests.push({ id, request });
  return put(b, KIND.request, b.requests.length - 1, -1, 0, "", null);
}

const json = JSON.stringify;

/** An inline output is its length in the payload, a paged one its items and pages. */
const outputHead = (o: OutputText) => (o.kind === "inline" ? o.text.length : [o.count, o.pages]);
const inputHead = (i: Step["inputs"][number]) => (i ? [i.step, i.port] : null);

/** Texts of the inline outputs one after the other, then the state. */
function stepPayload(r: Step): string | null {
  let text = "";
  for (const o of r.outputs) if (o.kind === "inline") text += o.text;
  if (r.state !== undefined) text += r.state;
  return text === "" ? null : text;
}

export const runHead = (r: RunRecord): string =>
  json([
    r.workflow,
    r.version,
    r.mode,
    r.trigger,
    r.rerunOf ?? null,
    r.rerunFrom ?? null,
    r.replay ?? null,
    r.options ?? null,
    r.document ?? null,
  ]);

export const tablesHead = (r: TableStep["record"]): string =>
  json([r.node, r.runIndex, r.status, r.attempt, r.ms, r.inputs.map(inputHead), r.state ?? null, r.failure ?? null]);

/** Appends one record (`record-decode.ts` is the way back). Returns how many entries the batch has now. */
export function putRecord(b: Batch, r: JournalRecord): number {
  const run = Number(r.run);
  switch (r.kind) {
    case "run":
      return put(b, KIND.run, run, -1, r.at, runHead(r), r.payload);
    case "running":
      return put(b, KIND.running, run, -1, r.at, "", null);
    case "started":
      return put(b, KIND.started, run, r.step, r.at, json([r.node, r.attempt, r.item]), null);
    case "item":
      return put(b, KIND.item, run, r.step, r.at, json([r.item, r.status]), r.payload);
    case "page":
      return put(b, KIND.page, run, r.step, 0, json([r.port, r.page, r.count]), r.payload);
    case "step": {
      const head = [
        r.node,
        r.runIndex,
        r.status,
        r.attempt,
        r.ms,
        r.outputs.map(outputHead),
        r.inputs.map(inputHead),
        r.state === undefined ? null : r.state.length,
        r.failure ?? null,
      ];
      return put(b, KIND.step, run, r.step, r.at, json(head), stepPayload(r));
    }
    case "waiting": {
      const head = [r.node, r.runIndex, r.attempt, r.for, r.until ?? null, r.resumeKey ?? null, r.failure ?? null, r.items ?? null];
      return put(b, KIND.waiting, run, r.step, r.at, json(head), r.payload ?? null);
    }
    case "settled":
      return put(b, KIND.settled, run, r.step, r.at, json([r.item, r.answer, r.by]), r.payload ?? null);
    case "event":
      return put(b, KIND.event, run, r.step, r.at, "", r.payload);
    case "log":
      return put(b, KIND.log, run, r.step, r.at, "", r.text);
    case "answered":
      return put(b, KIND.answered, run, -1, r.at, json([r.status]), null);
    case "waits":
      return put(b, KIND.waits, run, -1, r.at, json([r.for, r.until ?? null]), null);
    case "cancel":
      return put(b, KIND.cancel, run, -1, r.at, json([r.by]), null);
    case "end":
      return put(b, KIND.end, run, -1, r.at, json([r.status, r.error ?? null]), null);
    default:
      return assertNever(r);
  }
}
