import { describe, expect, it } from "vitest";
import { aggregateAction } from "../../../connectors/core/actions/aggregate.ts";
import { limitAction } from "../../../connectors/core/actions/limit.ts";
import { removeDuplicatesAction } from "../../../connectors/core/actions/remove-duplicates.ts";
import { renameKeysAction } from "../../../connectors/core/actions/rename-keys.ts";
import { sortAction } from "../../../connectors/core/actions/sort.ts";
import { splitOutAction } from "../../../connectors/core/actions/split-out.ts";
import { summarizeAction } from "../../../connectors/core/actions/summarize.ts";
import type { Action } from "../../../connectors/kit/action.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

const run = async (action: Action, params: JsonObject, ...items: JsonObject[]) =>
  (await runStep(action, { params, items: itemsOf(...items) })).outputs[0] ?? [];

describe("core.split_out", () => {
  const order = { id: 1, lines: [{ sku: "a" }, { sku: "b" }], names: ["x", "y", "z"], n: { deep: [1] } };
  it("makes an item of each entry and says where it came from", async () => {
    expect(await run(splitOutAction, { fields: "lines" }, {}, order)).toEqual([
      { json: { sku: "a" }, source: 1 },
      { json: { sku: "b" }, source: 1 },
    ]);
  });
  it("copies other fields, renames, and splits lists side by side", async () => {
    expect(jsons(await run(splitOutAction, { fields: "names", include: "selected", includeFields: "id", into: "name" }, order))).toEqual([
      { id: 1, name: "x" },
      { id: 1, name: "y" },
      { id: 1, name: "z" },
    ]);
    expect(jsons(await run(splitOutAction, { fields: "lines,names" }, order))).toEqual([
      { lines: { sku: "a" }, names: "x" },
      { lines: { sku: "b" }, names: "y" },
      { names: "z" },
    ]);
    expect(jsons(await run(splitOutAction, { fields: "n.deep" }, order))).toEqual([{ "n.deep": 1 }]);
  });
  it("fails where a field is missing only if told to", async () => {
    expect(await run(splitOutAction, { fields: "nope" }, order)).toEqual([]);
    await expect(run(splitOutAction, { fields: "nope", missing: "fail" }, order)).rejects.toThrow("Couldn't find the field 'nope'");
  });
});

describe("core.aggregate", () => {
  const rows = [
    { g: "x", v: 1, t: ["p"] },
    { g: "y", v: null, t: ["q"] },
    { g: "x", v: 3 },
  ];
  it("gathers fields into lists", async () => {
    expect(await run(aggregateAction, { fields: [{ name: "v" }, { name: "t", as: "tags" }], mergeLists: true }, ...rows)).toEqual([
      { json: { v: [1, 3], tags: ["p", "q"] }, source: [0, 1, 2] },
    ]);
    expect(jsons(await run(aggregateAction, { fields: [{ name: "v" }], keepMissing: true }, ...rows))).toEqual([{ v: [1, null, 3] }]);
  });
  it("gathers whole items, one result for each group", async () => {
    expect(await run(aggregateAction, { mode: "items", include: "except", excludeFields: "t, g", groupBy: "g" }, ...rows)).toEqual([
      { json: { g: "x", data: [{ v: 1 }, { v: 3 }] }, source: [0, 2] },
      { json: { g: "y", data: [{ v: null }] }, source: [1] },
    ]);
  });
  it("refuses two lists in one field", async () => {
    await expect(run(aggregateAction, { fields: [{ name: "a.v" }, { name: "v" }] }, ...rows)).rejects.toThrow("used more than once");
  });
});

describe("core.summarize", () => {
  const rows = [
    { g: "x", v: 1, s: "b" },
    { g: "y", v: 5, s: "A" },
    { g: "x", v: null, s: "" },
    { g: null, v: "7" },
  ];
  it("sums, counts and lists", async () => {
    const measures = ["sum", "min", "max", "average", "count", "countUnique"].map((aggregation) => ({ aggregation, field: "v" }));
    const [item] = await run(
      summarizeAction,
      { measures: [...measures, { aggregation: "concatenate", field: "s", separator: "|" }] },
      ...rows,
    );
    expect(item?.json).toEqual({ sum_v: 6, min_v: 1, max_v: "7", average_v: 3, count_v: 3, unique_count_v: 3, concatenated_s: "b|A" });
  });
  it("makes one item for each group, or one of all groups", async () => {
    const measures = [{ aggregation: "sum", field: "v" }];
    expect(jsons(await run(summarizeAction, { measures, groupBy: "g", skipEmptyGroups: true }, ...rows))).toEqual([
      { g: "x", sum_v: 1 },
      { g: "y", sum_v: 5 },
    ]);
    expect(jsons(await run(summarizeAction, { measures, groupBy: "g", output: "single" }, ...rows))).toEqual([
      { x: { sum_v: 1 }, y: { sum_v: 5 }, null: { sum_v: 0 } },
    ]);
  });
  it("goes on with the items as they came where it is told to", async () => {
    const params = { measures: [{ field: "nope" }], missing: "fail" };
    await expect(run(summarizeAction, params, ...rows)).rejects.toThrow("The field 'nope' does not exist in any items");
    expect(jsons(await run(summarizeAction, { ...params, failures: "pass" }, ...rows))).toEqual(rows);
  });
});

describe("core.sort", () => {
  const rows = [
    { s: "b", n: 2 },
    { s: "A", n: 10 },
    { s: "a", n: 1 },
  ];
  it("orders by fields, without regard to case, in a stable way", async () => {
    expect(jsons(await run(sortAction, { fields: [{ name: "s" }] }, ...rows)).map((r) => r.n)).toEqual([10, 1, 2]);
    expect((await run(sortAction, { fields: [{ name: "n", descending: true }] }, ...rows)).map((r) => r.source)).toEqual([1, 0, 2]);
  });
  it("keeps every item where it shuffles", async () => {
    const shuffled = jsons(await run(sortAction, { by: "random" }, ...rows)).map((r) => Number(r.n));
    expect(shuffled.sort((a, b) => a - b)).toEqual([1, 2, 10]);
  });
  it("names a field that no item has", async () => {
    await expect(run(sortAction, { fields: [{ name: "zzz" }] }, ...rows)).rejects.toThrow("Couldn't find the field 'zzz'");
  });
});

describe("core.limit", () => {
  const rows = [{ n: 1 }, { n: 2 }, { n: 3 }];
  it("keeps the first or the last", async () => {
    expect((await run(limitAction, { count: 2 }, ...rows)).map((r) => r.source)).toEqual([0, 1]);
    expect((await run(limitAction, { count: "2", keep: "last" }, ...rows)).map((r) => r.source)).toEqual([1, 2]);
    expect(await run(limitAction, { count: 9 }, ...rows)).toHaveLength(3);
  });
});

describe("core.remove_duplicates", () => {
  const rows = [
    { a: 1, b: "x" },
    { b: "x", a: 1 },
    { a: 1, b: "y" },
    { a: "1", b: "x" },
  ];
  it("keeps the first of the same", async () => {
    expect((await run(removeDuplicatesAction, {}, ...rows)).map((r) => r.source)).toEqual([0, 2, 3]);
    expect(await run(removeDuplicatesAction, { compare: "selected", fields: "b", removeOtherFields: true }, ...rows)).toEqual([
      { json: { b: "x" }, source: 0 },
      { json: { b: "y" }, source: 2 },
    ]);
  });
  it("refuses mixed types where told to", async () => {
    await expect(run(removeDuplicatesAction, { sameTypes: true }, ...rows)).rejects.toThrow("'a' isn't always the same type");
  });
});

describe("core.rename_keys", () => {
  it("renames by name and by pattern, at every depth", async () => {
    const item = { first_name: "A", addr: { city: "X" }, arr: [{ first_name: "n" }] };
    expect(jsons(await run(renameKeysAction, { names: [{ from: "addr.city", to: "addr.town" }] }, item))).toEqual([
      { first_name: "A", addr: { town: "X" }, arr: [{ first_name: "n" }] },
    ]);
    expect(jsons(await run(renameKeysAction, { patterns: [{ search: "^(\\w+)_(\\w+)$", replace: "$2-$1" }] }, item))).toEqual([
      { "name-first": "A", addr: { city: "X" }, arr: [{ "name-first": "n" }] },
    ]);
    expect(item.addr).toEqual({ city: "X" });
  });
});
