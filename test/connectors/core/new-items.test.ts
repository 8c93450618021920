import { describe, expect, it } from "vitest";
import { newItemsAction } from "../../../connectors/core/actions/new-items.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

type Memory = { global: JsonObject; node: JsonObject };
const memory = (): Memory => ({ global: { own: 1 }, node: { own: 2 } });

async function run(staticData: Memory, params: JsonObject, ...values: unknown[]): Promise<[unknown[], unknown[]]> {
  const items = itemsOf(...values.map((v) => ({ v })));
  const { outputs } = await runStep(newItemsAction, {
    items,
    params: (item) => ({ ...params, value: item.json.v }),
    staticData,
    outputs: 2,
  });
  return [jsons(outputs[0]).map(({ v }) => v), jsons(outputs[1]).map(({ v }) => v)];
}

describe("core.new_items", () => {
  it("lets a value through once, over runs and within one", async () => {
    const kept = memory();
    expect(await run(kept, {}, "a", "b", "a")).toEqual([["a", "b"], ["a"]]);
    expect(await run(kept, {}, "b", "c", { x: 1, y: 2 })).toEqual([["c", { x: 1, y: 2 }], ["b"]]);
    expect(await run(kept, {}, { y: 2, x: 1 })).toEqual([[], [{ y: 2, x: 1 }]]);
    expect(kept).toMatchObject({ global: { own: 1 }, node: { own: 2 } });
    expect(JSON.stringify(kept)).not.toContain('"c"');
  });
  it("keeps 1 and '1' apart", async () => {
    expect(await run(memory(), {}, 1, "1")).toEqual([[1, "1"], []]);
  });
  it("forgets the oldest first, and everything when told to", async () => {
    const kept = memory();
    await run(kept, { most: 2 }, "a", "b", "c");
    expect(await run(kept, { most: 2 }, "a")).toEqual([["a"], []]);
    expect(await run(kept, { operation: "forget" }, "x")).toEqual([["x"], []]);
    expect(await run(kept, {}, "a")).toEqual([["a"], []]);
    expect(kept.node.own).toBe(2);
  });
  it("numbers and dates: what lies above the highest of earlier runs", async () => {
    const kept = memory();
    expect(await run(kept, { by: "number" }, 5, "7", 6)).toEqual([[5, "7", 6], []]);
    expect(await run(kept, { by: "number" }, 7, 8)).toEqual([[8], [7]]);
    expect(await run(kept, { by: "date" }, "2026-01-02", "2026-01-01")).toEqual([["2026-01-02", "2026-01-01"], []]);
    expect(await run(kept, { by: "date" }, "2026-01-02", "2026-01-03")).toEqual([["2026-01-03"], ["2026-01-02"]]);
  });
  it("shares what it saw with the workflow where told to", async () => {
    const kept = memory();
    await run(kept, { memory: "workflow" }, "a");
    expect(kept.node).toEqual({ own: 2 });
    expect(await run(kept, { memory: "workflow" }, "a")).toEqual([[], ["a"]]);
  });
  it("refuses what can't be compared, and remembers nothing of such a run", async () => {
    const kept = memory();
    for (const [by, value] of [
      ["value", ""],
      ["number", "x"],
      ["number", Number.POSITIVE_INFINITY],
      ["date", "soon"],
    ])
      await expect(run(kept, { by }, value)).rejects.toMatchObject({ failure: { field: "value", item: 0 } });
    expect(kept).toEqual(memory());
  });
  it("begins anew where what was kept can't be read", async () => {
    expect(await run({ global: {}, node: { seenItems: { values: 5 } } }, {}, "a")).toEqual([["a"], []]);
  });
});
