import { describe, expect, it } from "vitest";
import { openInlineJournal } from "../../../electron/store/inline-journal.ts";
import { openReader } from "../../../electron/store/journal-reader.ts";
import { startWriter } from "../../../electron/threads/writer-client.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";
import { run, runId, step, T0, tableStep, workflowId } from "./records.ts";

const DAY = 86_400_000;

describe("an event with a key", () => {
  it("starts one run however often and however fast it comes", async () => {
    const dir = tempDir();
    const writer = await startWriter(dir);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => writer.journal.acceptKeyed(run(i + 1), "evt_1")));
    expect(answers.filter((a) => a.accepted)).toHaveLength(1);
    expect(new Set(answers.map((a) => (a.accepted ? "" : a.run)))).toEqual(new Set(["", "1"]));
    const reader = openReader(dir);
    expect(reader.unfinished().map((r) => r.run)).toEqual(["1"]);
    expect(reader.input(runId(1))).toBe(run(1).payload);
    reader.close();
    await writer.close();
  });

  it("counts per workflow and trigger, for 30 days, also over a restart", async () => {
    const dir = tempDir();
    const first = openInlineJournal(dir);
    const long = "k".repeat(5_000);
    await first.journal.acceptKeyed(run(1), "k");
    await first.journal.acceptKeyed(run(2), long);
    await first.close();
    const writer = openInlineJournal(dir);
    const accept = async (n: number, key: string, more: Parameters<typeof run>[1] = {}) =>
      (await writer.journal.acceptKeyed(run(n, more), key)).accepted;
    expect(await accept(3, "k")).toBe(false);
    expect(await accept(3, long)).toBe(false);
    expect(await accept(3, "k", { trigger: "other" })).toBe(true);
    expect(await accept(4, "k", { workflow: workflowId("other") })).toBe(true);
    expect(await accept(5, "k", { at: T0 + 30 * DAY })).toBe(false);
    expect(await accept(5, "k", { at: T0 + 30 * DAY + 2 })).toBe(true);
    await writer.close();
  });
});

describe("requests", () => {
  it("take their place among the records", async () => {
    const dir = tempDir();
    const writer = await startWriter(dir);
    const { journal } = writer;
    journal.append(run(1));
    journal.append(step(1, 1));
    const tables = journal.commitTables(tableStep(1, 2, [{ op: "insert", table: "T", row: {} }]));
    journal.append(step(1, 3));
    const last = journal.durable();
    await tables;
    await last;
    const reader = openReader(dir);
    expect(reader.history(runId(1)).map((e) => e.kind === "step" && e.step)).toEqual([1, 2, 3]);
    reader.close();
    await writer.close();
  });

  it("that fail by themselves change nothing and disturb nobody in the same commit", async () => {
    const dir = tempDir();
    const writer = await startWriter(dir);
    writer.journal.append(run(1));
    const missing = writer.call("workflows.restore", { id: workflowId("none") });
    const saved = writer.call("settings.save", { values: { theme: "dark" } });
    writer.journal.append(step(1, 1));
    await expect(missing).rejects.toMatchObject({ name: "StoreError", code: "missing" });
    await saved;
    await writer.journal.durable();
    const reader = openReader(dir);
    expect(reader.history(runId(1))).toHaveLength(1);
    reader.close();
    await writer.close();
  });
});
