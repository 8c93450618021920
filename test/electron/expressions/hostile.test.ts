import { Settings } from "luxon";
import { afterEach, describe, expect, test } from "vitest";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { HOSTILE } from "./hostile-cases.ts";
import { value } from "./scope-of.ts";

const DATA = { name: "Ann", n: 1, list: [3, 1, 2] };
/** Processor time, in milliseconds: generous for slow machines, far below what any of these would take unbounded. */
const SOON = 2_000;

const shapes = [
  Object.prototype,
  Array.prototype,
  String.prototype,
  Number.prototype,
  Function.prototype,
  Date.prototype,
  RegExp.prototype,
];
const described = (): string => JSON.stringify(shapes.map((shape) => Reflect.ownKeys(shape).map(String)));
const before = described();
const zoneBefore = Settings.defaultZone.name;

afterEach(() => {
  expect(described()).toBe(before);
  expect(Settings.defaultZone.name).toBe(zoneBefore);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  expect(DATA).toEqual({ name: "Ann", n: 1, list: [3, 1, 2] });
});

const worked = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

function outcome(code: string): unknown {
  const start = worked();
  try {
    return { value: value(code, DATA) };
  } catch (error) {
    if (error instanceof ExpressionError) return "refused";
    throw error;
  } finally {
    expect(worked() - start).toBeLessThan(SOON);
  }
}

describe.each(Object.entries(HOSTILE))("an expression that tries to %s", (_what, cases) => {
  test.each(cases.map(([code, expected]) => ({ code, shown: code.slice(0, 100), expected })))("$shown", ({ code, expected }) => {
    expect(outcome(code)).toEqual(expected);
  });
});
