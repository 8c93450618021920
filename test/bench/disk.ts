import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { median } from "./line.ts";

const WRITES = 200;

/** Milliseconds until 4 kB more of a file are on disk: what every durable answer waits for at least once. */
export function syncTime(folder: string): number {
  const path = join(folder, "sync");
  const file = openSync(path, "w");
  const block = Buffer.alloc(4096, "x");
  const times = Array.from({ length: WRITES }, () => {
    const begun = performance.now();
    writeSync(file, block);
    fdatasyncSync(file);
    return performance.now() - begun;
  });
  closeSync(file);
  rmSync(path);
  return median(times);
}
