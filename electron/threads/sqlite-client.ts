import { deserialize } from "node:v8";
import type { FileDatabaseAnswer, FileDatabases } from "#kit/context.ts";
import { StepError } from "#shared/model/failure.ts";
import { type SqliteJob, type SqliteProcess, startSqlite } from "./sqlite-host.ts";

interface Waiting {
  job: SqliteJob;
  settle(answer: FileDatabaseAnswer): void;
  fail(error: Error): void;
}

/** A process that nobody needs is given back. */
const IDLE_MS = 5_000;

/** What was in hand when the process ended may have happened, unless it only read. */
const inHand = ({ job }: Waiting) => (job.work.readOnly ? "none" : "unknown");

/** Work on database files, in a process that is started on first use. One job at a time, first come first served. */
export function createFileDatabases(start: typeof startSqlite = startSqlite): FileDatabases & { close(): void } {
  const queue: Waiting[] = [];
  let current: Waiting | undefined;
  let running: SqliteProcess | undefined;
  let idle: NodeJS.Timeout | undefined;

  function begin(): SqliteProcess {
    const begun = start({
      answer(bytes) {
        // Written by our own process.
        current?.settle(deserialize(bytes) as FileDatabaseAnswer);
        current = undefined;
        next();
      },
      gone() {
        if (begun === running) running = undefined;
        const lost = current;
        current = undefined;
        lost?.fail(
          new StepError({
            kind: "engine",
            message: "The process that works on database files has ended in the middle of it.",
            fix: "Check the query and the computer's free memory.",
            retryable: true,
            outcome: inHand(lost),
          }),
        );
        next();
      },
    });
    return begun;
  }

  function end(): void {
    running?.end();
    running = undefined;
  }

  function next(): void {
    if (current) return;
    current = queue.shift();
    clearTimeout(idle);
    running?.hold(current !== undefined);
    if (!current) {
      idle = setTimeout(end, IDLE_MS).unref();
      return;
    }
    running ??= begin();
    running.post(current.job);
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
          const outcome = current === waiting ? inHand(waiting) : "none";
          if (current === waiting) {
            current = undefined;
            end();
            next();
          }
          reject(new StepError({ kind: "cancelled", message: "Cancelled.", outcome }));
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
