import type { TableReply, TableStep } from "../engine/ports.ts";
import { type Batch, KIND, type LogRequest, type RunRecord } from "./batch.ts";
import type { WriteDb } from "./connection.ts";
import { codeOf, StoreError, type StoreErrorCode, storeError } from "./errors.ts";
import { rememberKey, runOfKey } from "./event-keys.ts";
import { JournalWriter } from "./journal-writer.ts";
import { databaseFile } from "./paths.ts";
import { runHead, tablesHead } from "./record-encode.ts";
import { runTableOps } from "./table-ops.ts";
import { repeatTableOps } from "./trial-tables.ts";

/** A commit takes at most this many entries or characters, so that nobody waits long for one that is not theirs. */
const MAX_ENTRIES = 2_048;
const MAX_CHARS = 1_048_576;

export interface Fault {
  code: StoreErrorCode;
  message: string;
}
export type Reply = { id: number; ok: true; value: unknown } | { id: number; ok: false; fault: Fault };
/** What a try at committing came to: all up to `seq` is on disk, or nothing of what is queued up to `seq` is. */
export type Outcome =
  | { committed: true; seq: number; replies: Reply[] }
  | { committed: false; seq: number; fault: Fault; replies: Reply[] };

type Command = (db: WriteDb, args: never) => unknown;
export type Commands = Readonly<Record<string, Command>>;

const faultOf = (error: StoreError): Fault => ({ code: error.code, message: error.message });
/** Faults of one request's own doing; all others are the disk's and concern everything queued. */
const isOwn = (error: unknown): boolean =>
  error instanceof StoreError ? !["disk-full", "disk-error", "not-writable", "busy", "corrupt"].includes(error.code) : ownSqlite(error);
const ownSqlite = (error: unknown): boolean =>
  !codeOf(error).startsWith("SQLITE_") || /^SQLITE_(CONSTRAINT|ERROR|MISMATCH|TOOBIG|RANGE)/.test(codeOf(error));

/**
 * The one log: entries in the order in which they came, as many as fit in each transaction. When the disk refuses, the
 * transaction leaves nothing behind; records stay queued in their order and are tried again with the next commit, so that
 * the journal never has a hole. Requests are dropped then: their callers are told that nothing was done.
 */
export class LogWriter {
  readonly #db: WriteDb;
  readonly #journal: JournalWriter;
  readonly #commands: Commands;
  readonly #file: string;
  #queue: Batch[] = [];
  /** Entries of the first batch that are on disk. */
  #done = 0;

  constructor(db: WriteDb, commands: Commands) {
    this.#db = db;
    this.#journal = new JournalWriter(db);
    this.#commands = commands;
    this.#file = databaseFile(db.dir);
  }

  push(batch: Batch): void {
    if (batch.kind.length > 0) this.#queue.push(batch);
  }
  get idle(): boolean {
    return this.#queue.length === 0;
  }
  /** Another message may join the next commit. */
  get roomy(): boolean {
    let entries = -this.#done;
    for (const b of this.#queue) entries += b.kind.length;
    return entries < MAX_ENTRIES;
  }

  /** One transaction over the front of the queue. */
  commit(): Outcome {
    const db = this.#db;
    const replies: Reply[] = [];
    let batch = 0;
    let at = this.#done;
    let entries = 0;
    let chars = 0;
    try {
      db.prepare("BEGIN IMMEDIATE").run();
      for (let b = this.#queue[0]; b && entries < MAX_ENTRIES && chars < MAX_CHARS; b = this.#queue[batch]) {
        for (; at < b.kind.length && entries < MAX_ENTRIES && chars < MAX_CHARS; at++) {
          if (b.kind[at] === KIND.request) this.#answer(b, at, replies);
          else this.#journal.putEntry(b, at);
          entries++;
          chars += (b.head[at]?.length ?? 0) + (b.payload[at]?.length ?? 0);
        }
        if (at < b.kind.length) break;
        batch++;
        at = 0;
      }
      this.#journal.finish();
      db.prepare("COMMIT").run();
    } catch (error) {
      return this.#refused(error);
    }
    const seq = this.#seqAt(batch, at);
    this.#queue.splice(0, batch);
    this.#done = at;
    return { committed: true, seq, replies };
  }

  /** Sequence number of the last record before this place. */
  #seqAt(batch: number, at: number): number {
    const here = this.#queue[batch];
    if (here && at > 0) return here.first + here.count.slice(0, at).reduce((sum, n) => sum + n, 0) - 1;
    const before = this.#queue[batch - 1];
    return before ? before.first + before.records - 1 : 0;
  }

  #refused(error: unknown): Outcome {
    this.#journal.forget();
    if (this.#db.sql.inTransaction) this.#db.prepare("ROLLBACK").run();
    const fault = faultOf(storeError(error, this.#file));
    const replies: Reply[] = [];
    let seq = 0;
    for (const b of this.#queue) {
      const answered = b === this.#queue[0] ? countRequests(b, this.#done) : 0;
      for (const { id } of b.requests.slice(answered)) replies.push({ id, ok: false, fault });
      seq = b.first + b.records - 1;
    }
    this.#queue = this.#queue.map((b) => withoutRequests(b));
    return { committed: false, seq, fault, replies };
  }

  #answer(b: Batch, at: number, replies: Reply[]): void {
    const entry = b.requests[b.run[at] ?? -1];
    // Its caller was told that it failed, when the disk refused an earlier try.
    if (!entry) return;
    const db = this.#db;
    // What it reads has to hold everything before it, and its own records fall with it.
    this.#journal.write();
    db.prepare("SAVEPOINT request").run();
    try {
      const value = this.#perform(entry.request);
      this.#journal.write();
      replies.push({ id: entry.id, ok: true, value });
    } catch (error) {
      if (!isOwn(error)) throw error;
      this.#journal.drop();
      db.prepare("ROLLBACK TO request").run();
      replies.push({ id: entry.id, ok: false, fault: faultOf(storeError(error, this.#file)) });
    }
    db.prepare("RELEASE request").run();
  }

  #perform(request: LogRequest): unknown {
    if (request.kind === "accept") return this.#accept(request.record, request.key);
    if (request.kind === "tables") return this.#tables(request.step);
    const command = this.#commands[request.name];
    if (!command) throw new StoreError("internal", `The store has no command ${request.name}.`);
    return command(this.#db, request.args as never);
  }

  #accept(record: RunRecord, key: string): { accepted: true } | { accepted: false; run: string } {
    const run = Number(record.run);
    const at = Math.round(record.at);
    const earlier = runOfKey(this.#db, record.workflow, record.trigger, key, at);
    if (earlier !== undefined) return { accepted: false, run: String(earlier) };
    rememberKey(this.#db, record.workflow, record.trigger, key, run, at);
    this.#journal.put(KIND.run, run, -1, at, runHead(record), record.payload);
    return { accepted: true };
  }

  #tables({ ops, record, trial }: TableStep): TableReply {
    const db = this.#db;
    const at = Math.round(record.at);
    db.prepare("SAVEPOINT tables").run();
    if (trial) repeatTableOps(db, Number(record.run));
    const done = runTableOps(db, ops, at);
    if (!done.ok || trial) db.prepare("ROLLBACK TO tables").run();
    db.prepare("RELEASE tables").run();
    if (!done.ok) return done;
    const payload = JSON.stringify({ ops, results: done.results });
    this.#journal.put(KIND.tables, Number(record.run), record.step, at, tablesHead(record), payload);
    return done;
  }
}

function countRequests(b: Batch, end: number): number {
  let count = 0;
  for (let i = 0; i < end; i++) if (b.kind[i] === KIND.request) count++;
  return count;
}

/** The same entries in the same order with empty places for the requests. */
const withoutRequests = (b: Batch): Batch => ({ ...b, requests: [] });
