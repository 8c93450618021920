import { spawn } from "node:child_process";
import { copyFileSync, readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openInlineJournal } from "../../../electron/store/inline-journal.ts";
import { openReader } from "../../../electron/store/journal-reader.ts";
import { openWorkspace } from "../../../electron/store/open.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";
import { run, runId, step } from "./records.ts";

const CHILD = fileURLToPath(new URL("./crash-child.ts", import.meta.url));

/** Runs the child until it is gone; `onLine` may kill it. Gives all lines that it had said. */
async function child(dir: string, point: string, onLine: (count: number, kill: () => void) => void = () => {}): Promise<string[]> {
  const process_ = spawn(process.execPath, [CHILD, dir, point], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise<NodeJS.Signals | null>((resolve) => process_.on("exit", (_code, signal) => resolve(signal)));
  const lines: string[] = [];
  for await (const line of createInterface({ input: process_.stdout })) {
    lines.push(line);
    onLine(lines.length, () => process_.kill("SIGKILL"));
  }
  expect(await exited).toBe("SIGKILL");
  return lines;
}

function check(dir: string) {
  const db = openWorkspace(dir);
  expect(db.sql.pragma("integrity_check", { simple: true })).toBe("ok");
  db.close();
  return openReader(dir);
}

describe("a process that is killed", () => {
  it.each([40, 400, 1_500])("has lost nothing that was confirmed, and no record without those before it (%i lines)", async (count) => {
    const dir = tempDir();
    const lines = await child(dir, "under load", (n, kill) => {
      if (n >= count) kill();
    });
    const reader = check(dir);
    const said = (what: string) => lines.filter((line) => line.startsWith(`${what} `)).map((line) => runId(Number(line.split(" ")[1])));
    expect(said("accepted").length).toBeGreaterThan(0);
    for (const id of said("accepted")) expect(reader.run(id)).toBeDefined();
    for (const id of said("ended")) expect(reader.run(id)).toMatchObject({ status: "succeeded" });
    let counted = 0;
    for (let n = 1; n <= reader.lastRun(); n++) {
      const steps = reader.history(runId(n)).map((e) => (e.kind === "step" ? e.step : e.kind));
      expect([1, 2, 3, 4, "end"].slice(0, steps.length)).toEqual(steps);
      if (steps.length >= 4) counted++;
    }
    // The table says what the journal says: each counting step either has happened with its record, or not at all.
    expect(counted).toBeGreaterThanOrEqual(said("counted").length);
    if (counted > 0) expect(reader.db.sql.prepare("SELECT data ->> 'n' AS n FROM data_1").get()).toEqual({ n: counted });
    reader.close();
  });

  it.each([
    ["inside a commit", 1, 0],
    ["after a file is stored", 1, 1],
    ["inside a table step's commit", 1, 0],
    ["after the commit", 2, 0],
  ])("%s leaves whole commits only", async (point, runs, files) => {
    const dir = tempDir();
    const lines = await child(dir, point);
    expect(lines).toHaveLength(runs);
    const reader = check(dir);
    expect(reader.unfinished()).toHaveLength(runs);
    expect(reader.history(runId(2))).toEqual([]);
    expect(reader.db.sql.prepare("SELECT count(*) AS n FROM data_tables").get()).toEqual({ n: 0 });
    reader.close();
    const stored = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((f) => f.isFile() && /^[0-9a-f]{64}$/.test(f.name));
    expect(stored).toHaveLength(files);
  });
});

describe("a commit that is torn", () => {
  it("is dropped whole, and those before it stay", async () => {
    const dir = tempDir();
    const torn = tempDir();
    const writer = openInlineJournal(dir);
    writer.journal.append(run(1));
    await writer.journal.durable();
    for (let s = 1; s <= 20; s++) writer.journal.append(step(1, s));
    await writer.journal.durable();
    for (const name of ["workspace.db", "workspace.db-wal"]) copyFileSync(join(dir, name), join(torn, name));
    await writer.close();
    const wal = join(torn, "workspace.db-wal");
    truncateSync(wal, statSync(wal).size - 100);
    const reader = check(torn);
    expect(reader.unfinished()).toHaveLength(1);
    expect(reader.history(runId(1))).toEqual([]);
    reader.close();
  });
});
