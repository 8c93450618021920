import type { MessagePort } from "node:worker_threads";
import { utilityProcess } from "electron";
import { sqliteProgram } from "../threads/sqlite-host.ts";

/** A process for database files, spoken with by the port. Answers pass as bytes, which hold up no window. */
export function sqliteBehind(port: MessagePort): void {
  const child = utilityProcess.fork(sqliteProgram(), [], { serviceName: "Infinite Matrix databases", stdio: "ignore" });
  child.on("message", (bytes: Uint8Array) => port.postMessage(bytes));
  child.on("exit", () => port.close());
  port.on("message", (job: unknown) => child.postMessage(job));
  let over = false;
  const end = () => {
    over = true;
    // In the middle of a query it would not heed a milder signal.
    try {
      if (child.pid !== undefined) process.kill(child.pid, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  };
  child.on("spawn", () => {
    // What was ended before it began has to be ended now.
    if (over) end();
  });
  port.on("close", end);
}
