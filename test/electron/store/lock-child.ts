import { writeSync } from "node:fs";
import { lockWorkspace } from "../../../electron/store/lock.ts";

/** Run as a process of its own by lock.test.ts: takes the lock, says so, and holds it until it is killed. */
const [dir = "", url = ""] = process.argv.slice(2);
try {
  lockWorkspace(dir).announce({ pid: process.pid, url, token: "t", startedAt: Date.UTC(2026, 0, 1) });
  writeSync(1, "held\n");
  process.stdin.resume();
} catch (error) {
  writeSync(1, `refused ${error instanceof Error ? error.message : ""}\n`);
}
