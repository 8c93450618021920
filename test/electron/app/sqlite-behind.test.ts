import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { createFileDatabases } from "../../../electron/threads/sqlite-client.ts";
import { sqliteAsked } from "../../../electron/threads/sqlite-host.ts";
import { utilityProcess } from "../../helpers/electron/utility-process.ts";

vi.mock("electron", () => ({ utilityProcess }));
const { sqliteBehind } = await import("../../../electron/app/sqlite-behind.ts");

it("database files are worked on by a process of the app's, which a stopped query takes along", async () => {
  const folder = mkdtempSync(join(tmpdir(), "imx-"));
  const fork = vi.spyOn(utilityProcess, "fork");
  const databases = createFileDatabases((events) => sqliteAsked(events, (_notice, port) => sqliteBehind(port)));
  const run = (text: string, signal = new AbortController().signal) =>
    databases.run(join(folder, "x.db"), { statements: [{ text, values: [] }], readOnly: false, transaction: false, mostRows: 5 }, signal);
  expect(await run("CREATE TABLE t (x)")).toEqual({ results: [{ changes: 0, insertId: 0 }] });
  const [first] = fork.mock.results.map(({ value }) => value as ReturnType<typeof utilityProcess.fork>);
  const gone = new Promise((resolve) => first?.once("exit", resolve));
  const stop = new AbortController();
  const endless = run("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n", stop.signal);
  stop.abort();
  await expect(endless).rejects.toMatchObject({ failure: { kind: "cancelled", outcome: "unknown" } });
  await gone;
  expect(await run("SELECT 1 AS one")).toEqual({ results: [{ columns: ["one"], rows: [[1]] }] });
  expect(fork).toHaveBeenCalledTimes(2);
  databases.close();
  rmSync(folder, { recursive: true, force: true });
});
