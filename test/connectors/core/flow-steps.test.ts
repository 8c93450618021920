import { describe, expect, it } from "vitest";
import { compareAction } from "../../../connectors/core/actions/compare.ts";
import { loopAction } from "../../../connectors/core/actions/loop.ts";
import { mergeAction, mergePorts } from "../../../connectors/core/actions/merge.ts";
import { switchAction, switchPorts } from "../../../connectors/core/actions/switch.ts";
import { waitAction } from "../../../connectors/core/actions/wait.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

describe("core.switch", () => {
  const rule = (operation: string, right: number, more = {}) => ({
    conditions: { rules: [{ left: 3, type: "number", operation, right }] },
    ...more,
  });
  it("has a port for each rule, which keeps its id when rules move", () => {
    expect(switchPorts({ rules: [{ id: "vip", label: "VIP" }, {}], fallback: "extra" })).toEqual([
      { id: "vip", label: "VIP" },
      { id: "out2", label: "1" },
      { id: "fallback", label: "Otherwise" },
    ]);
    expect(switchPorts({ mode: "number", outputs: 2 }).map((p) => p.id)).toEqual(["out1", "out2"]);
    expect(switchPorts({ rules: "={{ oops }}" })).toEqual([]);
  });
  const counts = async (params: JsonObject) => (await runStep(switchAction, { params })).outputs.map((list) => list.length);
  it("takes the first rule that matches, or all, or the way left over", async () => {
    const rules = [rule("gt", 5), rule("gt", 2), rule("gt", 1)];
    expect(await counts({ rules })).toEqual([0, 1, 0]);
    expect(await counts({ rules, all: true })).toEqual([0, 1, 1]);
    expect(await counts({ rules: [rule("gt", 5)], fallback: "extra" })).toEqual([0, 1]);
    expect(await counts({ rules: [rule("gt", 5), rule("gt", 6)], fallback: "output", fallbackOutput: 1 })).toEqual([0, 1]);
    expect(await counts({ rules: [rule("gt", 5)] })).toEqual([0]);
  });
  it("goes by number, and refuses one that there is not", async () => {
    expect(await counts({ mode: "number", outputs: 3, output: "2" })).toEqual([0, 0, 1]);
    for (const output of [5, -1, 0.5, ""])
      await expect(counts({ mode: "number", outputs: 2, output })).rejects.toThrow("There is no output");
  });
  it("lets several rules share an output", async () => {
    expect(await counts({ rules: [rule("gt", 5, { output: 0 }), rule("gt", 1, { output: 3 })], outputs: 4 })).toEqual([0, 0, 0, 1]);
  });
});

describe("core.merge", () => {
  const left = itemsOf({ id: 1, n: "a", x: { q: 1 } }, { id: 2, n: "b" }, { n: "none" });
  const right = itemsOf({ id: 1, n: "A", x: { r: 2 } }, { id: "2", n: "B" }, { id: 3, n: "C" });
  const merge = async (params: JsonObject, inputs = [left, right]) => (await runStep(mergeAction, { params, inputs })).outputs[0] ?? [];
  const by = (join: string, more = {}) => merge({ mode: "fields", fields: [{ left: "id" }], join, ...more });

  it("has as many inputs as it is told", () => {
    expect(mergePorts({ inputs: 3 }).map((p) => p.id)).toEqual(["in1", "in2", "in3"]);
    expect(mergePorts({ inputs: "={{ 1 }}" })).toHaveLength(2);
  });
  it("puts inputs one after the other, each item linked to its input", async () => {
    expect((await merge({})).map((i) => i.source)).toEqual([0, 1, 2, { item: 0, input: 1 }, { item: 1, input: 1 }, { item: 2, input: 1 }]);
  });
  it("matches fields exactly, objects inside merged, the last input counting", async () => {
    expect(await by("matches")).toEqual([{ json: { id: 1, n: "A", x: { q: 1, r: 2 } }, source: [0, { item: 0, input: 1 }] }]);
    expect(jsons(await by("matches", { nested: "shallow" }))).toEqual([{ id: 1, n: "A", x: { r: 2 } }]);
    expect(jsons(await by("matches", { clash: "prefer", prefer: 1 }))).toEqual([{ id: 1, n: "a", x: { q: 1, r: 2 } }]);
    expect(jsons(await by("matches", { clash: "suffix" }))).toEqual([
      { id_1: 1, n_1: "a", x_1: { q: 1 }, id_2: 1, n_2: "A", x_2: { r: 2 } },
    ]);
  });
  it("takes 2 and '2' for equal only where told to; a missing field matches nothing", async () => {
    expect(jsons(await by("matches", { fuzzy: true })).map((j) => j.n)).toEqual(["A", "B"]);
    expect(jsons(await by("nonMatches", { from: "input1", fuzzy: true }))).toEqual([{ n: "none" }]);
  });
  it("keeps what else is asked for", async () => {
    expect(jsons(await by("nonMatches")).map((j) => j._source)).toEqual(["input1", "input1", "input2", "input2"]);
    expect(jsons(await by("everything")).map((j) => j.n)).toEqual(["A", "b", "none", "B", "C"]);
    expect(jsons(await by("enrich1")).map((j) => j.n)).toEqual(["A", "b", "none"]);
    expect(jsons(await by("enrich2")).map((j) => j.n)).toEqual(["a", "B", "C"]);
  });
  it("pairs by position, makes every pair, or keeps one input", async () => {
    expect(jsons(await merge({ mode: "position", unpaired: "all" }, [left, itemsOf({ z: 1 })])).map((j) => j.z)).toEqual([
      1,
      undefined,
      undefined,
    ]);
    expect(await merge({ mode: "all" })).toHaveLength(9);
    expect(jsons(await merge({ mode: "choose", choose: 2 }))).toEqual(jsons(right));
    expect(jsons(await merge({ mode: "choose", choose: 0 }))).toEqual([{}]);
  });
  it("goes on with the side that has items", async () => {
    const fields = [{ left: "id" }];
    expect(await merge({ mode: "fields", fields, join: "matches" }, [left, []])).toEqual([]);
    expect(await merge({ mode: "fields", fields, join: "everything" }, [left, []])).toHaveLength(3);
  });
  it("matches large inputs without comparing each with each", async () => {
    const many = (field: string) => itemsOf(...Array.from({ length: 20_000 }, (_, id) => ({ id, [field]: id })));
    const start = performance.now();
    expect(await merge({ mode: "fields", fields: [{ left: "id" }], join: "matches" }, [many("a"), many("b")])).toHaveLength(20_000);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("core.compare", () => {
  const a = itemsOf({ id: 1, v: "x" }, { id: 2, v: "y", n: 2 }, { id: 3, v: "z" });
  const b = itemsOf({ id: 1, v: "x" }, { id: 2, v: "Y", n: "2" }, { id: 4, v: "w" });
  const compare = async (params: JsonObject) =>
    (await runStep(compareAction, { params: { fields: [{ left: "id" }], ...params }, inputs: [a, b] })).outputs.map(jsons);
  it("sorts items into only here, same, different, only there", async () => {
    expect(await compare({})).toEqual([
      [{ id: 3, v: "z" }],
      [{ id: 1, v: "x" }],
      [{ keys: { id: 2 }, same: { id: 2 }, different: { v: { inputA: "y", inputB: "Y" }, n: { inputA: 2, inputB: "2" } } }],
      [{ id: 4, v: "w" }],
    ]);
  });
  it("gives one side or a mix, and leaves fields and types out of account", async () => {
    expect((await compare({ resolve: "b" }))[2]).toEqual([{ id: 2, v: "Y", n: "2" }]);
    expect((await compare({ resolve: "mix", mixExcept: "v" }))[2]).toEqual([{ id: 2, v: "Y", n: 2 }]);
    expect((await compare({ skip: "v", fuzzy: true })).map((list) => list.length)).toEqual([1, 2, 0, 1]);
    expect(a[1]?.json).toEqual({ id: 2, v: "y", n: 2 });
  });
  it("says which field nobody has, where that counts as a fault", async () => {
    await expect(compare({ fields: [{ left: "idd" }], missing: "fail" })).rejects.toThrow("Couldn't find the field 'idd'");
  });
});

describe("core.loop", () => {
  it("sends batches round and hands on what came back", async () => {
    const first = itemsOf({ n: 1 }, { n: 2 }, { n: 3 });
    const back = [itemsOf({ sq: 1 }, { sq: 4 }), itemsOf({ sq: 9 })] as const;
    const params = { size: 2 };
    const one = await runStep(loopAction, { params, items: first });
    expect(one.outputs.map(jsons)).toEqual([[], [{ n: 1 }, { n: 2 }]]);
    const two = await runStep(loopAction, { params, items: back[0], earlier: [first], state: one.state, runIndex: 1 });
    expect(two.outputs).toEqual([[], [{ json: { n: 3 }, source: { item: 2, run: 0 } }]]);
    expect(two.state).toMatchObject({ noItemsLeft: true, currentRunIndex: 1, maxRunIndex: 2 });
    const three = await runStep(loopAction, { params, items: back[1], earlier: [first, back[0]], state: two.state, runIndex: 2 });
    expect(three.outputs.map(jsons)).toEqual([[{ sq: 1 }, { sq: 4 }, { sq: 9 }], []]);
    expect(three.outputs[0]?.map((i) => i.source)).toEqual([{ item: 0, run: 1 }, { item: 1, run: 1 }, 0]);
  });
  it("begins anew where told to", async () => {
    const again = await runStep(loopAction, {
      params: { reset: true },
      items: itemsOf({ n: 7 }, { n: 8 }),
      state: { noItemsLeft: true, currentRunIndex: 3, maxRunIndex: 4, first: 0, offset: 4 },
      runIndex: 4,
    });
    expect(again.outputs.map(jsons)).toEqual([[], [{ n: 7 }]]);
  });
});

describe("core.wait", () => {
  const now = Date.UTC(2026, 0, 2, 12);
  const wait = (params: JsonObject) => runStep(waitAction, { params, now, items: itemsOf({ a: 1 }) });
  it("waits for a time or until a date in the workflow's zone, and keeps the items", async () => {
    const outcome = await wait({ amount: 2, unit: "minutes" });
    expect(outcome.wait).toEqual({ until: now + 120_000 });
    expect(jsons(outcome.outputs[0])).toEqual([{ a: 1 }]);
    expect((await wait({ until: "time", at: "2026-01-03T08:00" })).wait).toEqual({ until: Date.UTC(2026, 0, 3, 13) });
  });
  it("does not wait for what has passed", async () => {
    expect((await wait({ until: "time", at: "2025-01-01" })).wait).toBeUndefined();
    expect((await wait({ amount: 0 })).wait).toBeUndefined();
  });
  it("waits for a call at the run's own address, for so long", async () => {
    expect((await wait({ until: "webhook" })).wait).toEqual({ resumeKey: "r1" });
    expect((await wait({ until: "webhook", suffix: "/ok/", limit: "interval", limitAmount: 1 })).wait).toEqual({
      resumeKey: "r1/ok",
      until: now + 3_600_000,
    });
  });
  it("refuses what is no time", async () => {
    await expect(wait({ until: "time", at: "soon" })).rejects.toThrow("'soon' is no date and time");
    await expect(wait({ amount: 1e12, unit: "days" })).rejects.toThrow("too long");
  });
});
