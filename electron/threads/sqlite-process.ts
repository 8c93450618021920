import { serialize } from "node:v8";
import { Worker } from "node:worker_threads";
import type { FileDatabaseAnswer } from "#kit/context.ts";
import { workOnFile } from "../store/foreign-database.ts";
import type { SqliteJob } from "./sqlite-host.ts";

/** Does one job after the other in a process of its own: one that is ended in the middle of a query takes nobody along. */
function answer({ path, work }: SqliteJob): Uint8Array {
  return serialize(tried(path, work));
}

function tried(path: string, work: SqliteJob["work"]): FileDatabaseAnswer {
  try {
    return { results: workOnFile(path, work) };
  } catch (error) {
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
    return { error: { code, message: error instanceof Error ? error.message : String(error) } };
  }
}

/** As a utility process of Electron's it is spoken to in another way. */
interface ElectronPort {
  on(event: "message", listener: (message: { data: SqliteJob }) => void): void;
  postMessage(message: Uint8Array): void;
}
const { parentPort } = process as { parentPort?: ElectronPort };

/** Ends this process once its parent is gone: in the middle of a query it would never hear of it. */
const WATCH = `
  const { workerData: parent } = require("node:worker_threads");
  setInterval(() => {
    try {
      process.kill(parent, 0);
      if (process.ppid === parent) return;
    } catch {}
    process.kill(process.pid, "SIGKILL");
  }, 1000);`;

if (parentPort) parentPort.on("message", ({ data }) => parentPort.postMessage(answer(data)));
else {
  new Worker(WATCH, { eval: true, workerData: process.ppid }).unref();
  process.on("message", (job) => process.send?.(answer(job as SqliteJob)));
  process.on("disconnect", () => process.exit());
}
