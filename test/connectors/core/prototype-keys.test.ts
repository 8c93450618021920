import { describe, expect, it } from "vitest";
import { core } from "../../../connectors/core/index.ts";
import type { Action } from "../../../connectors/kit/action.ts";
import type { Item, JsonObject } from "../../../electron/shared/model/item.ts";
import { runStep } from "../../helpers/step-context.ts";

const BAD = [
  "__proto__",
  "constructor",
  "prototype",
  "__proto__.polluted",
  "constructor.prototype.polluted",
  "a.__proto__.polluted",
  "a[__proto__]",
];

/** An item as JSON.parse makes it: `__proto__` is a key of its own. */
const hostile = (): Item => ({
  json: JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":{"__proto__":{"polluted":1}},"list":[{"__proto__":{"polluted":1}}],"id":1}',
  ) as JsonObject,
});

const pairs = (name: string): Record<string, JsonObject[]> => ({
  set: [
    { fields: [{ name, value: "x" }], include: "all" },
    { fields: [{ name, value: "x" }], include: "selected", includeFields: name },
    { fields: [], include: "except", excludeFields: name },
    { mode: "json", json: `{"${name}": {"polluted": 1}}` },
  ],
  split_out: [{ fields: name }, { fields: "list", into: name }, { fields: "list", include: "selected", includeFields: name }],
  aggregate: [{ fields: [{ name, as: name }] }, { mode: "items", into: name, groupBy: name }],
  summarize: [
    { measures: [{ field: name, aggregation: "append" }], groupBy: name, output: "single" },
    { measures: [{ field: name }], groupBy: name },
  ],
  sort: [{ fields: [{ name: "id" }, { name }], failures: "pass" }],
  remove_duplicates: [
    { compare: "selected", fields: name, removeOtherFields: true },
    { compare: "except", fields: name },
  ],
  rename_keys: [
    { names: [{ from: "id", to: name }] },
    { names: [{ from: name, to: "x.y" }] },
    { patterns: [{ search: "^id$", replace: name }] },
  ],
  merge: [{ mode: "fields", fields: [{ left: name }], join: "everything" }, { mode: "all" }, { mode: "position", clash: "suffix" }],
  data_table: [
    { table: "t", values: "fields", fields: [{ column: name, value: 1 }], operation: "upsert", match: [{ column: name, value: 1 }] },
  ],
  respond: [{ wrapIn: name, headers: [{ name, value: "x" }] }],
  if: [{ conditions: { rules: [{ left: name, operation: name }] }, failures: "no" }],
});

const known = Object.getOwnPropertyNames(Object.prototype).sort();

describe("field names that mean a prototype", () => {
  const tried = core.actions.flatMap((action) =>
    BAD.flatMap((name) => (pairs(name)[action.id] ?? [{}]).map((params) => [action.id, name, action, params] as const)),
  );
  it.each(tried)("core.%s with %s changes no prototype", async (_id, _name, action: Action, params) => {
    await runStep(action, { params, inputs: [[hostile(), hostile()], [hostile()]] }).catch(() => undefined);
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(known);
    expect(({} as JsonObject).polluted).toBeUndefined();
    expect((Object as unknown as { polluted?: unknown }).polluted).toBeUndefined();
    expect(([] as unknown as JsonObject).polluted).toBeUndefined();
  });
});
