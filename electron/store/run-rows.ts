import { createHash } from "node:crypto";
import type { Statement, WriteDb } from "./connection.ts";
import { encodeText } from "./payload.ts";
import { RowQueue } from "./row-queue.ts";

const DAY = 86_400_000;
/** Runs whose facts are kept in memory until they end; those of others are looked up. */
const REMEMBERED = 10_000;

/** What `runHead` put together, in its order. */
type RunHead = [
  workflow: string,
  version: number | null,
  mode: string,
  trigger: string,
  rerunOf: string | null,
  rerunFrom: string | null,
  replay: string | null,
  options: string | null,
  document: string | null,
  calledBy: [run: number, step: number | null, call: number, attempt: number, depth: number] | null,
];
type FinalStatus = "succeeded" | "failed" | "cancelled";
/** What `endHead` put together. */
type EndHead = [at: number, status: FinalStatus, error: unknown];

/** What changes in a run's row. */
interface State {
  status: string;
  waitingFor: string | null;
  until: number | null;
  endedAt: number | null;
  error: string | null;
}
interface NewRun extends State {
  head: RunHead;
  at: number;
  document: string | null;
}
interface RunFacts {
  workflow: string;
  mode: string;
}
interface DayCount {
  workflow: string;
  day: number;
  succeeded: number;
  failed: number;
  cancelled: number;
}

/** What follows from a run's records in `runs` and `run_days`. Most runs start and end in one transaction: one row, once. */
export class RunRows {
  readonly #db: WriteDb;
  readonly #rows: RowQueue;
  readonly #running: Statement<unknown>;
  readonly #waits: Statement<unknown>;
  readonly #end: Statement<unknown>;
  readonly #started = new Map<number, RunFacts>();
  /** Runs that are not in the table yet. */
  readonly #fresh = new Map<number, NewRun>();
  /** Ended live runs of this transaction by workflow and day: one upsert each instead of one per run. */
  readonly #days = new Map<string, DayCount>();

  constructor(db: WriteDb) {
    this.#db = db;
    this.#rows = new RowQueue(db, "runs", [
      "id",
      "workflow",
      "version",
      "document",
      "mode",
      "trigger",
      "started_at",
      "status",
      "waiting_for",
      "until",
      "ended_at",
      "error",
      "rerun_of",
      "rerun_from",
      "replay",
      "options",
      "called_by",
      "call",
    ]);
    this.#running = db.prepare("UPDATE runs SET status = 'running', waiting_for = NULL, until = NULL WHERE id = ? AND ended_at IS NULL");
    this.#waits = db.prepare("UPDATE runs SET status = 'waiting', waiting_for = ?, until = ? WHERE id = ? AND ended_at IS NULL");
    this.#end = db.prepare(
      `UPDATE runs SET status = ?, ended_at = ?, error = ?, waiting_for = NULL, until = NULL
       WHERE id = ? AND ended_at IS NULL`,
    );
  }

  start(run: number, at: number, text: string): void {
    const head = JSON.parse(text) as RunHead;
    const [workflow, , mode] = head;
    const document = head[8] === null ? null : this.#storeDocument(head[8]);
    this.#fresh.set(run, { head, at, document, status: "queued", waitingFor: null, until: null, endedAt: null, error: null });
    if (this.#started.size >= REMEMBERED) this.#started.clear();
    this.#started.set(run, { workflow, mode });
  }

  running(run: number): void {
    const fresh = this.#fresh.get(run);
    if (!fresh) this.#running.run(run);
    else if (fresh.endedAt === null) Object.assign(fresh, { status: "running", waitingFor: null, until: null } satisfies Partial<State>);
  }

  waits(run: number, head: string): void {
    const [waitingFor, time] = JSON.parse(head) as [string, number | null];
    const until = time === null ? null : Math.round(time);
    const fresh = this.#fresh.get(run);
    if (!fresh) this.#waits.run(waitingFor, until, run);
    else if (fresh.endedAt === null) Object.assign(fresh, { status: "waiting", waitingFor, until } satisfies Partial<State>);
  }

  end(run: number, head: string): void {
    const [at, status, cause] = JSON.parse(head) as EndHead;
    const error = cause === null ? null : JSON.stringify(cause);
    const fresh = this.#fresh.get(run);
    if (fresh ? fresh.endedAt !== null : this.#end.run(status, at, error, run).changes === 0) return;
    if (fresh) Object.assign(fresh, { status, endedAt: at, error, waitingFor: null, until: null } satisfies State);
    const facts = this.#started.get(run) ?? this.#db.prepare<RunFacts>("SELECT workflow, mode FROM runs WHERE id = ?").get(run);
    this.#started.delete(run);
    if (facts?.mode === "live") this.#count(facts.workflow, Math.floor(at / DAY), status);
  }

  /** Puts new runs into the table: before anything reads it, and at the transaction's end. */
  write(): void {
    for (const [id, { head, at, document, status, waitingFor, until, endedAt, error }] of this.#fresh) {
      const [workflow, version, mode, trigger, rerunOf, rerunFrom, replay, options, , calledBy] = head;
      const of = rerunOf === null ? null : Number(rerunOf);
      this.#rows.add(
        id,
        workflow,
        version,
        document,
        mode,
        trigger,
        at,
        status,
        waitingFor,
        until,
        endedAt,
        error,
        of,
        rerunFrom,
        replay,
        options,
        calledBy?.[0] ?? null,
        calledBy ? JSON.stringify(calledBy.slice(1)) : null,
      );
    }
    this.#fresh.clear();
    this.#rows.write();
  }

  /** The counts that were gathered, at the transaction's end. */
  writeDays(): void {
    for (const d of this.#days.values()) {
      this.#db
        .prepare(
          `INSERT INTO run_days (workflow, day, succeeded, failed, cancelled) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET succeeded = succeeded + excluded.succeeded, failed = failed + excluded.failed,
             cancelled = cancelled + excluded.cancelled`,
        )
        .run(d.workflow, d.day, d.succeeded, d.failed, d.cancelled);
    }
    this.#days.clear();
  }

  /** Drops new runs that are not in the table. */
  drop(): void {
    this.#fresh.clear();
    this.#rows.drop();
  }

  /** The whole transaction was rolled back. */
  forget(): void {
    this.drop();
    this.#days.clear();
  }

  #count(workflow: string, day: number, status: FinalStatus): void {
    const key = `${day} ${workflow}`;
    let count = this.#days.get(key);
    if (!count) {
      count = { workflow, day, succeeded: 0, failed: 0, cancelled: 0 };
      this.#days.set(key, count);
    }
    count[status]++;
  }

  /** The document of a test run, once for all runs of the same text. */
  #storeDocument(text: string): string {
    const hash = createHash("sha256").update(text).digest("hex");
    if (this.#db.prepare("SELECT 1 FROM documents WHERE hash = ?").get(hash)) return hash;
    const { encoding, payload } = encodeText(this.#db.dir, text);
    const parsed: unknown = JSON.parse(text);
    const name = typeof parsed === "object" && parsed !== null && "name" in parsed ? String(parsed.name) : "";
    this.#db.prepare("INSERT INTO documents (hash, name, encoding, payload) VALUES (?, ?, ?, ?)").run(hash, name, encoding, payload);
    return hash;
  }
}
