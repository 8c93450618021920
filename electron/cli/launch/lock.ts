import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PAUSE_MS = 50;
/** A holder writes its pid right after taking the lock; a lock without one for so long has lost its holder. */
const NAMELESS_MS = 5_000;

/**
 * Runs `work` while no other process does under the same lock folder; a dead holder's lock is taken over. It saves work
 * that would be done twice; where two take over at one instant both run, so `work` must bear that.
 */
export function withLock<T>(folder: string, work: () => T): T {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  while (!take(folder)) {
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
    else Atomics.wait(signal, 0, 0, PAUSE_MS);
  }
  try {
    return work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Making a folder either succeeds or tells that it is there: atomic on every file system. */
function take(folder: string): boolean {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(join(folder, "pid"), String(process.pid));
  return true;
}

function isAbandoned(folder: string): boolean {
  const pid = readPid(folder);
  if (pid === undefined) return Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > NAMELESS_MS;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

function readPid(folder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
