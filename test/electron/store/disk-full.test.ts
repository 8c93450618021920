import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../../electron/store/commands.ts";
import { inlineWriter } from "../../../electron/store/inline-journal.ts";
import { openReader } from "../../../electron/store/journal-reader.ts";
import { openWorkspace } from "../../../electron/store/open.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";
import { noise, run, runId, step, tableStep } from "./records.ts";

const large = (n: number) =>
  step(1, n, { outputs: [{ kind: "inline", text: JSON.stringify([{ json: { n, text: "x".repeat(3_000) } }]) }] });

function full() {
  const dir = tempDir();
  const db = openWorkspace(dir);
  const limit = (pages: number) => db.sql.pragma(`max_page_count = ${pages}`);
  const writer = inlineWriter(db, COMMANDS);
  return {
    dir,
    writer,
    journal: writer.journal,
    fill: () => limit(Number(db.sql.pragma("page_count", { simple: true }))),
    free: () => limit(1_000_000),
  };
}

describe("a disk without room", () => {
  it("is told to everybody who waits, and loses nothing once there is room again", async () => {
    const { dir, writer, journal, fill, free } = full();
    journal.append(run(1));
    await journal.durable();
    fill();
    for (let n = 1; n <= 20; n++) journal.append(large(n));
    const first = journal.durable(5);
    const second = journal.durable();
    await expect(first).rejects.toMatchObject({ name: "StoreError", code: "disk-full", message: expect.stringContaining(dir) });
    await expect(second).rejects.toMatchObject({ code: "disk-full" });
    for (let n = 21; n <= 30; n++) journal.append(large(n));
    await expect(journal.durable()).rejects.toMatchObject({ code: "disk-full" });
    await expect(journal.durable()).rejects.toMatchObject({ code: "disk-full" });
    const reader = openReader(dir);
    expect(reader.history(runId(1))).toEqual([]);
    free();
    await journal.durable();
    expect(reader.history(runId(1)).map((e) => e.kind === "step" && e.step)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(journal.durable()).toBeUndefined();
    reader.close();
    await writer.close();
  });

  it("refuses requests for good: none is done behind its caller's back", async () => {
    const { dir, writer, journal, fill, free } = full();
    journal.append(run(1));
    await journal.durable();
    fill();
    const big = "x".repeat(200_000);
    const refused = [
      journal.acceptKeyed(run(2, { replay: big }), "k"),
      journal.commitTables(tableStep(1, 1, [{ op: "insert", table: "T", row: { big } }])),
      writer.call("settings.save", { values: { big } }),
    ];
    for (const request of refused) await expect(request).rejects.toMatchObject({ code: "disk-full" });
    free();
    journal.append(step(1, 2));
    await journal.durable();
    const reader = openReader(dir);
    expect(reader.lastRun()).toBe(1);
    expect(reader.history(runId(1)).map((e) => e.kind === "step" && e.step)).toEqual([2]);
    expect(reader.db.sql.prepare("SELECT count(*) AS n FROM settings").get()).toEqual({ n: 0 });
    expect(await journal.acceptKeyed(run(3), "k")).toEqual({ accepted: true });
    reader.close();
    await writer.close();
  });

  it("keeps a record whose file could not be stored until it can be", async () => {
    const { dir, writer, journal } = full();
    writeFileSync(join(dir, "blobs"), "in the way");
    const payload = JSON.stringify([[{ json: { text: noise(700_000) } }]]);
    journal.append(run(1, { payload }));
    await expect(journal.durable()).rejects.toMatchObject({ name: "StoreError", message: expect.stringContaining(join(dir, "blobs")) });
    rmSync(join(dir, "blobs"));
    await journal.durable();
    const reader = openReader(dir);
    expect(reader.input(runId(1))).toBe(payload);
    reader.close();
    await writer.close();
  });
});
