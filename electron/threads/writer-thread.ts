import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { COMMANDS } from "../store/commands.ts";
import { storeError } from "../store/errors.ts";
import { LogWriter } from "../store/log-writer.ts";
import { openWorkspace } from "../store/open.ts";
import type { FromWriter, ToWriter, WriterData } from "./writer-messages.ts";

/** The thread that alone writes to the workspace's database. Commits whatever has queued, one message per commit. */
function main(): void {
  const port = parentPort;
  if (!port) throw new Error("writer-thread.ts is the entry of a worker thread.");
  const { dir } = workerData as WriterData;
  const tell = (message: FromWriter) => port.postMessage(message);

  let log: LogWriter;
  let close: () => void;
  try {
    const db = openWorkspace(dir);
    log = new LogWriter(db, COMMANDS);
    close = () => db.close();
  } catch (error) {
    const { code, message } = storeError(error, dir);
    tell({ type: "refused", fault: { code, message } });
    port.close();
    return;
  }

  let closing = false;
  const take = (message: ToWriter) => {
    if (message === "close") closing = true;
    else log.push(message);
  };
  port.on("message", (first: ToWriter) => {
    take(first);
    for (;;) {
      while (log.roomy) {
        const next = receiveMessageOnPort(port);
        if (!next) break;
        take(next.message as ToWriter);
      }
      if (log.idle) break;
      const outcome = log.commit();
      tell({ type: "outcome", outcome });
      // The disk refuses: whoever asks next makes us try again.
      if (!outcome.committed) break;
    }
    if (!closing) return;
    close();
    tell({ type: "closed" });
    port.close();
  });
  tell({ type: "opened" });
}

main();
