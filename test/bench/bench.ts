import { mkdirSync, rmSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "../../electron/cli/launch/build.ts";
import { syncTime } from "./disk.ts";
import { type Bench, type Line, meets, type Row } from "./line.ts";
import { findNodeRed } from "./node-red.ts";
import { MEASURED } from "./peers.ts";
import { busy } from "./rows/busy.ts";
import { canvas } from "./rows/canvas.ts";
import { installed } from "./rows/installed.ts";
import { items, tenSteps } from "./rows/items.ts";
import { orderCode, orderSet } from "./rows/order.ts";
import { start } from "./rows/start.ts";
import { type Report, table } from "./table.ts";

/**
 * The product's speed against its targets and what else people use: `npm run bench -- [--only NAME ...] [--seconds N]
 * [--json] [--peers DIR] [--bundle DIR]`. Exit 1 where a row gave a wrong answer; a target that is missed is only shown.
 */
const ROWS: readonly Row[] = [orderSet, orderCode, ...items, tenSteps, start, busy, installed, canvas];

const USAGE = `npm run bench -- [options]
  --only NAME     this row only, several times for more: ${ROWS.map((row) => row.name).join(", ")}
  --seconds N     how long each load lasts (10)
  --json          one JSON document instead of the table
  --peers DIR     run Node-RED beside it where it is installed in DIR/node-red
  --bundle DIR    measure this build of the Node side instead of dist/main
`;

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} cores (${first?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, Node ${process.version}`;
}

async function measureAll(bench: Bench, rows: readonly Row[]): Promise<Pick<Report, "lines" | "failed">> {
  const lines: Line[] = [];
  const failed: { row: string; reason: string }[] = [];
  for (const row of rows) {
    process.stderr.write(`${row.name} ...\n`);
    try {
      lines.push(...(await row.measure(bench)));
    } catch (error) {
      failed.push({ row: row.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { lines, failed };
}

/** Returns the exit code. */
export async function bench(root: string, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true },
      seconds: { type: "string", default: "10" },
      json: { type: "boolean", default: false },
      peers: { type: "string" },
      bundle: { type: "string" },
    },
  });
  const seconds = Number(values.seconds);
  const unknown = values.only?.find((name) => !ROWS.some((row) => row.name === name));
  if (unknown !== undefined || !(seconds > 0)) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (!values.bundle && !build(root, ["main", "renderer"])) return 1;
  // On the disk of the checkout: a folder for temporary files may be in memory, where nothing is durable.
  const scratch = join(root, ".build", `bench-${process.pid}`);
  mkdirSync(scratch, { recursive: true });
  try {
    const load = loadavg()[0] ?? Number.NaN;
    const syncMs = syncTime(scratch);
    const nodeRed = values.peers === undefined ? undefined : findNodeRed(resolve(values.peers), scratch);
    const bundle = resolve(values.bundle ?? join(root, "dist", "main"));
    const rows = ROWS.filter((row) => values.only === undefined || values.only.includes(row.name));
    const found = await measureAll({ root, bundle, scratch, seconds, nodeRed }, rows);
    const report: Report = { machine: machine(), load, syncMs, ...found };
    const lines = report.lines.map((line) => ({ ...line, met: meets(line) }));
    process.stdout.write(values.json ? `${JSON.stringify({ ...report, peersMeasured: MEASURED, lines }, null, 2)}\n` : table(report));
    return found.failed.length === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
