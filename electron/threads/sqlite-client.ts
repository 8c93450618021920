import { Worker } from "node:worker_threads";
import type { FileDatabaseAnswer, FileDatabases, FileDatabaseWork } from "#kit/context.ts";
import { StepError } from "#shared/model/failure.ts";

export interface SqliteJob {
  path: string;
  work: FileDatabaseWork;
}

interface Waiting {
  job: SqliteJob;
  settle(answer: FileDatabaseAnswer): void;
  fail(error: Error): void;
}

/** A thread that nobody needs is given back. */
const IDLE_MS = 5_000;

/** Work on database files, in a thread that is started on first use. One job at a time, first come first served. */
export function createFileDatabases(): FileDatabases & { close(): void } {
  const entry = new URL(import.meta.url.endsWith(".ts") ? "./sqlite-thread.ts" : "./sqlite-thread.js", import.meta.url);
  const queue: Waiting[] = [];
  let current: Waiting | undefined;
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    const started = new Worker(entry);
    started.unref();
    started.on("message", (answer: FileDatabaseAnswer) => {
      current?.settle(answer);
      current = undefined;
      next();
    });
    started.on("error", (error) => lose(started, error));
    started.on("exit", () => lose(started, new Error("The thread has ended.")));
    return started;
  }

  /** What the lost thread had in hand may have happened; what waits goes to a new one. */
  function lose(lost: Worker, error: Error): void {
    if (lost !== worker) return;
    worker = undefined;
    current?.fail(error);
    current = undefined;
    next();
  }

  function end(): void {
    const ending = worker;
    worker = undefined;
    ending?.terminate().catch(() => {});
  }

  function next(): void {
    if (current) return;
    current = queue.shift();
    clearTimeout(idle);
    if (!current) {
      idle = setTimeout(end, IDLE_MS).unref();
      return;
    }
    worker ??= start();
    worker.postMessage(current.job);
  }

  return {
    run(path, work, signal) {
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          job: { path, work: { ...work, statements: work.statements.map(({ text, values }) => ({ text, values: [...values] })) } },
          settle: resolve,
          fail: reject,
        };
        const stop = (): void => {
          const at = queue.indexOf(waiting);
          if (at !== -1) queue.splice(at, 1);
          else if (current === waiting) {
            current = undefined;
            end();
            next();
          }
          reject(new StepError({ kind: "cancelled", message: "Cancelled." }));
        };
        if (signal.aborted) {
          stop();
          return;
        }
        signal.addEventListener("abort", stop, { once: true });
        const done = (): void => signal.removeEventListener("abort", stop);
        waiting.settle = (answer) => {
          done();
          resolve(answer);
        };
        waiting.fail = (error) => {
          done();
          reject(error);
        };
        queue.push(waiting);
        next();
      });
    },
    close() {
      clearTimeout(idle);
      end();
    },
  };
}
