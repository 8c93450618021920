import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HistoryEntry, JournalRecord } from "../../../electron/engine/ports.ts";
import { openInlineJournal } from "../../../electron/store/inline-journal.ts";
import { openReader, stepHistory } from "../../../electron/store/journal-reader.ts";
import { startWriter } from "../../../electron/threads/writer-client.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";
import { end, noise, run, runId, running, step, T0, workflowId } from "./records.ts";

const one = runId(1);
const CALLED = { run: runId(7), step: 2, call: 0, attempt: 1, depth: 1 };
const failure = { kind: "service", message: "busy", retryable: true, outcome: "unknown" } as const;

/** One of each kind, with every optional field set at least once and left out at least once. */
const EVERY_KIND: JournalRecord[] = [
  running(1),
  { ...running(1), again: true },
  { kind: "started", run: one, step: 1, node: "a", attempt: 2, item: 7, at: T0 },
  { kind: "item", run: one, step: 1, item: 7, status: "unknown", payload: '{"why":"no answer"}', at: T0 },
  { kind: "page", run: one, step: 1, port: 1, page: 0, count: 2, payload: '[{"json":{}},{"json":{}}]' },
  step(1, 1, {
    outputs: [
      { kind: "inline", text: "[1]" },
      { kind: "paged", count: 2, pages: 1 },
      { kind: "inline", text: '["é"]' },
    ],
    state: '{"i":1}',
  }),
  step(1, 2, { status: "failed", outputs: [], inputs: [null, { step: 1, port: 2 }], failure }),
  { kind: "waiting", run: one, step: 3, node: "b", runIndex: 1, attempt: 1, for: "timer", until: T0 + 5, at: T0 },
  {
    kind: "waiting",
    run: one,
    step: 4,
    node: "c",
    runIndex: 0,
    attempt: 3,
    for: "decision",
    at: T0,
    resumeKey: "k",
    payload: "{}",
    failure,
    items: [1, 2],
  },
  { kind: "settled", run: one, step: 4, item: 1, answer: "happened", payload: "[]", by: "ann", at: T0 },
  { kind: "settled", run: one, step: 4, item: null, answer: "skip", by: "ann", at: T0 },
  { kind: "event", run: one, step: 4, payload: '[{"json":{}}]', at: T0 },
  { kind: "log", run: one, step: 4, text: "said", at: T0 },
  { kind: "answered", run: one, status: 200, at: T0 },
  { kind: "waits", run: one, for: "timer", until: T0 + 5, at: T0 },
  { kind: "waits", run: one, for: "approval", at: T0 },
  { kind: "cancel", run: one, by: "ann", at: T0 },
  end(1, "failed", { error: { message: "no", node: "a", failure } }),
];

for (const [name, open] of [
  ["in the caller's thread", (dir: string) => Promise.resolve(openInlineJournal(dir))],
  ["in a thread", startWriter],
] as const) {
  describe(`the journal, written ${name}`, () => {
    it("gives every kind of record back as it was, in order", async () => {
      const dir = tempDir();
      const writer = await open(dir);
      writer.journal.append(run(1));
      for (const record of EVERY_KIND) writer.journal.append(record);
      await writer.journal.durable();
      const reader = openReader(dir);
      expect(reader.history(one)).toEqual(EVERY_KIND.filter((r): r is HistoryEntry & JournalRecord => r.kind !== "page"));
      expect(reader.page(one, 1, 1, 0)).toBe('[{"json":{}},{"json":{}}]');
      expect(reader.input(one)).toBe('[[{"json":{"n":1}}]]');
      reader.close();
      await writer.close();
    });

    it("numbers records by one and has nothing to wait for once they are on disk", async () => {
      const writer = await open(tempDir());
      expect(writer.journal.durable()).toBeUndefined();
      expect([run(1), running(1), run(2)].map((r) => writer.journal.append(r))).toEqual([1, 2, 3]);
      await writer.journal.durable(2);
      await writer.journal.durable();
      expect(writer.journal.durable()).toBeUndefined();
      expect(writer.journal.durable(1)).toBeUndefined();
      await writer.close();
    });

    it("confirms a record only when everything before it can be read by another connection", async () => {
      const dir = tempDir();
      const writer = await open(dir);
      const reader = openReader(dir);
      const seen: Promise<unknown>[] = [];
      for (let n = 1; n <= 6_000; n++) {
        const seq = writer.journal.append(run(n));
        if (n % 500 === 0)
          seen.push(Promise.resolve(writer.journal.durable(seq)).then(() => expect(reader.lastRun()).toBeGreaterThanOrEqual(n)));
      }
      await Promise.all(seen);
      expect(seen).toHaveLength(12);
      reader.close();
      await writer.close();
    });

    it("writes what nobody waits for before it closes", async () => {
      const dir = tempDir();
      const writer = await open(dir);
      writer.journal.append(run(1));
      await writer.close();
      const reader = openReader(dir);
      expect(reader.lastRun()).toBe(1);
      reader.close();
      await expect(writer.journal.durable(2)).rejects.toMatchObject({ code: "closed" });
    });
  });
}

describe("a run's row", () => {
  it("follows its records, and what has ended stays ended", async () => {
    const dir = tempDir();
    const writer = openInlineJournal(dir);
    const { journal } = writer;
    const reader = openReader(dir);
    const state = async () => {
      await journal.durable();
      return reader.run(one);
    };
    journal.append(
      run(1, {
        version: null,
        document: '{"name":"Quotes"}',
        mode: "test",
        rerunOf: runId(9),
        rerunFrom: "a",
        replay: "r",
        options: "{}",
        calledBy: CALLED,
      }),
    );
    expect(await state()).toEqual({
      run: one,
      workflow: workflowId(),
      version: null,
      document: '{"name":"Quotes"}',
      mode: "test",
      trigger: "hook",
      at: T0 + 1,
      status: "queued",
      calledBy: CALLED,
      rerunOf: runId(9),
      rerunFrom: "a",
      replay: "r",
      options: "{}",
    });
    journal.append({ kind: "waits", run: one, for: "timer", until: T0 + 0.5, at: T0 });
    expect(await state()).toMatchObject({ status: "waiting", waitingFor: "timer", until: T0 + 1 });
    journal.append(running(1));
    expect(await state()).toMatchObject({ status: "running" });
    expect((await state())?.waitingFor).toBeUndefined();
    expect(reader.unfinished().map((r) => r.run)).toEqual([one]);
    expect(reader.calledFrom(runId(7))).toEqual([{ run: one, by: CALLED }]);
    journal.append(end(1, "cancelled"));
    journal.append(running(1));
    journal.append(end(1, "succeeded"));
    expect(await state()).toMatchObject({ status: "cancelled" });
    expect(reader.unfinished()).toEqual([]);
    reader.close();
    await writer.close();
  });
});

describe("small records that come one after the other", () => {
  it("come back one by one and in order, whatever their size and whosever they are", async () => {
    const dir = tempDir();
    const writer = openInlineJournal(dir);
    const runs = [1, 2].map((n) => ({ id: runId(n), records: [] as JournalRecord[] }));
    for (const { id } of runs) writer.journal.append(run(Number(id)));
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let i = 0; i < 600; i++) {
      const { id, records } = runs[random(10) === 0 ? 1 : 0] ?? { id: one, records: [] };
      const text = JSON.stringify(["é".repeat(random(8) === 0 ? 5_000 : random(80))]);
      const kinds: JournalRecord[] = [
        step(Number(id), i, { outputs: [{ kind: "inline", text }], ...(random(2) === 0 && { state: "{}" }) }),
        { kind: "log", run: id, step: random(600), text: random(3) === 0 ? "" : text, at: T0 + i },
        { kind: "answered", run: id, status: 200, at: T0 },
        { kind: "settled", run: id, step: i, item: null, answer: "skip", by: "ann", at: T0 },
        { kind: "waits", run: id, for: "timer", at: T0 },
      ];
      const record = kinds[random(kinds.length)] ?? running(Number(id));
      writer.journal.append(record);
      records.push(record);
    }
    await writer.journal.durable();
    const reader = openReader(dir);
    const rows = reader.db.sql.prepare<unknown[], { n: number }>("SELECT count(*) AS n FROM journal").get();
    expect(rows?.n).toBeLessThan(500);
    for (const { id, records } of runs) {
      expect(reader.history(id)).toEqual(records);
      const step7 = records.filter((r) => "step" in r && r.step === 7);
      expect(stepHistory(reader.db, id, 7)).toEqual(step7);
    }
    reader.close();
    await writer.close();
  });
});

describe("payloads", () => {
  it.each([
    ["short", 100],
    ["compressed", 50_000],
    ["long", 4_000_000],
  ])("come back as they were: %s", async (_, length) => {
    const dir = tempDir();
    const writer = openInlineJournal(dir);
    const { journal } = writer;
    const payload = JSON.stringify([[{ json: { text: `é${noise(length)}` } }]]);
    journal.append(run(1, { payload }));
    journal.append({ kind: "page", run: one, step: 1, port: 0, page: 0, count: 1, payload });
    journal.append({ kind: "page", run: one, step: 1, port: 0, page: 0, count: 1, payload });
    await journal.durable();
    const reader = openReader(dir);
    expect(reader.input(one)).toBe(payload);
    expect(reader.page(one, 1, 0, 0)).toBe(payload);
    reader.close();
    await writer.close();
    const blobs = join(dir, "blobs");
    const files = existsSync(blobs) ? readdirSync(blobs, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()) : [];
    expect(files).toHaveLength(length > 1_000_000 ? 1 : 0);
  });
});
