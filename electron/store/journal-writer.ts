import { createHash } from "node:crypto";
import { type Batch, KIND } from "./batch.ts";
import type { Statement, WriteDb } from "./connection.ts";
import { ENCODING, encodeText } from "./payload.ts";

const DAY = 86_400_000;
const BLOB = /"blob":"([0-9a-f]{64})"/g;

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
];
interface RunFacts {
  workflow: string;
  mode: string;
}
/** Runs whose facts are kept in memory until they end; those of others are looked up. */
const REMEMBERED = 10_000;
type DayCount = { workflow: string; day: number; succeeded: number; failed: number; cancelled: number };

/** Writes records inside the caller's transaction: the journal's rows and what follows from them in `runs`. */
export class JournalWriter {
  readonly #db: WriteDb;
  readonly #row: Statement<unknown>;
  readonly #page: Statement<unknown>;
  readonly #run: Statement<unknown>;
  readonly #running: Statement<unknown>;
  readonly #waits: Statement<unknown>;
  readonly #end: Statement<unknown>;
  readonly #ref: Statement<unknown>;
  readonly #started = new Map<number, RunFacts>();
  /** Ended live runs of this transaction by workflow and day: one upsert each instead of one per run. */
  #days = new Map<string, DayCount>();

  constructor(db: WriteDb) {
    this.#db = db;
    this.#row = db.prepare("INSERT INTO journal (run, kind, step, at, head, encoding, payload) VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.#page = db.prepare(
      `INSERT INTO pages (run, step, port, page, count, encoding, payload) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = excluded.count, encoding = excluded.encoding, payload = excluded.payload`,
    );
    this.#run = db.prepare(
      `INSERT INTO runs (id, workflow, version, mode, trigger, started_at, status, rerun_of, rerun_from, replay, options, document)
       VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)`,
    );
    this.#running = db.prepare("UPDATE runs SET status = 'running', waiting_for = NULL, until = NULL WHERE id = ? AND ended_at IS NULL");
    this.#waits = db.prepare("UPDATE runs SET status = 'waiting', waiting_for = ?, until = ? WHERE id = ? AND ended_at IS NULL");
    this.#end = db.prepare(
      `UPDATE runs SET status = ?, ended_at = ?, error = ?, waiting_for = NULL, until = NULL
       WHERE id = ? AND ended_at IS NULL`,
    );
    this.#ref = db.prepare("INSERT OR IGNORE INTO blob_refs (hash, run) VALUES (?, ?)");
  }

  write(kind: number, run: number, step: number, at: number, head: string, payload: string | null): void {
    if (kind === KIND.page) {
      this.#writePage(run, step, head, payload ?? "[]");
      return;
    }
    const { encoding, payload: stored } = encodeText(this.#db.dir, payload);
    if (kind === KIND.run) this.#startRun(run, at, head);
    else if (kind === KIND.running) this.#running.run(run);
    else if (kind === KIND.waits) this.#waitRun(run, head);
    else if (kind === KIND.end) this.#endRun(run, at, head);
    this.#row.run(run, kind, step < 0 ? null : step, at, head === "" || kind === KIND.run ? null : head, encoding, stored);
    if (payload !== null) this.#references(run, payload, encoding, stored);
  }

  writeEntry(b: Batch, i: number): void {
    this.write(b.kind[i] ?? 0, b.run[i] ?? 0, b.step[i] ?? -1, b.at[i] ?? 0, b.head[i] ?? "", b.payload[i] ?? null);
  }

  /** Ends the transaction's work: the counts that were gathered. */
  finish(): void {
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

  /** The transaction was rolled back. */
  forget(): void {
    this.#days.clear();
  }

  #writePage(run: number, step: number, head: string, payload: string): void {
    const [port, page, count] = JSON.parse(head) as [number, number, number];
    const { encoding, payload: stored } = encodeText(this.#db.dir, payload);
    this.#page.run(run, step, port, page, count, encoding, stored);
    this.#references(run, payload, encoding, stored);
  }

  #startRun(run: number, at: number, head: string): void {
    const [workflow, version, mode, trigger, rerunOf, rerunFrom, replay, options, document] = JSON.parse(head) as RunHead;
    const hash = document === null ? null : this.#storeDocument(document);
    const of = rerunOf === null ? null : Number(rerunOf);
    this.#run.run(run, workflow, version, mode, trigger, at, of, rerunFrom, replay, options, hash);
    if (this.#started.size >= REMEMBERED) this.#started.clear();
    this.#started.set(run, { workflow, mode });
  }

  #waitRun(run: number, head: string): void {
    const [reason, until] = JSON.parse(head) as [string, number | null];
    this.#waits.run(reason, until === null ? null : Math.round(until), run);
  }

  #endRun(run: number, at: number, head: string): void {
    const [status, error] = JSON.parse(head) as ["succeeded" | "failed" | "cancelled", unknown];
    if (this.#end.run(status, at, error === null ? null : JSON.stringify(error), run).changes === 0) return;
    const ended = this.#started.get(run) ?? this.#db.prepare<RunFacts>("SELECT workflow, mode FROM runs WHERE id = ?").get(run);
    this.#started.delete(run);
    if (ended?.mode !== "live") return;
    const day = Math.floor(at / DAY);
    const key = `${day} ${ended.workflow}`;
    let count = this.#days.get(key);
    if (!count) {
      count = { workflow: ended.workflow, day, succeeded: 0, failed: 0, cancelled: 0 };
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

  /** Notes which stored files this run uses, so that they go when the last such run goes. */
  #references(run: number, text: string, encoding: number, stored: string | Buffer | null): void {
    if (encoding === ENCODING.file && typeof stored === "string") this.#ref.run(stored, run);
    if (text.includes('"blob":"')) for (const [, hash] of text.matchAll(BLOB)) if (hash) this.#ref.run(hash, run);
  }
}
