import { isMoreBetter, type Line, meets, ratio, type Unit } from "./line.ts";
import { MEASURED } from "./peers.ts";

export interface Report {
  machine: string;
  /** One-minute load average at the start: above a core or so the figures are not this program's. */
  load: number;
  syncMs: number;
  lines: readonly Line[];
  failed: readonly { row: string; reason: string }[];
}

const figure = (value: number, unit: Unit): string => {
  const digits = unit === "s" ? 2 : value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${unit}`;
};

const times = (line: Line, theirs: number): string => {
  const value = ratio(line, theirs);
  return `${value.toFixed(value < 10 ? 1 : 0)}x`;
};

const peer = (line: Line, figures: readonly number[] | undefined): string =>
  figures === undefined ? "-" : figures.map((one) => `${figure(one, line.unit)} (${times(line, one)})`).join(" / ");

function cells(line: Line, syncMs: number): string[] {
  const notes = [
    line.cpu === undefined ? "" : `${line.cpu.toFixed(0)} us of processor each`,
    line.durable ? `sync ${syncMs.toFixed(2)} ms` : "",
    line.note ?? "",
  ];
  const nodeRed = line.nodeRedNow === undefined ? peer(line, line.nodeRed) : `${peer(line, [line.nodeRedNow])} now`;
  return [
    line.what,
    figure(line.ours, line.unit),
    `${isMoreBetter(line.unit) ? ">=" : "<="} ${figure(line.target, line.unit)}`,
    meets(line) ? "yes" : "NO",
    peer(line, line.n8n),
    nodeRed,
    notes.filter(Boolean).join(", "),
  ];
}

/** The figures as a table in text; ratios in brackets are how many times better ours is. */
export function table({ machine, load, syncMs, lines, failed }: Report): string {
  const head = ["work", "ours", "target", "met", "n8n 2.41 (its faster engine)", "Node-RED 5", "beside it"];
  const rows = [head, ...lines.map((line) => cells(line, syncMs))];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const text = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [
    `${machine}; load ${load.toFixed(1)} at the start; 4 kB on disk in ${syncMs.toFixed(2)} ms (median)`,
    `Peers as measured on ${MEASURED} unless marked "now"; in brackets how many times better ours is.`,
    "",
    ...text,
    ...failed.map(({ row, reason }) => `FAILED ${row}: ${reason}`),
    "",
  ].join("\n");
}
