import { DateTime, Duration, Interval } from "luxon";
import { describe, expect, test } from "vitest";
import { Evaluation } from "../../../electron/expressions/budget.ts";
import { GLOBALS } from "../../../electron/expressions/globals/index.ts";
import { Callable, Host } from "../../../electron/expressions/host.ts";
import { MORE, NATIVE, NO_METHOD, siteOf } from "../../../electron/expressions/methods/site.ts";
import { ROOTS } from "../../../electron/expressions/roots/index.ts";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { makeScope, value } from "./scope-of.ts";

/** Every name that means something to JavaScript or Node, on any of its objects. */
const NAMES: readonly string[] = [
  ...new Set(
    [
      Object.prototype,
      Function.prototype,
      Array.prototype,
      String.prototype,
      Number.prototype,
      Boolean.prototype,
      Date.prototype,
      RegExp.prototype,
      Map.prototype,
      Set.prototype,
      Promise.prototype,
      Error.prototype,
      DateTime.prototype,
      Duration.prototype,
      Interval.prototype,
      Object,
      Function,
      Array,
      Error,
      Math,
      JSON,
      Reflect,
      DateTime,
      DateTime.now(),
      Duration.fromMillis(1),
      process,
      globalThis,
      Evaluation.prototype,
      Host.prototype,
      Callable.prototype,
    ].flatMap((one: object) => Object.getOwnPropertyNames(one)),
  ),
];

const VALUES = {
  String: "abc",
  Number: 5,
  Boolean: true,
  Array: [1, 2],
  Object: { a: 1 },
  Date: new Date(0),
  DateTime: DateTime.fromMillis(0),
  Duration: Duration.fromMillis(1),
  Interval: Interval.after(DateTime.fromMillis(0), 5),
} as const;

/** What `typeof` says of a member, or `refused`. */
function reached(code: string, data: Record<string, unknown>): unknown {
  try {
    return value(`typeof ${code}`, data);
  } catch (error) {
    if (error instanceof ExpressionError) return "refused";
    throw error;
  }
}

describe("by any name, nothing is in reach but what is listed", () => {
  test.each(Object.entries(VALUES))("on a %s", (type, held) => {
    const listed: object = Reflect.get(NATIVE, type);
    const functions = NAMES.filter((name) => reached("$json.held[$json.name]", { held, name }) === "function");
    expect(functions.filter((name) => !Object.hasOwn(listed, name))).toEqual([]);
    const objects = NAMES.filter((name) => reached("$json.held[$json.name]", { held, name }) === "object");
    // Invalid reasons of Luxon are null; an interval has two ends.
    expect(objects.filter((name) => !["invalidReason", "invalidExplanation", "start", "end"].includes(name))).toEqual([]);
  });

  test.each([...GLOBALS.keys(), ...ROOTS.keys()])("on %s", (root) => {
    const listed = new Set(namesOf(root));
    const found = NAMES.filter((name) => !listed.has(name)).filter((name) => {
      const kind = reached(`${root}[$json.name]`, { name });
      return kind === "function" || kind === "object";
    });
    // What is data, a text or a number has the methods of its type.
    expect(found.filter((name) => !Object.values(NATIVE).some((methods) => Object.hasOwn(methods, name)))).toEqual([]);
  });

  test("as a name of its own", () => {
    const found = NAMES.filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !GLOBALS.has(name) && !ROOTS.has(name)).filter((name) => {
      try {
        return value(`[${name}]`)?.toString() !== "";
      } catch (error) {
        if (error instanceof ExpressionError) return false;
        throw error;
      }
    });
    expect(found.filter((name) => value(`typeof ${name}`) !== "undefined")).toEqual([]);
  });
});

function namesOf(root: string): string[] {
  const e = new Evaluation(makeScope());
  const held = GLOBALS.has(root) ? GLOBALS.get(root) : guarded(() => ROOTS.get(root)?.(e, []));
  return held instanceof Host ? [...held.names()] : [];
}

const guarded = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

test("walking from every name, only data, dates and our own hosts come up, and no function of JavaScript's", () => {
  const e = new Evaluation(makeScope({ list: [1], o: { a: "x" } }));
  const seen = new Set<unknown>();
  const strange: string[] = [];
  const walk = (held: unknown, path: string): void => {
    if (typeof held === "function" || typeof held === "symbol") strange.push(path);
    if (typeof held !== "object" || held === null || seen.has(held)) return;
    seen.add(held);
    if (held instanceof Host) {
      for (const name of held.names())
        walk(
          guarded(() => held.member(e, name)),
          `${path}.${name}`,
        );
      return;
    }
    if (held instanceof Date || held instanceof DateTime || held instanceof Duration || held instanceof Interval) return;
    const prototype: unknown = Object.getPrototypeOf(held);
    if (prototype !== null && prototype !== Object.prototype && prototype !== Array.prototype) strange.push(path);
    for (const name of Object.keys(held)) walk(Reflect.get(held, name), `${path}.${name}`);
  };
  for (const [name, held] of GLOBALS) walk(held, name);
  for (const [name, root] of ROOTS)
    walk(
      guarded(() => root(e, [])),
      name,
    );
  walk(value("$input.all()"), "$input.all()");
  const node = ROOTS.get("$")?.(e, []);
  walk(node instanceof Callable ? node.call(e, ["Source"]) : undefined, "$('Source')");
  expect(strange).toEqual([]);
  expect(seen.size).toBeGreaterThan(150);
});

/** What is no data and none of our own kinds. */
function foreign(held: unknown, nesting = 0): boolean {
  if (typeof held === "function" || typeof held === "symbol") return true;
  if (typeof held !== "object" || held === null || nesting > 3) return false;
  if (held instanceof Host || held instanceof Date || held instanceof DateTime || held instanceof Duration || held instanceof Interval)
    return false;
  const prototype: unknown = Object.getPrototypeOf(held);
  if (prototype !== null && prototype !== Object.prototype && prototype !== Array.prototype) return true;
  return Object.keys(held).some((name) => foreign(Reflect.get(held, name), nesting + 1));
}

test("no method hands out a function, a class or an inside of a library, whatever name it is given", () => {
  const asked = ["constructor", "__proto__", "prototype", "_zone", "zone", "loc", "c", "weekData", "toString", "map", "toISO", "call", "*"];
  const found: string[] = [];
  for (const [type, held] of Object.entries(VALUES)) {
    const more: object = Reflect.get(MORE, type === "DateTime" ? "Date" : type) ?? {};
    for (const method of [...Object.keys(Reflect.get(NATIVE, type)), ...Object.keys(more)]) {
      for (const name of asked) {
        for (const args of [[name], [name, name], [[name], name], [{ [name]: 1 }], [{ [name]: name }, { [name]: name }], [held, name]]) {
          const result = guarded(() => siteOf(method).dispatch(new Evaluation(makeScope()), held, args));
          if (result !== NO_METHOD && foreign(result)) found.push(`${type}.${method}(${JSON.stringify(args)})`);
        }
      }
    }
  }
  expect(found).toEqual([]);
});

test("the tables of methods have no prototype names by accident", () => {
  for (const methods of [...Object.values(MORE), ...Object.values(NATIVE)]) {
    for (const [name, run] of Object.entries(methods)) {
      expect(typeof run).toBe("function");
      expect(["constructor", "__proto__", "prototype", "call", "apply", "bind"]).not.toContain(name);
    }
  }
});
