import { z } from "zod";
import { RunId, WorkflowId } from "#shared/model/ids.ts";
import { type CalledBy, RunMode, RunStatus, WaitingFor } from "#shared/model/run.ts";
import type { HistoryEntry, JournalReader, StoredRun } from "../engine/ports.ts";
import { KIND } from "./batch.ts";
import type { ReadDb } from "./connection.ts";
import { StoreError } from "./errors.ts";
import { openForReading } from "./open.ts";
import { decodeText } from "./payload.ts";
import { decodeRow, JOURNAL_COLUMNS, type JournalRow, unpackRow } from "./record-decode.ts";

const RunRow = z.object({
  id: z.number(),
  workflow: WorkflowId,
  version: z.number().nullable(),
  document: z.string().nullable(),
  mode: RunMode,
  trigger: z.string(),
  started_at: z.number(),
  status: RunStatus,
  waiting_for: WaitingFor.nullable(),
  until: z.number().nullable(),
  rerun_of: z.number().nullable(),
  rerun_from: z.string().nullable(),
  replay: z.string().nullable(),
  options: z.string().nullable(),
  called_by: z.number().nullable(),
  call: z.string().nullable(),
});
const RUN_COLUMNS =
  "id, workflow, version, document, mode, trigger, started_at, status, waiting_for, until, rerun_of, rerun_from, replay, options, called_by, call";
const runId = (id: number): RunId => RunId.parse(String(id));
const Call = z.tuple([z.number().nullable(), z.number(), z.number(), z.number()]);

/** What the columns of the same names say. */
export function calledBy(by: number | null, text: string | null): CalledBy | undefined {
  if (by === null || text === null) return undefined;
  const [step, call, attempt, depth] = Call.parse(JSON.parse(text));
  return { run: runId(by), step, call, attempt, depth };
}

interface Packed {
  encoding: number;
  payload: unknown;
}

/** The document of a run that is not of a published version. */
export function documentText(db: ReadDb, hash: string): string {
  const row = db.prepare<Packed>("SELECT encoding, payload FROM documents WHERE hash = ?").get(hash);
  if (!row) throw new StoreError("corrupt", "The workflow as it was then is missing from the database.");
  return decodeText(db.dir, row.encoding, row.payload);
}

function storedRun(db: ReadDb, row: unknown): StoredRun {
  const r = RunRow.parse(row);
  const caller = calledBy(r.called_by, r.call);
  return {
    run: runId(r.id),
    workflow: r.workflow,
    version: r.version,
    mode: r.mode,
    trigger: r.trigger,
    at: r.started_at,
    status: r.status,
    ...(r.document !== null && { document: documentText(db, r.document) }),
    ...(r.waiting_for !== null && { waitingFor: r.waiting_for }),
    ...(r.until !== null && { until: r.until }),
    ...(r.rerun_of !== null && { rerunOf: runId(r.rerun_of) }),
    ...(r.rerun_from !== null && { rerunFrom: r.rerun_from }),
    ...(r.replay !== null && { replay: r.replay }),
    ...(r.options !== null && { options: r.options }),
    ...(caller && { calledBy: caller }),
  };
}

/** The engine's reads over any connection: they see what is committed. */
export function journalReader(db: ReadDb): JournalReader {
  const noRun = (run: RunId) => new StoreError("missing", `There is no run ${run}.`);
  return {
    unfinished: () =>
      db
        .prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE ended_at IS NULL ORDER BY id`)
        .all()
        .map((row) => storedRun(db, row)),
    run(run) {
      const row = db.prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE id = ?`).get(Number(run));
      return row === undefined ? undefined : storedRun(db, row);
    },
    input(run) {
      const row = db
        .prepare<Packed>("SELECT encoding, payload FROM journal WHERE run = ? AND kind = ? ORDER BY id LIMIT 1")
        .get(Number(run), KIND.run);
      if (!row) throw noRun(run);
      return decodeText(db.dir, row.encoding, row.payload);
    },
    history: (run): HistoryEntry[] =>
      db
        .prepare<JournalRow>(`SELECT ${JOURNAL_COLUMNS} FROM journal WHERE run = ? AND kind <> ? ORDER BY id`)
        .all(Number(run), KIND.run)
        .flatMap((row) => unpackRow(db.dir, row))
        .map((row) => decodeRow(db.dir, run, row)),
    page(run, step, port, page) {
      const row = db
        .prepare<Packed>("SELECT encoding, payload FROM pages WHERE run = ? AND step = ? AND port = ? AND page = ?")
        .get(Number(run), step, port, page);
      if (!row) throw new StoreError("missing", `Run ${run} has no page ${page} of output ${port} of step ${step}.`);
      return decodeText(db.dir, row.encoding, row.payload);
    },
    calledFrom: (run) =>
      db
        .prepare<{ id: number; called_by: number; call: string }>("SELECT id, called_by, call FROM runs WHERE called_by = ? ORDER BY id")
        .all(Number(run))
        .flatMap(({ id, called_by, call }) => {
          const by = calledBy(called_by, call);
          return by ? [{ run: runId(id), by }] : [];
        }),
    lastRun() {
      const row = db
        .prepare<{ last: number }>(
          "SELECT max(coalesce((SELECT max(id) FROM runs), 0), coalesce((SELECT value FROM sequences WHERE name = 'run'), 0)) AS last",
        )
        .get();
      return row?.last ?? 0;
    },
  };
}

/** What the journal says of one step, in order, without reading the others' payloads. */
export function stepHistory(db: ReadDb, run: RunId, step: number): HistoryEntry[] {
  return db
    .prepare<JournalRow>(
      `SELECT ${JOURNAL_COLUMNS} FROM journal WHERE run = ? AND (step = ? OR (kind = ? AND step < ?)) AND kind <> ? ORDER BY id`,
    )
    .all(Number(run), step, KIND.pack, step, KIND.run)
    .flatMap((row) => unpackRow(db.dir, row))
    .filter((row) => row.step === step)
    .map((row) => decodeRow(db.dir, run, row));
}

export interface Reader extends JournalReader {
  /** For the other reads of the store. */
  readonly db: ReadDb;
  close(): void;
}

/** A read-only connection for the caller's thread; the writer must have opened the folder before. Throws StoreError. */
export function openReader(dir: string): Reader {
  const db = openForReading(dir);
  return { ...journalReader(db), db, close: () => db.close() };
}
