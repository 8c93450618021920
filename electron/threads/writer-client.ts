import { Worker } from "node:worker_threads";
import { StoreError } from "../store/errors.ts";
import { LogClient, type Writer, writerOf } from "../store/log-client.ts";
import { YOUNG_MB } from "./heap.ts";
import type { FromWriter, ToWriter, WriterData } from "./writer-messages.ts";

/**
 * Opens the workspace's folder in a writer thread (made, backed up and migrated as needed). Rejects with StoreError where
 * it can't be opened. If the thread dies, everything that waits and everything later is rejected with code `closed`.
 */
export function startWriter(dir: string): Promise<Writer> {
  const entry = new URL(import.meta.url.endsWith(".ts") ? "./writer-thread.ts" : "./writer-thread.js", import.meta.url);
  const workerData: WriterData = { dir };
  const worker = new Worker(entry, { workerData, name: "writer", resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB.writer } });
  const send = (message: ToWriter) => worker.postMessage(message);
  const client = new LogClient(send);
  const ended = Promise.withResolvers<void>();
  const closed = new StoreError("closed", "The store is closed.");

  return new Promise((resolve, reject) => {
    worker.on("message", (message: FromWriter) => {
      if (message.type === "outcome") client.outcome(message.outcome);
      else if (message.type === "refused") reject(new StoreError(message.fault.code, message.fault.message));
      else if (message.type === "closed") {
        client.end(closed);
        ended.resolve();
      } else {
        resolve({
          ...writerOf(client),
          async close() {
            client.flush();
            const left = client.durable();
            send("close");
            await Promise.all([left, ended.promise]);
          },
        });
      }
    });
    const died = (cause?: unknown) => {
      const error = new StoreError(
        "closed",
        "The writer has stopped unexpectedly. Nothing that was confirmed is lost; restart the engine.",
        {
          cause,
        },
      );
      client.end(error);
      reject(error);
      ended.resolve();
    };
    worker.on("error", died);
    worker.on("exit", () => died());
  });
}
