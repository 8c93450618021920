import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { MessageChannel, parentPort } from "node:worker_threads";
import type { FileDatabaseWork } from "#kit/context.ts";
import type { EngineNotice } from "./engine-messages.ts";

export interface SqliteJob {
  path: string;
  work: FileDatabaseWork;
}

/** A process that works on database files: unlike a thread it can be ended in the middle of a query. */
export interface SqliteProcess {
  post(job: SqliteJob): void;
  /** Ends it at once. Nothing is told afterwards. */
  end(): void;
  /** Whether it keeps this process alive. */
  hold(held: boolean): void;
}
export interface SqliteEvents {
  /** An answer as V8 writes it. */
  answer(bytes: Uint8Array): void;
  /** It has ended by itself. */
  gone(): void;
}

export const startSqlite = (events: SqliteEvents): SqliteProcess =>
  process.versions.electron === undefined || parentPort === null
    ? forked(events)
    : sqliteAsked(events, (notice, port) => parentPort?.postMessage(notice, [port]));

/** Where its program stands: beside this one. */
export const sqliteProgram = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./sqlite-process.ts" : "./sqlite-process.js", import.meta.url));

function forked(events: SqliteEvents): SqliteProcess {
  const child = fork(sqliteProgram(), [], { serialization: "advanced", execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  let ended = false;
  const gone = (): void => {
    if (!ended) events.gone();
    ended = true;
  };
  child.on("message", (bytes) => {
    if (!ended) events.answer(bytes as unknown as Uint8Array);
  });
  child.on("exit", gone);
  child.on("error", gone);
  child.unref();
  return {
    post: (job) => void child.send(job, () => {}),
    end() {
      ended = true;
      child.kill("SIGKILL");
    },
    hold: (held) => (held ? child.channel?.ref() : child.channel?.unref()),
  };
}

/** In the app only the main process can start others: it is asked for one, and passes on what is said. */
export function sqliteAsked(events: SqliteEvents, ask: (notice: EngineNotice, port: MessageChannel["port2"]) => void): SqliteProcess {
  const { port1, port2 } = new MessageChannel();
  let ended = false;
  port1.on("message", (bytes: Uint8Array) => {
    if (!ended) events.answer(bytes);
  });
  port1.on("close", () => {
    if (!ended) events.gone();
    ended = true;
  });
  ask({ type: "sqlite", port: port2 }, port2);
  return {
    post: (job) => port1.postMessage(job),
    end() {
      ended = true;
      port1.close();
    },
    hold: (held) => (held ? port1.ref() : port1.unref()),
  };
}
