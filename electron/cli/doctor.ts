import { existsSync } from "node:fs";
import { listSlots } from "../secrets/workspace-key.ts";
import { findEngine, readEngineInfo } from "../store/lock.ts";
import { openForReading } from "../store/open.ts";
import { databaseFile } from "../store/paths.ts";
import { countOpenRuns } from "../store/runs.ts";
import { dataDir } from "./default-data.ts";
import { parseFlags } from "./usage.ts";
import { VERSION } from "./version.ts";

interface Finding {
  what: string;
  ok: boolean;
  detail: string;
}

function databaseFindings(dir: string): Finding[] {
  if (!existsSync(databaseFile(dir))) return [{ what: "database", ok: true, detail: "not there yet; it is made when it is first needed" }];
  try {
    const db = openForReading(dir);
    try {
      const check = db
        .prepare<{ integrity_check: string }>("PRAGMA integrity_check")
        .all()
        .map((r) => r.integrity_check);
      const open = countOpenRuns(db);
      return [
        { what: "database", ok: check.join() === "ok", detail: check.slice(0, 5).join("; ") },
        {
          what: "open runs",
          ok: true,
          detail: `${open.running + open.queued} to go on, ${open.waiting} waiting, ${open.needsYou} of them for a person`,
        },
      ];
    } finally {
      db.close();
    }
  } catch (error) {
    return [{ what: "database", ok: false, detail: error instanceof Error ? error.message : String(error) }];
  }
}

/** `imx doctor`: what is wrong with a workspace, without changing it. Exit 1 where something is. */
export function doctor(args: readonly string[]): Promise<number> {
  const { values } = parseFlags(args, { data: { type: "string" }, json: { type: "boolean" } });
  const dir = dataDir(values.data);
  const engine = findEngine(dir);
  const told = readEngineInfo(dir);
  const slots = listSlots(dir);
  const findings: Finding[] = [
    { what: "program", ok: true, detail: `Infinite Matrix ${VERSION}, Node ${process.version}` },
    { what: "folder", ok: true, detail: dir },
    {
      what: "engine",
      ok: engine !== undefined || told === undefined,
      detail: engine
        ? `process ${engine.pid}${engine.url ? ` at ${engine.url}` : ""}`
        : told
          ? `process ${told.pid} ended without stopping; its runs go on at the next start`
          : "not running",
    },
    {
      what: "secrets",
      ok: true,
      detail:
        slots.length === 0
          ? "none stored yet"
          : `opened by ${slots.map((s) => (s.backend ? `${s.kind} (${s.backend})` : s.kind)).join(", ")}`,
    },
    ...databaseFindings(dir),
  ];
  if (values.json) process.stdout.write(`${JSON.stringify(findings)}\n`);
  else for (const f of findings) process.stdout.write(`${f.ok ? "ok " : "BAD"}  ${f.what.padEnd(10)} ${f.detail}\n`);
  return Promise.resolve(findings.every((f) => f.ok) ? 0 : 1);
}
