import { describe, expect, it } from "vitest";
import { filterAction } from "../../../connectors/core/actions/filter.ts";
import { ifAction } from "../../../connectors/core/actions/if.ts";
import { checkConditions } from "../../../connectors/core/conditions/evaluate.ts";
import { Conditions } from "../../../connectors/core/conditions/schema.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

type RuleInput = [left: unknown, type: string, operation: string, right?: unknown];
const check = (rules: RuleInput[], options: Record<string, unknown> = {}): boolean =>
  checkConditions(
    Conditions.parse({ ...options, rules: rules.map(([left, type, operation, right]) => ({ left, type, operation, right })) }),
    "America/New_York",
    0,
  );

describe("conditions", () => {
  it.each<[RuleInput, boolean]>([
    [["apple", "string", "startsWith", "ap"], true],
    [["apple", "string", "notContains", "p"], false],
    [[undefined, "string", "empty"], true],
    [["Banana", "string", "regex", "/^b/i"], true],
    [["10", "number", "gt", 9], true],
    [[null, "number", "lt", 5], true],
    [["2024-05-05", "dateTime", "afterOrEquals", "2024-05-05T00:00:00-04:00"], true],
    [["2024-05-05", "dateTime", "before", "2024-05-04"], false],
    [["apple", "boolean", "true"], true],
    [["false", "boolean", "true"], false],
    [[[], "boolean", "false"], true],
    [["[1,2]", "array", "contains", 2], true],
    [[[1, 2], "array", "lengthGt", "1"], true],
    [[{}, "object", "empty"], true],
    [[{ a: 1 }, "object", "notEmpty"], true],
    [[0, "any", "exists"], true],
    [[null, "any", "notExists"], true],
  ])("%j is %s with types converted", (rule, met) => {
    expect(check([rule])).toBe(met);
  });

  it("refuses a value of another type where types are strict, and says which", () => {
    expect(() => check([["10", "number", "gt", 5]], { types: "strict" })).toThrow(
      "Wrong type: '10' is a string but was expecting a number [condition 0, item 0]",
    );
    expect(check([[null, "number", "equals", 5]], { types: "strict" })).toBe(false);
    expect(check([["2024-05-05", "dateTime", "exists"]], { types: "strict" })).toBe(true);
  });

  it("refuses what can't be converted", () => {
    expect(() => check([["abc", "number", "gt", 5]])).toThrow("Conversion error: the string 'abc' can't be converted to a number");
  });

  it("joins rules by all or any", () => {
    const rules: RuleInput[] = [
      [1, "number", "equals", 1],
      [2, "number", "equals", 1],
    ];
    expect(check(rules)).toBe(false);
    expect(check(rules, { match: "any" })).toBe(true);
    expect(check([])).toBe(true);
  });

  it("ignores case where asked", () => {
    expect(check([["Shane", "string", "startsWith", "s"]], { ignoreCase: true })).toBe(true);
    expect(check([[["A"], "array", "contains", "a"]], { ignoreCase: true })).toBe(true);
  });

  it("compares as JavaScript does where the conditions are of the oldest kind", () => {
    const plain = (...rule: RuleInput) => check([rule], { types: "plain" });
    expect(plain("5", "number", "gt", 4)).toBe(true);
    expect(plain(true, "boolean", "equals", true)).toBe(true);
    expect(plain("1", "number", "equals", 1)).toBe(false);
    expect(plain("", "string", "empty")).toBe(true);
    expect(plain("2024-03-10T10:00:00Z", "dateTime", "after", "2024-01-01T00:00:00")).toBe(true);
  });

  it("refuses patterns whose time has no bound, by name", () => {
    expect(() => check([["aa", "string", "regex", "(a)\\1"]])).toThrow("The pattern '(a)\\1' can't be used");
    expect(() => check([["aa", "string", "regex", "(?=a)a"]])).toThrow("can't be used");
  });

  it("answers a pattern that would hang a backtracking engine at once", () => {
    const start = performance.now();
    expect(check([[`${"a".repeat(40_000)}!`, "string", "regex", "^(a+)+$"]])).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("core.if and core.filter", () => {
  const params = ({ json }: { json: Record<string, unknown> }, failures = "fail") => ({
    conditions: { types: "strict", rules: [{ left: json.n, type: "number", operation: "gt", right: 1 }] },
    failures,
  });

  it("send items one way or the other, linked to where they came from", async () => {
    const items = itemsOf({ n: 1 }, { n: 2 });
    const both = await runStep(ifAction, { items, params: (item) => params(item) });
    expect(both.outputs).toEqual([[{ json: { n: 2 }, source: 1 }], [{ json: { n: 1 }, source: 0 }]]);
    const kept = await runStep(filterAction, { items, params: (item) => params(item) });
    expect(jsons(kept.outputs[0])).toEqual([{ n: 2 }]);
  });

  it("tell the engine which item failed", async () => {
    const run = runStep(ifAction, { items: itemsOf({ n: 2 }, { n: "x" }), params: (item) => params(item) });
    await expect(run).rejects.toMatchObject({ failure: { item: 1, kind: "user" } });
  });

  it("count a condition that can't be checked as not met where told to", async () => {
    const broken = { conditions: { types: "strict", rules: [{ left: "x", type: "number", operation: "gt", right: 1 }] }, failures: "no" };
    expect((await runStep(ifAction, { items: itemsOf({}), params: broken })).outputs.map((o) => o.length)).toEqual([0, 1]);
    expect((await runStep(filterAction, { items: itemsOf({}), params: broken })).outputs).toEqual([[]]);
  });
});
