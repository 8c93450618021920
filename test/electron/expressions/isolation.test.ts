import { describe, expect, test } from "vitest";
import { compile } from "../../../electron/expressions/compile.ts";
import { makeScope, value } from "./scope-of.ts";

const fresh = () => ({ name: "Ann", list: [3, 1, 2], o: { a: 1, b: [1] }, when: new Date(0) });

describe("one evaluation leaves nothing for the next", () => {
  test.each([
    "$json.list.sort()",
    "$json.list.reverse()",
    "$json.list.push(9)",
    "$json.list.pop()",
    "$json.list.shift()",
    "$json.list.unshift(9)",
    "$json.list.splice(0, 2)",
    "$json.list.fill(0)",
    "$json.list.append(4)",
    "$json.list.map((x, i, all) => all.fill(0))",
    "[$json.list].map(l => l.sort())",
    "Object.assign($json, { name: 'x' })",
    "Object.assign($json.o, { a: 9 })",
    "Object.freeze($json)",
    "$json.o.removeField('a')",
    "$json.o.delete('a')",
    "$json.o.compact()",
    "[$json.o].renameKeys('a', 'z')",
    "[$json.o].merge([{ a: 2, c: 3 }])",
    "$json.when.setFullYear(2030)",
    "(l => l.sort())($json.list)",
    "$('Source').first().json.list.sort()",
    "$input.all()[0].json.list.reverse()",
    "$jmespath($json, 'sort(list)')",
    "new Set($json.list).add(5)",
    "JSON.stringify($json)",
  ])("%s changes no item", (code) => {
    const json = fresh();
    value(code, json);
    expect(json).toEqual(fresh());
    expect(Object.isFrozen(json)).toBe(false);
  });

  test("a pattern begins anew each time", () => {
    const compiled = compile("={{ /a/g.test($json.text) }}");
    const scope = makeScope({ text: "a" });
    expect([compiled.evaluate(scope), compiled.evaluate(scope), compiled.evaluate(scope)]).toEqual([true, true, true]);
  });

  test("sets, functions and JMESPath literals are new each time", () => {
    const set = compile("={{ (s => s.add(s.size).size)(new Set()) }}");
    expect([set.evaluate(makeScope()), set.evaluate(makeScope())]).toEqual([1, 1]);
    const literal = compile("={{ $jmespath($json, '`[1]`') }}");
    const first = literal.evaluate(makeScope());
    expect(literal.evaluate(makeScope())).not.toBe(first);
    expect(literal.evaluate(makeScope())).toEqual([1]);
  });

  test("each evaluation has its own budget", () => {
    const compiled = compile("={{ Array.from({ length: 100000 }, (_, i) => i).filter(i => i % 2).length }}");
    for (let round = 0; round < 20; round++) expect(compiled.evaluate(makeScope())).toBe(50_000);
  });

  test("a refused evaluation does not spoil the next", () => {
    const compiled = compile("={{ (f => f(f, $json.n))((f, n) => n < 1 ? 0 : 1 + f(f, n - 1)) }}");
    expect(() => compiled.evaluate(makeScope({ n: 100_000 }))).toThrow(/too deeply/);
    expect(compiled.evaluate(makeScope({ n: 50 }))).toBe(50);
  });
});
