import type { Journal, JournalRecord, TableReply } from "../engine/ports.ts";
import { type Batch, type LogRequest, newBatch, putRequest } from "./batch.ts";
import type { CommandArgs, CommandName, CommandReply } from "./commands.ts";
import { StoreError } from "./errors.ts";
import type { Fault, Outcome } from "./log-writer.ts";
import { putRecord } from "./record-encode.ts";

/** Records after which a batch is sent without waiting for the end of the turn. */
const FULL = 2_048;

interface Waiter {
  seq: number;
  resolve(): void;
  reject(error: StoreError): void;
}
interface Caller {
  resolve(value: unknown): void;
  reject(error: StoreError): void;
}

/** The one way to write: the journal and typed commands, in one order. */
export interface Writer {
  readonly journal: Journal;
  /** Resolves with the command's answer once it is on disk. Rejects with StoreError when it or the disk refuses. */
  call<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<CommandReply<N>>;
  /** Writes what is queued, then lets go of the database. Rejects where the disk refuses the rest. */
  close(): Promise<void>;
}

/**
 * The writer's other end, in the thread that has something to write. It sends what came up in a turn of the event loop as
 * one batch. When the disk refuses, everybody who waits is told (StoreError); the writer keeps the records and tries them
 * again with whatever comes next, `durable()` included: so ask again after a while, and nothing is lost or out of order.
 * Requests (`acceptKeyed`, `commitTables`, commands) that were refused are not tried again.
 */
export class LogClient implements Journal {
  readonly #send: (batch: Batch) => void;
  #last = 0;
  #done = 0;
  #batch = newBatch(1);
  #scheduled: NodeJS.Immediate | undefined;
  #waiters: Waiter[] = [];
  readonly #callers = new Map<number, Caller>();
  #nextCall = 1;
  /** Set once nothing more can be written. */
  #ended: StoreError | undefined;
  /** The disk refused the last try: the writer has records that it tries again only when it hears from us. */
  #troubled = false;

  constructor(send: (batch: Batch) => void) {
    this.#send = send;
  }

  append(record: JournalRecord): number {
    putRecord(this.#batch, record);
    return this.#queued();
  }

  durable(seq: number = this.#last): Promise<void> | undefined {
    if (seq <= this.#done) return undefined;
    if (this.#ended) return Promise.reject(this.#ended);
    if (this.#troubled) this.#schedule();
    return new Promise((resolve, reject) => this.#waiters.push({ seq, resolve, reject }));
  }

  acceptKeyed(...[record, key]: Parameters<Journal["acceptKeyed"]>): ReturnType<Journal["acceptKeyed"]> {
    return this.request({ kind: "accept", record, key }) as ReturnType<Journal["acceptKeyed"]>;
  }

  commitTables(...[step]: Parameters<Journal["commitTables"]>): Promise<TableReply> {
    return this.request({ kind: "tables", step }) as Promise<TableReply>;
  }

  /** What the writer answers is typed by the request; it comes from our own code on the other side. */
  request(request: LogRequest): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const id = this.#nextCall++;
      this.#callers.set(id, { resolve, reject });
      putRequest(this.#batch, id, request);
      this.#queued();
    });
  }

  /** Sends what is queued now. */
  flush(): void {
    if (this.#scheduled) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const batch = this.#batch;
    this.#batch = newBatch(this.#last + 1);
    this.#send(batch);
  }

  /** Hears from the writer. */
  outcome(outcome: Outcome): void {
    for (const reply of outcome.replies) {
      const caller = this.#callers.get(reply.id);
      this.#callers.delete(reply.id);
      if (reply.ok) caller?.resolve(reply.value);
      else caller?.reject(errorOf(reply.fault));
    }
    this.#troubled = !outcome.committed;
    if (outcome.committed) this.#done = Math.max(this.#done, outcome.seq);
    if (this.#waiters.length === 0) return;
    const fault = outcome.committed ? undefined : errorOf(outcome.fault);
    this.#waiters = this.#waiters.filter((waiter) => {
      if (waiter.seq > outcome.seq) return true;
      if (fault) waiter.reject(fault);
      else waiter.resolve();
      return false;
    });
  }

  /** Nothing more can be written: tells everybody who waits and whoever comes later. */
  end(reason: StoreError): void {
    this.#ended ??= reason;
    if (this.#scheduled) clearImmediate(this.#scheduled);
    for (const waiter of this.#waiters.splice(0)) waiter.reject(this.#ended);
    for (const caller of this.#callers.values()) caller.reject(this.#ended);
    this.#callers.clear();
  }

  #queued(): number {
    this.#last++;
    if (this.#batch.records >= FULL) this.flush();
    else this.#schedule();
    return this.#last;
  }

  #schedule(): void {
    if (this.#ended) return;
    this.#scheduled ??= setImmediate(() => this.flush());
  }
}

const errorOf = (fault: Fault): StoreError => new StoreError(fault.code, fault.message);

/** The typed face of a client. */
export const writerOf = (client: LogClient): Omit<Writer, "close"> => ({
  journal: client,
  call: <N extends CommandName>(name: N, args: CommandArgs<N>) =>
    client.request({ kind: "command", name, args }) as Promise<CommandReply<N>>,
});
