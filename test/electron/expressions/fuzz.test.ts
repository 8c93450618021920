import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DateTime, Duration, Interval } from "luxon";
import { expect, test } from "vitest";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { Grammar } from "./fuzz-grammar.ts";
import { value } from "./scope-of.ts";

const SEED = 20_260_314;
const DATA = { n: 7, s: "abc", t: true, list: [3, 1, 2], o: { a: 1, b: { c: 2 } }, objs: [{ v: 1 }, { v: 2 }] };
const JSON_DATA = JSON.stringify(DATA);
const copy = (): Record<string, unknown> => JSON.parse(JSON_DATA);

/** JSON, with what JSON cannot say. */
const TAGGED = `(k, v) => v === undefined ? "\\u0000undefined" : typeof v === "number" && !Number.isFinite(v) ? "\\u0000" + v : typeof v === "function" ? "\\u0000undefined" : v`;
const tagged = (held: unknown): string | undefined =>
  JSON.stringify(held, (_key, v: unknown) => {
    if (v === undefined) return "\u0000undefined";
    return typeof v === "number" && !Number.isFinite(v) ? `\u0000${v}` : v;
  });

/** What Node makes of the expressions, in a process of its own. */
function native(expressions: readonly string[]): unknown[] {
  const folder = mkdtempSync(join(tmpdir(), "expressions-"));
  try {
    const file = join(folder, "native.mjs");
    const thunks = expressions.map((code) => `$json => ${code}`).join(",\n");
    writeFileSync(
      file,
      `const all = [\n${thunks}\n];\nconst tag = ${TAGGED};
const out = all.map((f) => { try { const v = f(${JSON_DATA}); return typeof v === "function" ? "function" : JSON.stringify(v, tag); } catch (e) { return JSON.stringify(undefined, tag); } });
process.stdout.write(JSON.stringify(out));`,
    );
    const parsed: unknown = JSON.parse(execFileSync(process.execPath, [file], { maxBuffer: 64 * 1024 * 1024, encoding: "utf8" }));
    return Array.isArray(parsed) ? parsed : [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `refused` for an error that fails the item. */
function ours(code: string): string | undefined {
  try {
    return tagged(value(code, copy()));
  } catch (error) {
    if (error instanceof ExpressionError) return "refused";
    throw error;
  }
}

test("ordinary expressions mean what they mean in JavaScript", () => {
  const grammar = new Grammar(SEED);
  const expressions = Array.from({ length: 4_000 }, (_, index) => grammar.plain(1 + (index % 4)));
  const theirs = native(expressions);
  const different = expressions.flatMap((code, index) => {
    const mine = ours(code);
    return mine === theirs[index] ? [] : [{ code, mine, theirs: theirs[index] }];
  });
  expect(different).toEqual([]);
});

/** Paths at which something is no data. */
function strangers(held: unknown, path = ""): string[] {
  if (typeof held === "function" || typeof held === "symbol") return [path];
  if (typeof held !== "object" || held === null) return [];
  if (held instanceof Date || held instanceof DateTime || held instanceof Duration || held instanceof Interval) return [];
  const prototype: unknown = Object.getPrototypeOf(held);
  if (prototype !== null && prototype !== Object.prototype && prototype !== Array.prototype) return [path];
  return Object.keys(held).flatMap((name) => strangers(Reflect.get(held, name), `${path}.${name}`));
}

test("whatever is tried, nothing but data comes out and nothing but an ExpressionError is thrown", () => {
  const grammar = new Grammar(SEED + 1);
  const prototypes = () =>
    JSON.stringify([Object.prototype, Array.prototype, Function.prototype].map((one) => Reflect.ownKeys(one).map(String)));
  const before = prototypes();
  let values = 0;
  for (let index = 0; index < 2_500; index++) {
    const code = grammar.wild(1 + (index % 4));
    try {
      const held = value(code, copy());
      values++;
      expect({ code, strangers: strangers(held) }).toEqual({ code, strangers: [] });
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw new Error(`${code} threw`, { cause: error });
    }
  }
  expect(prototypes()).toBe(before);
  // Enough of them ran to their end for the test to mean something.
  expect(values).toBeGreaterThan(600);
});
