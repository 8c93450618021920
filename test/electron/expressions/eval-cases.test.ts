import { describe, expect, test } from "vitest";
import { evaluateCases, evaluateOne } from "../../../electron/expressions/eval-cases.ts";
import { NOW } from "./scope-of.ts";

const OPTIONS = { zone: "America/New_York", now: NOW };
const CONTEXT = {
  workflow: { id: "w", name: "Jobs", active: false },
  node: "Here",
  previousNode: "Source",
  previousNodeParameters: { p: 1 },
  items: [{ json: { n: 4 } }, { json: { n: 5 } }],
};

describe("trying expressions out", () => {
  test.each<[string, unknown]>([
    ["={{ $json.n }}", { type: "number", value: 4 }],
    ["={{ $json.n / 0 }}", { type: "number", value: "Infinity" }],
    ["={{ NaN }}", { type: "number", value: "NaN" }],
    ["={{ $json.none }}", { type: "undefined" }],
    ["={{ null }}", { type: "null", value: null }],
    ["={{ [1] }}", { type: "array", value: [1] }],
    ["={{ ({}) }}", { type: "object", value: {} }],
    ["={{ $now }}", { type: "DateTime", value: "2026-03-14T09:45:30.123-04:00", zone: "America/New_York" }],
    ["={{ new Date(0) }}", { type: "Date", value: "1970-01-01T00:00:00.000Z" }],
    ["=n is {{ $('Source').last().json.n }}", { type: "string", value: "n is 5" }],
    ["not an expression {{ 1 }}", { type: "string", value: "not an expression {{ 1 }}" }],
    ["={{ $input.params.p + $items().length }}", { type: "number", value: 3 }],
    ["={{ x = 1 }}", { error: { name: "ExpressionError", message: expect.stringContaining("cannot change"), at: 4 } }],
    ["={{ $('Nope').item }}", { error: { name: "ExpressionError", message: expect.stringContaining("Nope") } }],
  ])("%s", (expression, expected) => {
    expect(evaluateOne(expression, CONTEXT, OPTIONS)).toEqual(expected);
  });

  test("works without a context", () => {
    expect(evaluateOne("={{ 1 + 1 }}", undefined, OPTIONS)).toEqual({ type: "number", value: 2 });
  });

  test("a file's answers come in its order, in its workflow's zone", () => {
    const file = {
      context: { ...CONTEXT, workflow: { ...CONTEXT.workflow, timezone: "Europe/Berlin" } },
      cases: [{ expression: "={{ $json.n }}" }, { expression: "={{ }}" }, { expression: "={{ $now.zoneName }}" }],
    };
    expect(evaluateCases(file, OPTIONS)).toMatchObject([{ value: 4 }, { error: {} }, { value: "Europe/Berlin" }]);
  });

  test.each([null, {}, { cases: [{}] }, { cases: 1 }])("%j is no such file", (file) => {
    expect(() => evaluateCases(file, OPTIONS)).toThrow();
  });
});
