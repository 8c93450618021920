import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openInlineJournal } from "../../../electron/store/inline-journal.ts";
import { openReader, type Reader } from "../../../electron/store/journal-reader.ts";
import type { Writer } from "../../../electron/store/log-client.ts";
import { loadItems } from "../../../electron/store/run-items.ts";
import { loadSteps } from "../../../electron/store/run-steps.ts";
import { countOpenRuns, listRuns, loadRun, type RunFilter, runDocument, runQuery } from "../../../electron/store/runs.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";
import { end, run, runId, running, step, T0, tableStep, workflowId } from "./records.ts";

const wf = workflowId("wf");
const failure = { kind: "service", message: "no answer", retryable: false, outcome: "unknown" } as const;
const DOCUMENT = JSON.stringify({
  name: "Quotes",
  nodes: [
    { id: "hook", name: "Webhook" },
    { id: "node-1", name: "Set" },
  ],
});
const itemsText = (...ns: number[]) => JSON.stringify(ns.map((n) => ({ json: { n } })));

let writer: Writer;
let reader: Reader;
beforeEach(async () => {
  const dir = tempDir();
  writer = openInlineJournal(dir);
  reader = openReader(dir);
  await writer.call("workflows.create", {
    id: wf,
    name: "Quotes",
    document: DOCUMENT,
    triggers: [],
    problems: 0,
    at: T0,
    state: new Uint8Array([1]),
  });
  await writer.call("workflows.publish", { id: wf, document: DOCUMENT, at: T0, by: "ann", note: "" });
});
afterEach(async () => {
  reader.close();
  await writer.close();
});

describe("the list of runs", () => {
  const ids = (filter: Partial<Parameters<typeof listRuns>[1]>) =>
    listRuns(reader.db, { limit: 100, ...filter }).map((r) => Number(r.runId));
  beforeEach(async () => {
    const { journal } = writer;
    for (let n = 1; n <= 9; n++)
      journal.append(run(n, { workflow: workflowId(n === 9 ? "other" : "wf"), mode: n === 3 ? "test" : n === 4 ? "simulate" : "live" }));
    const ends: [number, "succeeded" | "failed" | "cancelled"][] = [
      [1, "succeeded"],
      [2, "failed"],
      [3, "failed"],
      [4, "cancelled"],
    ];
    for (const [n, status] of ends) journal.append(end(n, status));
    journal.append(running(5));
    journal.append({ kind: "waits", run: runId(6), for: "approval", at: T0 });
    journal.append({ kind: "waits", run: runId(7), for: "timer", until: T0 + 99, at: T0 });
    journal.append({ kind: "waits", run: runId(8), for: "decision", at: T0 });
    await journal.durable();
  });

  it.each<[string, Parameters<typeof ids>[0], number[]]>([
    ["all, newest first", {}, [9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ["a page", { limit: 2, before: runId(8) }, [7, 6]],
    ["of a workflow", { workflowId: workflowId("other") }, [9]],
    ["failed or cancelled", { status: ["failed", "cancelled"] }, [4, 3, 2]],
    ["failed", { status: ["failed"] }, [3, 2]],
    ["open", { status: ["queued", "running", "waiting"] }, [9, 8, 7, 6, 5]],
    ["of mixed states", { status: ["succeeded", "running"] }, [5, 1]],
    ["of no state", { status: [] }, []],
    ["that wait for a person", { needsYou: true }, [8, 6]],
    ["live", { mode: "live" }, [9, 8, 7, 6, 5, 2, 1]],
    ["not live", { mode: "test" }, [4, 3]],
    ["of a time", { from: T0 + 3, to: T0 + 5 }, [5, 4, 3]],
    ["by everything at once", { workflowId: wf, status: ["failed"], mode: "live", from: T0, to: T0 + 9, before: runId(9), limit: 5 }, [2]],
  ])("can be had: %s", (_, filter, expected) => {
    expect(ids(filter)).toEqual(expected);
  });

  it("says what each is and waits for", () => {
    expect(listRuns(reader.db, { limit: 1, before: runId(8) })).toEqual([
      {
        runId: "7",
        workflowId: "wf",
        workflowName: "Quotes",
        version: 1,
        mode: "live",
        status: "waiting",
        waitingFor: "timer",
        until: T0 + 99,
        startedAt: T0 + 7,
      },
    ]);
    expect(countOpenRuns(reader.db)).toEqual({ queued: 1, running: 1, waiting: 3, needsYou: 2 });
  });

  it("looks for few among many by an index", () => {
    const plan = (filter: Omit<RunFilter, "limit">) => {
      const { text, values } = runQuery({ limit: 1, ...filter });
      const rows = reader.db.sql.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(...values);
      return rows.map((row) => row.detail).join("; ");
    };
    expect(plan({ needsYou: true })).toContain("runs_open");
    expect(plan({ status: ["running"] })).toContain("runs_open");
    expect(plan({ status: ["failed"] })).toContain("runs_failed");
  });
});

describe("a run", () => {
  it("keeps saying that an outcome is unknown, once the run is cancelled", async () => {
    const { journal } = writer;
    journal.append(run(1));
    const about = { run: runId(1), step: 1, node: "node-1", runIndex: 0, attempt: 1 };
    journal.append({ kind: "waiting", ...about, for: "decision", items: [0], failure, at: T0 + 30 });
    journal.append(step(1, 1, { status: "cancelled", outputs: [], at: T0 + 40 }));
    journal.append(end(1, "cancelled"));
    await journal.durable();
    expect(loadSteps(reader.db, runId(1)).steps.at(-1)).toMatchObject({
      status: "unknown",
      failure,
      unknownItems: [0],
      inputs: [{ step: 0, port: 0 }],
    });
  });

  it("shows its steps as they are: done, waiting, unknown, under way", async () => {
    const { journal } = writer;
    const one = runId(1);
    journal.append(run(1, { payload: `[${itemsText(1, 2)}]` }));
    journal.append(
      step(1, 1, {
        outputs: [
          { kind: "inline", text: itemsText(1, 2) },
          { kind: "inline", text: "[]" },
        ],
        inputs: [{ step: 0, port: 0 }],
      }),
    );
    journal.append({ kind: "started", run: one, step: 2, node: "node-2", attempt: 1, item: 0, at: T0 + 20 });
    journal.append({
      kind: "waiting",
      run: one,
      step: 2,
      node: "node-2",
      runIndex: 1,
      attempt: 1,
      for: "decision",
      items: [0, 1],
      failure,
      at: T0 + 30,
    });
    journal.append({ kind: "settled", run: one, step: 2, item: 0, answer: "skip", by: "ann", at: T0 + 40 });
    journal.append({
      kind: "waiting",
      run: one,
      step: 3,
      node: "node-3",
      runIndex: 0,
      attempt: 2,
      for: "retry",
      until: T0 + 99,
      at: T0 + 30,
    });
    journal.append({ kind: "started", run: one, step: 4, node: "node-4", attempt: 1, item: 0, at: T0 + 31 });
    journal.append({ kind: "log", run: one, step: 4, text: "sent", at: T0 + 32 });
    await journal.durable();
    const { steps, log } = loadSteps(reader.db, one);
    expect(steps).toMatchObject([
      { step: 0, node: "hook", name: "Webhook", status: "succeeded", counts: [2], startedAt: T0 + 1 },
      {
        step: 1,
        node: "node-1",
        name: "Set",
        status: "succeeded",
        counts: [2, 0],
        ms: 3,
        startedAt: T0 - 2,
        inputs: [{ step: 0, port: 0 }],
      },
      { step: 2, status: "unknown", runIndex: 1, failure, unknownItems: [1], startedAt: T0 + 20 },
      { step: 3, name: "node-3", status: "waiting", attempt: 2, waitingFor: "retry", until: T0 + 99 },
      { step: 4, status: "running", attempt: 1, startedAt: T0 + 31 },
    ]);
    expect(log).toEqual([{ step: 4, text: "sent", at: T0 + 32 }]);
    journal.append(step(1, 2, { runIndex: 1 }));
    await journal.durable();
    const settled = loadSteps(reader.db, one).steps[2];
    expect(settled).toMatchObject({ status: "succeeded", startedAt: T0 + 20 });
    expect([settled?.failure, settled?.unknownItems, settled?.waitingFor]).toEqual([undefined, undefined, undefined]);
  });

  it("has the workflow as it was, from its version or, of a test, from a document kept once", async () => {
    const { journal } = writer;
    journal.append(run(1));
    for (const n of [2, 3])
      journal.append(run(n, { version: null, workflow: workflowId("file"), document: '{"name":"From a file"}', mode: "test" }));
    await journal.durable();
    expect(runDocument(reader.db, runId(1))).toBe(DOCUMENT);
    expect(runDocument(reader.db, runId(3))).toBe('{"name":"From a file"}');
    expect(runDocument(reader.db, runId(9))).toBeUndefined();
    expect(loadRun(reader.db, runId(2))).toMatchObject({ workflowName: "From a file", version: null });
    expect(reader.db.sql.prepare("SELECT count(*) AS n FROM documents").get()).toEqual({ n: 1 });
  });

  it("that repeats another names the step it began at", async () => {
    writer.journal.append(run(1));
    writer.journal.append(step(1, 1));
    writer.journal.append(run(2, { rerunOf: runId(1), rerunFrom: "1" }));
    writer.journal.append(end(2, "failed", { error: { message: "no", failure } }));
    await writer.journal.durable();
    expect(loadRun(reader.db, runId(2))).toMatchObject({
      rerunOf: { runId: "1", node: "node-1" },
      error: { message: "no", failure },
      endedAt: T0 + 12,
    });
  });
});

describe("items of a step", () => {
  const ask = (n: number, index: number, more: Partial<Parameters<typeof loadItems>[1]> = {}) => {
    const page = loadItems(reader.db, { run: runId(n), step: index, side: "out", port: 0, offset: 0, limit: 50, ...more });
    return page && [page.total, page.items.map((item) => item.json.n)];
  };
  beforeEach(async () => {
    const { journal } = writer;
    journal.append(run(1, { payload: `[${itemsText(1, 2, 3)},${itemsText(4)}]` }));
    for (const [page, ns] of [
      [0, [10, 11, 12]],
      [1, [13, 14, 15]],
      [2, [16]],
    ] as const) {
      journal.append({ kind: "page", run: runId(1), step: 1, port: 0, page, count: ns.length, payload: itemsText(...ns) });
    }
    journal.append(
      step(1, 1, {
        outputs: [
          { kind: "paged", count: 7, pages: 3 },
          { kind: "inline", text: itemsText(20) },
        ],
        inputs: [{ step: 0, port: 1 }],
      }),
    );
    await journal.commitTables(tableStep(1, 2, [{ op: "insert", table: "T", row: { n: 30 } }]));
    journal.append(run(2, { rerunOf: runId(1), rerunFrom: "2", payload: `[${itemsText(99)}]` }));
    journal.append(step(2, 2, { outputs: [{ kind: "inline", text: itemsText(40) }], inputs: [{ step: 1, port: 0 }] }));
    journal.append(step(2, 3, { inputs: [{ step: 2, port: 0 }, null, { step: 1, port: 1 }] }));
    await journal.durable();
  });

  it("come a page at a time, over the edges of stored pages", () => {
    expect(ask(1, 1)).toEqual([7, [10, 11, 12, 13, 14, 15, 16]]);
    expect(ask(1, 1, { offset: 2, limit: 3 })).toEqual([7, [12, 13, 14]]);
    expect(ask(1, 1, { offset: 6, limit: 3 })).toEqual([7, [16]]);
    expect(ask(1, 1, { offset: 7 })).toEqual([7, []]);
    expect(ask(1, 1, { port: 1 })).toEqual([1, [20]]);
  });

  it("of the trigger are what the run began with, and inputs are the outputs they came from", () => {
    expect(ask(1, 0, { offset: 1, limit: 1 })).toEqual([3, [2]]);
    expect(ask(1, 1, { side: "in" })).toEqual([1, [4]]);
    expect(ask(1, 2, { side: "in", offset: 5 })).toEqual([7, [15, 16]]);
    expect(ask(1, 2)).toEqual([1, [30]]);
  });

  it("of a run that repeats another are found there where they lie before its first step", () => {
    expect(ask(2, 1)).toEqual([7, [10, 11, 12, 13, 14, 15, 16]]);
    expect(ask(2, 2, { side: "in" })).toEqual([1, [99]]);
    expect(ask(2, 3, { side: "in" })).toEqual([1, [40]]);
    expect(ask(2, 3, { side: "in", port: 1 })).toEqual([0, []]);
    expect(ask(2, 3, { side: "in", port: 2 })).toEqual([1, [20]]);
  });

  it("that are not there are none, and of a run that is not there unknown", () => {
    expect(ask(1, 9)).toEqual([0, []]);
    expect(ask(1, 1, { port: 9 })).toEqual([0, []]);
    expect(ask(7, 1)).toBeUndefined();
  });
});
