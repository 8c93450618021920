import type { JournalRecord, TableStep } from "../engine/ports.ts";

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
  /** Several small records of one run that came one after the other, in one row: see `pack`. */
  pack: 17,
} as const;

/** Those that may share a row. Nothing else in the database follows from them but from `end`: see `Batch.end`. */
const PACKABLE: ReadonlySet<number> = new Set([
  KIND.started,
  KIND.item,
  KIND.step,
  KIND.waiting,
  KIND.settled,
  KIND.event,
  KIND.log,
  KIND.answered,
  KIND.end,
]);
/** Small enough that reading one record out of a pack costs nothing, and that its payload stays a plain text. */
const PACK_RECORDS = 64;
const PACK_CHARS = 3_500;

export type RunRecord = Extract<JournalRecord, { kind: "run" }>;

/** What can't be a plain record because it has an answer. It takes its place in the one order. */
export type LogRequest =
  | { kind: "accept"; record: RunRecord; key: string }
  | { kind: "tables"; step: TableStep }
  | { kind: "command"; name: string; args: unknown };

/**
 * Records as columns, one place in each for an entry: the cheapest thing to copy to another thread that was measured
 * (1.6 us a record; objects 2.2 and twice the processor time). `head` is a JSON array of the kind's small fields, empty
 * where it has none.
 */
export interface Batch {
  /** Sequence number of the first record. */
  first: number;
  /** Records and requests in all entries. */
  records: number;
  /** Records in each entry. */
  count: number[];
  kind: number[];
  run: number[];
  /** -1 where there is none. */
  step: number[];
  at: number[];
  head: string[];
  payload: (string | null)[];
  /** `[at, status, error]` where one of the entry's records ends its run. */
  end: (string | null)[];
  requests: { id: number; request: LogRequest }[];
}

export const newBatch = (first: number): Batch => ({
  first,
  records: 0,
  count: [],
  kind: [],
  run: [],
  step: [],
  at: [],
  head: [],
  payload: [],
  end: [],
  requests: [],
});

export function put(b: Batch, kind: number, run: number, step: number, at: number, head: string, payload: string | null): void {
  b.records++;
  if (PACKABLE.has(kind) && pack(b, kind, run, step, at, head, payload)) return;
  b.count.push(1);
  b.kind.push(kind);
  b.run.push(run);
  b.step.push(step);
  b.at.push(Math.round(at));
  b.head.push(head);
  b.payload.push(payload);
  b.end.push(null);
}

/** The record put last ends its run. */
export function putEnd(b: Batch, end: string): void {
  b.end[b.end.length - 1] = end;
}

export function putRequest(b: Batch, id: number, request: LogRequest): void {
  put(b, KIND.request, b.requests.length, -1, 0, "", null);
  b.requests.push({ id, request });
}

/** One record inside a pack: its columns, and how much of the common payload is its own (-1: it has none). */
const inPack = (kind: number, step: number, at: number, head: string, payload: string | null): string =>
  `[${kind},${step},${Math.round(at)},${head === "" ? "null" : head},${payload === null ? -1 : payload.length}]`;

/**
 * Adds a record to the entry before it, where that is of the same run and both are small. Rows cost more than what stands
 * in them: a run of six steps takes 4 rows instead of 10. The pack's head is its records as a JSON array without brackets.
 */
function pack(b: Batch, kind: number, run: number, step: number, at: number, head: string, payload: string | null): boolean {
  const i = b.kind.length - 1;
  const before = b.kind[i] ?? 0;
  if (b.run[i] !== run || !(before === KIND.pack || PACKABLE.has(before))) return false;
  const count = b.count[i] ?? 0;
  const text = b.payload[i] ?? null;
  const packed = b.head[i] ?? "";
  if (count >= PACK_RECORDS || (text?.length ?? 0) + (payload?.length ?? 0) + packed.length > PACK_CHARS) return false;
  b.head[i] =
    `${before === KIND.pack ? packed : inPack(before, b.step[i] ?? -1, b.at[i] ?? 0, packed, text)},${inPack(kind, step, at, head, payload)}`;
  b.payload[i] = text === null ? payload : text + (payload ?? "");
  b.kind[i] = KIND.pack;
  // A pack is found by its lowest step.
  const lowest = b.step[i] ?? -1;
  b.step[i] = lowest < 0 || (step >= 0 && step < lowest) ? step : lowest;
  b.count[i] = count + 1;
  return true;
}
