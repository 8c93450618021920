import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

/** Figures about another process, from /proc: undefined where there is none. */
const read = (pid: number, file: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
};

let ticks: number | undefined;
const ticksPerSecond = (): number => {
  ticks ??= Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return ticks;
};

/** Processor time so far, all threads, in microseconds. */
export function cpuMicros(pid: number): number | undefined {
  // The second field is the name in brackets and may hold blanks.
  const fields = read(pid, "stat")
    ?.replace(/^.*\) /s, "")
    .split(" ");
  return fields && ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond()) * 1e6;
}

const megabytes = (text: string | undefined, field: string): number | undefined => {
  const found = text === undefined ? undefined : new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1];
  return found === undefined ? undefined : Number(found) / 1024;
};

/** Memory that is the process's own share, in MB. */
export const shareOfMemory = (pid: number): number | undefined => megabytes(read(pid, "smaps_rollup"), "Pss");
/** The most resident memory since the last `forgetPeak`, in MB. */
export const peakMemory = (pid: number): number | undefined => megabytes(read(pid, "status"), "VmHWM");
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, "5");
