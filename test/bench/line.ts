import type { NodeRed } from "./node-red.ts";

export type Unit = "req/s" | "ms" | "s" | "MB" | "frames/s";

/** One printed figure. */
export interface Line {
  what: string;
  unit: Unit;
  ours: number;
  target: number;
  /** Default settings first, then with its faster expression engine where that was measured. */
  n8n?: readonly number[];
  nodeRed?: readonly number[];
  /** Node-RED beside it in this run. */
  nodeRedNow?: number;
  /** Processor time of the whole server process for one request, in microseconds. */
  cpu?: number;
  /** Nothing is answered before it is on disk: a figure to read beside the disk's sync time. */
  durable?: boolean;
  note?: string;
}

export interface Row {
  readonly name: string;
  /** Throws where an answer, a count or a record is not what it has to be. */
  measure(bench: Bench): Promise<Line[]>;
}

export interface Bench {
  readonly root: string;
  /** The built Node side that is measured. */
  readonly bundle: string;
  /** A folder on the disk that is measured, removed at the end. */
  readonly scratch: string;
  /** How long each load lasts. */
  readonly seconds: number;
  readonly nodeRed: NodeRed | undefined;
}

export const isMoreBetter = (unit: Unit): boolean => unit === "req/s" || unit === "frames/s";

export const meets = ({ unit, ours, target }: Line): boolean => (isMoreBetter(unit) ? ours >= target : ours <= target);

/** How many times better ours is than theirs. */
export const ratio = (line: Line, theirs: number): number => (isMoreBetter(line.unit) ? line.ours / theirs : theirs / line.ours);

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return ((sorted[middle] ?? Number.NaN) + (sorted[Math.ceil(sorted.length / 2 - 0.5)] ?? Number.NaN)) / 2;
};
