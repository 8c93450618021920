import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { EngineNotice } from "./engine-messages.ts";
import { YOUNG_MB } from "./heap.ts";

/** A running engine thread. */
export interface EngineThread {
  readonly url: string | null;
  /** One end of a new channel whose other end speaks the contract in the engine: one for each window. */
  port(): MessagePort;
  /** Resolves when the thread is gone without having been stopped; the text says why. */
  readonly ended: Promise<string>;
  /** Finishes what is being written and ends the thread. */
  stop(): Promise<void>;
}

export interface EngineThreadOptions {
  dir: string;
  version: string;
  /** The workspace's key; it goes to the thread and nowhere else. */
  key: Uint8Array;
  /** Port of the local server for webhooks; 0 = any free one. */
  port?: number;
  screens?: string;
  /** The engine before this one has ended by itself. */
  afterFailure?: boolean;
  readonly onProblem: (message: string) => void;
  /** Starts the process for database files behind the port; only the desktop app is ever asked. */
  readonly onSqlite?: (port: MessagePort) => void;
}

const close = (port: MessagePort): void => port.close();

/** Starts the engine in a thread of its own. Rejects with the reason when it can't open the workspace. */
export function startEngine(options: EngineThreadOptions): Promise<EngineThread> {
  const { onProblem, onSqlite, ...workerData } = options;
  const file = import.meta.url.endsWith(".ts") ? "./engine-thread.ts" : "./engine-thread.js";
  const worker = new Worker(new URL(file, import.meta.url), {
    name: "engine",
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB.engine },
  });
  let stopping = false;
  const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<string>();
  const gone = Promise.withResolvers<void>();
  let reason = "";
  return new Promise((resolve, reject) => {
    worker.on("message", (message: unknown) => {
      const notice = EngineNotice.parse(message);
      if (notice.type === "problem") onProblem(notice.message);
      else if (notice.type === "sqlite") (onSqlite ?? close)(notice.port);
      else if (notice.type === "failed") reason = notice.message;
      else {
        resolve({
          url: notice.url,
          port() {
            const { port1, port2 } = new MessageChannel();
            worker.postMessage({ type: "connect", port: port2 }, [port2]);
            return port1;
          },
          ended,
          stop() {
            stopping = true;
            worker.postMessage({ type: "stop" });
            return gone.promise;
          },
        });
      }
    });
    worker.on("error", (error) => {
      reason ||= error.message;
    });
    worker.on("exit", (code) => {
      gone.resolve();
      reject(new Error(reason || `The engine ended with code ${code}.`));
      if (!stopping) resolveEnded(reason || `The engine ended with code ${code}.`);
    });
  });
}
