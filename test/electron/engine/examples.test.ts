import { describe, expect, it } from "vitest";
import type { Workflow } from "#shared/model/workflow.ts";
import { exampleOf } from "../../../electron/engine/example.ts";
import { preview } from "../../../electron/engine/preview.ts";
import { type Harness, harness, jsonOf, startRun, workflow } from "../../helpers/engine-harness.ts";

const chain = (fields: Record<string, unknown> = { total: 120 }): Workflow =>
  workflow(
    {
      start: { type: "t.manual", pinned: [{ json: { id: 1, name: "Ana" } }] },
      set: { type: "t.pass", params: fields },
      send: { type: "t.sampled" },
      last: { type: "t.pass", params: { done: true } },
    },
    [
      ["start", "set"],
      ["set", "send"],
      ["send", "last"],
    ],
  );

const example = async (h: Harness, document: Workflow, node: string): Promise<unknown[][]> =>
  (await exampleOf(h.engine.executor, h.engine.plan(document, null), null, node)).outputs.map(jsonOf);
const shown = (h: Harness, document: Workflow, node: string, text: string) =>
  preview(h.engine.executor, h.engine.plan(document, null), null, node, text, 0);

const many = (count: number) => Array.from({ length: count }, (_, id) => ({ json: { id } }));

describe("before anything has run", () => {
  it("a step that does nothing outside shows what its own fields make of the data before it", async () => {
    const document = chain({ total: "={{ $json.id + 119 }}", greeting: "=Hi {{ $('start').item.json.name }}" });
    expect(await example(harness(), document, "set")).toEqual([[{ id: 1, name: "Ana", total: 120, greeting: "Hi Ana" }]]);
  });

  it("a step that reaches outside shows its sample, and those behind it work on that", async () => {
    const h = harness();
    expect(await example(h, chain(), "send")).toEqual([[{ from: "sample" }]]);
    expect(await example(h, chain(), "last")).toEqual([[{ from: "sample", done: true }]]);
    expect(h.outside.calls).toEqual([]);
    expect(h.journal.records).toEqual([]);
  });

  it("a step whose fields are not right yet shows nothing made up", async () => {
    expect(await example(harness(), chain({ total: "={{ $('nobody').item.json.x }}" }), "set")).toEqual([[]]);
  });

  it("goes by a few of many recorded items", async () => {
    const h = harness();
    const document = chain();
    const run = startRun(h, { ...document, nodes: document.nodes.filter(({ id }) => id === "start" || id === "set") }, many(3_000));
    await run.ended;
    const plan = h.engine.plan(document, null);
    const { outputs } = await exampleOf(h.engine.executor, plan, run.id, "last");
    expect(outputs[0]?.length).toBeLessThan(10);
    expect(jsonOf(outputs[0])[0]).toEqual({ from: "sample", done: true });
  });

  it("an expression has the value of the example, and says that it is one", async () => {
    const h = harness();
    expect(await shown(h, chain(), "send", "={{ $json.name }} {{ $json.total }}")).toEqual({
      ok: true,
      value: "Ana 120",
      type: "string",
      example: true,
    });
    expect(await shown(h, chain(), "last", "={{ $('set').item.json.total }}")).toMatchObject({ value: 120, example: true });
  });

  it("each step before it is known by its first item", async () => {
    const h = harness();
    expect((await exampleOf(h.engine.executor, h.engine.plan(chain(), null), null, "last")).before).toEqual({
      start: { id: 1, name: "Ana" },
      set: { id: 1, name: "Ana", total: 120 },
      send: { from: "sample" },
    });
  });

  it("a ring of steps is gone round once", async () => {
    const ring = workflow(
      {
        start: { type: "t.manual", pinned: [{ json: { id: 1 } }] },
        a: { type: "t.pass", params: { a: "={{ $json.id + 1 }}" } },
        b: { type: "t.pass", params: { b: "={{ $json.a + 1 }}" } },
      },
      [
        ["start", "a"],
        ["a", "b"],
        ["b", "a"],
      ],
    );
    expect(await example(harness(), ring, "b")).toEqual([[{ id: 1, a: 2, b: 3 }]]);
  });
});

describe("after a run", () => {
  it("the run's data count, and only steps that it did not reach go by an example", async () => {
    const h = harness();
    const document = chain();
    const run = startRun(h, workflow({ start: { type: "t.manual" }, set: { type: "t.pass", params: { total: 7 } } }, [["start", "set"]]), [
      { json: { name: "Ben" } },
    ]);
    await run.ended;
    const afterwards = (node: string, text: string) => preview(h.engine.executor, h.engine.plan(document, null), run.id, node, text, 0);
    expect(await afterwards("send", "={{ $json.name }} {{ $json.total }}")).toEqual({ ok: true, value: "Ben 7", type: "string" });
    expect(await afterwards("last", "={{ $json.from }}")).toEqual({ ok: true, value: "sample", type: "string", example: true });
    expect(await afterwards("last", "={{ $('set').item.json.total }}")).toMatchObject({ value: 7 });
  });
});
