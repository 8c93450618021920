import { describe, expect, test } from "vitest";
import { type DescribedType, describeMethods, describeRoots } from "../../../electron/expressions/describe.ts";
import { GLOBALS } from "../../../electron/expressions/globals/index.ts";
import { MORE, NATIVE } from "../../../electron/expressions/methods/site.ts";
import { ROOTS } from "../../../electron/expressions/roots/index.ts";
import { value } from "./scope-of.ts";

const TYPES = [
  "string",
  "number",
  "boolean",
  "array",
  "object",
  "date",
  "dateTime",
  "duration",
  "interval",
  "Math",
  "JSON",
  "Object",
  "DateTime",
] as const;
const all = [...describeRoots(), ...TYPES.flatMap((type) => describeMethods(type))];

describe("what an editor is told", () => {
  test("examples with a result give that result", () => {
    const wrong = all
      .filter(({ example }) => example.includes(" → "))
      .flatMap(({ example }) => {
        const [code = "", result = ""] = example.split(" → ");
        const [got, wanted] = [value(code), value(result)];
        return JSON.stringify(got) === JSON.stringify(wanted) ? [] : [`${example}, not ${JSON.stringify(got)}`];
      });
    expect(wrong).toEqual([]);
  });

  test("each has a name of its own and says something", () => {
    for (const type of TYPES) {
      const names = describeMethods(type).map(({ name }) => name);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
    expect(all.filter(({ name, description, example }) => name === "" || !description.endsWith(".") || example === "")).toEqual([]);
  });

  test("roots that are told are there, and no root is left out", () => {
    const told = describeRoots().map(({ name }) => name);
    expect(told.filter((name) => !ROOTS.has(name) && !GLOBALS.has(name))).toEqual([]);
    expect([...ROOTS.keys()].filter((name) => !told.includes(name))).toEqual(["$jmesPath"]);
  });

  test.each([
    ["string", MORE.String, NATIVE.String],
    ["number", MORE.Number, NATIVE.Number],
    ["boolean", MORE.Boolean, NATIVE.Boolean],
    ["array", MORE.Array, NATIVE.Array],
    ["object", MORE.Object, NATIVE.Object],
    ["dateTime", MORE.Date, NATIVE.DateTime],
    ["date", MORE.Date, NATIVE.Date],
  ] as const)("methods of a %s that we added are told, aliases apart", (type: DescribedType, more: object, native: object) => {
    const told = describeMethods(type).filter(({ name, kind }) => kind === "method" || name === "length");
    const everywhere = ["isEmpty", "isNotEmpty", "length"];
    expect(
      told
        .map(({ name }) => name)
        .filter((name) => !Object.hasOwn(more, name) && !Object.hasOwn(native, name) && !everywhere.includes(name)),
    ).toEqual([]);
    const runs = new Set(told.map(({ name }) => Reflect.get(more, name)));
    // What only says that there is no such conversion is not worth telling.
    const empty = ["toInt", "toFloat", "toBoolean", "toDateTime"];
    expect(Object.keys(more).filter((name) => !runs.has(Reflect.get(more, name)) && !empty.includes(name))).toEqual([]);
  });
});
