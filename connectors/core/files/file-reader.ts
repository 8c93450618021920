import { Worker } from "node:worker_threads";
import { type Failure, StepError, userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { ReadJob } from "./read-file.ts";

export type ToFileThread = { kind: "read"; job: ReadJob } | { kind: "next" };
export type FromFileThread = { kind: "page"; page: JsonObject[] } | { kind: "end" } | { kind: "failed"; failure: Failure };

export interface ReadLimits {
  /** Milliseconds until a page is there. */
  ms: number;
  heapMb: number;
  /** What stands beside the heap: bytes of the file and what is unpacked. */
  besideMb: number;
}
const LIMITS: ReadLimits = { ms: 120_000, heapMb: 2_048, besideMb: 1_024 };
const MOST_THREADS = 2;
/** A thread that nobody needs is given back. */
const IDLE_MS = 5_000;
const LOOK_MS = 100;
/** Heap beyond the bound, so that a thread is ended before it meets its end: where that comes in one native call, it takes the process along. */
const SPARE_MB = 1_024;
const MB = 1024 * 1024;

const tooMuch = (): StepError =>
  userError("Reading the file needs more memory than a file may take.", {
    field: "file",
    fix: "Check where it comes from. Of a large table, save the part that is needed as a CSV file, which may be of any size.",
  });
const tooLong = (ms: number): StepError =>
  userError(`Reading the file takes longer than ${Math.round(ms / 1000)} seconds.`, {
    field: "file",
    fix: "Check where it comes from, split it, or read fewer of its pages.",
  });

/** A thread that reads files: bounded in time and memory, so that no file that somebody sends can take the engine down. */
class FileThread {
  readonly #worker: Worker;
  readonly #limits: ReadLimits;
  #answer: { resolve(message: FromFileThread): void; reject(error: unknown): void } | undefined;
  #idle: NodeJS.Timeout | undefined;
  #reason: unknown;
  over = false;

  constructor(limits: ReadLimits) {
    this.#limits = limits;
    this.#worker = new Worker(new URL(import.meta.url.endsWith(".ts") ? "./file-thread.ts" : "./file-thread.js", import.meta.url), {
      name: "file",
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb + SPARE_MB },
      // The file never sees it, and the thread has no use for it.
      env: {},
    });
    this.#worker.on("message", (message: FromFileThread) => this.#answer?.resolve(message));
    this.#worker.on("error", (error: unknown) => {
      this.end(error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY" ? tooMuch() : error);
    });
    this.#worker.on("exit", () => this.end(new Error("The thread that reads files has ended.")));
  }

  async ask(message: ToFileThread, signal: AbortSignal): Promise<FromFileThread> {
    const { ms, heapMb, besideMb } = this.#limits;
    signal.throwIfAborted();
    if (this.over) throw this.#reason;
    const stop = (): void => this.end(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    const late = setTimeout(() => this.end(tooLong(ms)), ms);
    const look = setInterval(() => {
      this.#worker.getHeapStatistics().then(
        ({ used_heap_size: heap, external_memory: beside }) => {
          if (heap > heapMb * MB || beside > besideMb * MB) this.end(tooMuch());
        },
        () => {},
      );
    }, LOOK_MS);
    try {
      return await new Promise((resolve, reject) => {
        this.#answer = { resolve, reject };
        this.#worker.postMessage(message);
      });
    } finally {
      this.#answer = undefined;
      clearTimeout(late);
      clearInterval(look);
      signal.removeEventListener("abort", stop);
    }
  }

  end(reason: unknown): void {
    if (this.over) return;
    this.over = true;
    this.#reason = reason;
    this.#answer?.reject(reason);
    this.#worker.terminate().catch(() => {});
  }

  /** The process may end meanwhile. */
  rest(forget: () => void): void {
    this.#worker.unref();
    this.#idle = setTimeout(() => {
      forget();
      this.end(undefined);
    }, IDLE_MS).unref();
  }
  wake(): void {
    clearTimeout(this.#idle);
    this.#worker.ref();
  }
}

/** Threads that read files. As many at once as a computer can bear; further files wait. */
export class FileReader {
  readonly #limits: ReadLimits;
  readonly #idle: FileThread[] = [];
  readonly #waiting = new Set<() => void>();
  #busy = 0;

  constructor(limits: ReadLimits = LIMITS) {
    this.#limits = limits;
  }

  /** What `readFile` gives, from a thread. Rejects with user errors for what can't be read, in the time and memory there is. */
  async *read(job: ReadJob, signal: AbortSignal): AsyncGenerator<JsonObject[]> {
    await this.#turn(signal);
    let thread: FileThread | undefined;
    let whole = false;
    try {
      thread = this.#take();
      // A copy: what a pool of buffers owns can't be handed over.
      const bytes = new Uint8Array(job.bytes);
      for (let message: ToFileThread = { kind: "read", job: { ...job, bytes } }; ; message = { kind: "next" }) {
        const answer = await thread.ask(message, signal);
        if (answer.kind !== "page") whole = true;
        if (answer.kind === "failed") throw new StepError(answer.failure);
        if (answer.kind === "end") return;
        yield answer.page;
      }
    } finally {
      if (thread) this.#leave(thread, whole);
      this.#busy--;
      this.#call();
    }
  }

  close(): void {
    for (const thread of this.#idle.splice(0)) thread.end(undefined);
  }

  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (this.#busy >= MOST_THREADS) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const called = (): void => resolve();
      this.#waiting.add(called);
      signal.addEventListener("abort", called);
      await promise;
      signal.removeEventListener("abort", called);
      this.#waiting.delete(called);
      if (signal.aborted) this.#call();
      signal.throwIfAborted();
    }
    this.#busy++;
  }

  /** The one that has waited longest looks again. */
  #call(): void {
    for (const called of this.#waiting) {
      this.#waiting.delete(called);
      called();
      return;
    }
  }

  #take(): FileThread {
    for (let thread = this.#idle.pop(); thread; thread = this.#idle.pop()) {
      if (thread.over) continue;
      thread.wake();
      return thread;
    }
    return new FileThread(this.#limits);
  }

  /** A thread that has come to the end of its file is used again. */
  #leave(thread: FileThread, whole: boolean): void {
    if (!whole || thread.over) {
      thread.end(undefined);
      return;
    }
    this.#idle.push(thread);
    thread.rest(() => {
      const at = this.#idle.indexOf(thread);
      if (at >= 0) this.#idle.splice(at, 1);
    });
  }
}

const shared = new FileReader();
export const readApart = (job: ReadJob, signal: AbortSignal): AsyncGenerator<JsonObject[]> => shared.read(job, signal);
