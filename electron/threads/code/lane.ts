import { Worker } from "node:worker_threads";
import type { Encoded } from "./encode.ts";
import {
  BEGUN,
  clock,
  elapsed,
  FREE,
  type FromSandbox,
  type FromThread,
  QUEUED,
  SLOTS,
  type ToSandbox,
  type ToThread,
  WITHDRAWN,
  WORD,
  WORDS,
} from "./protocol.ts";

/** `overdue`: the thread had to be ended to stop it. `lost`: the thread broke down. */
export type JobEnd = Exclude<FromSandbox, { kind: "withdrawn" }> | { kind: "overdue" } | { kind: "lost"; reason: string };

/** A run that waits for a thread or is in one. */
export interface Job {
  readonly encoded: Encoded;
  settle(end: JobEnd): void;
}

export interface LaneEvents {
  /** Slots have become free. */
  room(): void;
  /** The thread has ended by itself; these runs were in it, the first of them at work where `guilty`. */
  died(lane: Lane, jobs: Job[], guilty: Job | undefined, reason: string): void;
}

/** Stack for the native frames below QuickJS's own limit. */
const STACK_MB = 32;
const HEAP_MB = 2_048;

/** One code thread and the runs it has in hand. */
export class Lane {
  readonly #events: LaneEvents;
  readonly #worker: Worker;
  readonly #words = new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT));
  readonly #jobs: (Job | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  readonly #free: number[] = Array.from({ length: SLOTS }, (_, slot) => slot);
  #over = false;
  ready = false;

  constructor(entry: URL, events: LaneEvents) {
    this.#events = events;
    this.#worker = new Worker(entry, {
      name: "code",
      workerData: { words: this.#words },
      resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: HEAP_MB },
      // The user's code never sees it, and the thread has no use for it.
      env: {},
    });
    this.#worker.on("message", (message: FromThread) => this.#heard(message));
    this.#worker.on("error", (error: unknown) => this.#died(error instanceof Error ? error.message : String(error)));
    this.#worker.on("exit", () => this.#died("the code thread has ended"));
    this.#worker.unref();
  }

  get room(): number {
    return this.#free.length;
  }
  get idle(): boolean {
    return this.#free.length === SLOTS;
  }
  /** Milliseconds for which the run at work has held the thread. */
  get heldFor(): number {
    return Atomics.load(this.#words, WORD.current) === 0 ? 0 : elapsed(Atomics.load(this.#words, WORD.since), clock());
  }
  /** Milliseconds by which the run at work has passed its time; negative while it has some left. */
  get overdue(): number {
    return Atomics.load(this.#words, WORD.current) === 0 ? -1 : elapsed(Atomics.load(this.#words, WORD.until), clock());
  }
  /** Nobody waits for the run at work any more. */
  get holdsWithdrawn(): boolean {
    const current = Atomics.load(this.#words, WORD.current);
    return current > 0 && this.#jobs[current - 1] === undefined;
  }

  post(jobs: readonly Job[]): void {
    const run: ToSandbox[] = [];
    for (const job of jobs) {
      const slot = this.#free.pop();
      if (slot === undefined) throw new Error("no slot is free");
      this.#jobs[slot] = job;
      Atomics.store(this.#words, slot, QUEUED);
      run.push({ slot, ...job.encoded });
    }
    this.#worker.ref();
    this.#send({ run });
  }

  /** Takes back what the thread has not begun. */
  takeBack(): Job[] {
    const jobs: Job[] = [];
    for (const [slot, job] of this.#jobs.entries()) {
      if (!job || Atomics.compareExchange(this.#words, slot, QUEUED, WITHDRAWN) !== QUEUED) continue;
      this.#jobs[slot] = undefined;
      jobs.push(job);
    }
    return jobs;
  }

  /** Nobody waits for this run any more: it is stopped, wherever it is. */
  withdraw(job: Job): boolean {
    const slot = this.#jobs.indexOf(job);
    if (slot < 0) return false;
    this.#jobs[slot] = undefined;
    if (Atomics.exchange(this.#words, slot, WITHDRAWN) === BEGUN) this.#send({ withdrawn: true });
    return true;
  }

  /** Ends the thread at once. Returns the run at work, and the others that were in it. */
  kill(): { guilty: Job | undefined; others: Job[] } {
    const current = Atomics.load(this.#words, WORD.current);
    const guilty = current === 0 ? undefined : this.#jobs[current - 1];
    const others = this.#jobs.filter((job) => job !== undefined).filter((job) => job !== guilty);
    void this.#end();
    return { guilty, others };
  }

  async close(): Promise<Job[]> {
    const jobs = this.#jobs.filter((job) => job !== undefined);
    await this.#end();
    return jobs;
  }

  #end(): Promise<number> {
    this.#over = true;
    this.#jobs.fill(undefined);
    return this.#worker.terminate();
  }

  #send(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #heard(message: FromThread): void {
    if (this.#over) return;
    if ("ready" in message) {
      this.ready = true;
      return;
    }
    const { plain } = message;
    for (let at = 0; at < plain.length; at += 2) {
      const slot = Number(plain[at]);
      this.#release(slot)?.settle({ slot, kind: "done", pages: [String(plain[at + 1])], more: "", statics: "", console: [] });
    }
    for (const result of message.ended) {
      const job = this.#release(result.slot);
      if (result.kind !== "withdrawn") job?.settle(result);
    }
    if (this.idle) this.#worker.unref();
    this.#events.room();
  }

  #release(slot: number): Job | undefined {
    const job = this.#jobs[slot];
    this.#jobs[slot] = undefined;
    Atomics.store(this.#words, slot, FREE);
    this.#free.push(slot);
    return job;
  }

  #died(reason: string): void {
    if (this.#over) return;
    const { guilty, others } = this.kill();
    this.#events.died(this, others, guilty, reason);
  }
}
