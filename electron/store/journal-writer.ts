import { type Batch, KIND } from "./batch.ts";
import type { Statement, WriteDb } from "./connection.ts";
import { ENCODING, encodeText } from "./payload.ts";
import { RowQueue } from "./row-queue.ts";
import { RunRows } from "./run-rows.ts";

const BLOB = /"blob":"([0-9a-f]{64})"/g;
/** Looked for first: so short a text is found 30 times faster than a pattern (V8 uses memchr up to 6 characters). */
const HINT = 'lob":"';

/** Writes records inside the caller's transaction: the journal's rows and what follows from them in `runs`. */
export class JournalWriter {
  readonly #db: WriteDb;
  readonly #rows: RowQueue;
  readonly #runs: RunRows;
  readonly #page: Statement<unknown>;
  readonly #ref: Statement<unknown>;

  constructor(db: WriteDb) {
    this.#db = db;
    this.#rows = new RowQueue(db, "journal", ["run", "kind", "step", "at", "head", "encoding", "payload"]);
    this.#runs = new RunRows(db);
    this.#page = db.prepare(
      `INSERT INTO pages (run, step, port, page, count, encoding, payload) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = excluded.count, encoding = excluded.encoding, payload = excluded.payload`,
    );
    this.#ref = db.prepare("INSERT OR IGNORE INTO blob_refs (hash, run) VALUES (?, ?)");
  }

  put(kind: number, run: number, step: number, at: number, head: string, payload: string | null): void {
    if (kind === KIND.page) {
      this.#writePage(run, step, head, payload ?? "[]");
      return;
    }
    const { encoding, payload: stored } = encodeText(this.#db.dir, payload);
    if (kind === KIND.run) this.#runs.start(run, at, head);
    else if (kind === KIND.running) this.#runs.running(run);
    else if (kind === KIND.waits) this.#runs.waits(run, head);
    this.#rows.add(run, kind, step < 0 ? null : step, at, head === "" || kind === KIND.run ? null : head, encoding, stored);
    if (payload !== null) this.#references(run, payload, encoding, stored);
  }

  putEntry(b: Batch, i: number): void {
    const run = b.run[i] ?? 0;
    this.put(b.kind[i] ?? 0, run, b.step[i] ?? -1, b.at[i] ?? 0, b.head[i] ?? "", b.payload[i] ?? null);
    const end = b.end[i] ?? null;
    if (end !== null) this.#runs.end(run, end);
  }

  /** Brings what was put into the tables: before anything reads them. */
  write(): void {
    this.#rows.write();
    this.#runs.write();
  }

  /** Drops what was put since the last `write`. */
  drop(): void {
    this.#rows.drop();
    this.#runs.drop();
  }

  /** Ends the transaction's work. */
  finish(): void {
    this.write();
    this.#runs.writeDays();
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#rows.drop();
    this.#runs.forget();
  }

  #writePage(run: number, step: number, head: string, payload: string): void {
    const [port, page, count] = JSON.parse(head) as [number, number, number];
    const { encoding, payload: stored } = encodeText(this.#db.dir, payload);
    this.#page.run(run, step, port, page, count, encoding, stored);
    this.#references(run, payload, encoding, stored);
  }

  /** Notes which stored files this run uses, so that they go when the last such run goes. */
  #references(run: number, text: string, encoding: number, stored: string | Buffer | null): void {
    if (encoding === ENCODING.file && typeof stored === "string") this.#ref.run(stored, run);
    if (text.includes(HINT)) for (const [, hash] of text.matchAll(BLOB)) if (hash) this.#ref.run(hash, run);
  }
}
