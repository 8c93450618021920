import { describe, expect, test } from "vitest";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { value } from "./scope-of.ts";

const DATA = { n: 7, s: "abc", list: [3, 1, 2], o: { a: 1, b: { c: [10, 20] } }, nul: null, t: true };

describe("what works as in JavaScript", () => {
  test.each<[string, unknown]>([
    ["1 + 2 * 3 ** 2 - 4 / 2 % 3", 17],
    ["(1 + 2) * 3", 9],
    ["'a' + 1 + null + undefined + true", "a1nullundefinedtrue"],
    ["1 + '2'", "12"],
    ["'3' * '4'", 12],
    ["[] + {}", "[object Object]"],
    ["5 & 3 | 8 ^ 2", 11],
    ["-5 >>> 28", 15],
    ["~5 << 2 >> 1", -12],
    ["1 < 2 && 'b' > 'a' && '10' > 9", true],
    ["'10' < '9'", true],
    ["null == undefined", true],
    ["null == 0", false],
    ["'1' == 1", true],
    ["[1] == 1", true],
    ["NaN === NaN", false],
    ["null ?? 'x'", "x"],
    ["0 || 'x'", "x"],
    ["0 ?? 'x'", 0],
    ["'' && 'x'", ""],
    ["$json.n > 5 ? 'big' : 'small'", "big"],
    ["typeof $json", "object"],
    ["typeof nobody", "undefined"],
    ["typeof (x => x)", "function"],
    ["typeof $json.s.trim", "function"],
    ["void 0", undefined],
    ["!$json.nul", true],
    ["'a' in $json.o", true],
    ["'toString' in $json.o", false],
    ["[1] instanceof Array && new Date() instanceof Date && !($json instanceof Array)", true],
    ["`n is ${$json.n}, list is ${$json.list}, none is ${$json.none}`", "n is 7, list is 3,1,2, none is undefined"],
    ["$json.o.b.c[1]", 20],
    ["$json['o']['b']", { c: [10, 20] }],
    ["$json.list['length']", 3],
    ["$json.s[0] + $json.s.length", "a3"],
    ["$json.none?.deep.deeper", undefined],
    ["$json.nul?.x ?? 'none'", "none"],
    ["$json.o?.b?.c?.[0]", 10],
    ["$json.none?.trim().length", undefined],
    ["$json.o.run?.()", undefined],
    ["[1, ...$json.list, ...'xy']", [1, 3, 1, 2, "x", "y"]],
    ["({ ...$json.o, a: 2, ['k' + 1]: 3, s: 4 })", { a: 2, b: { c: [10, 20] }, k1: 3, s: 4 }],
    ["{ a: 1 }.a", 1],
    ["Math.max(...$json.list)", 3],
    ["(1, 2)", 2],
    ["(() => 5)()", 5],
    ["(x => y => x + y)(1)(2)", 3],
    ["((a, b = a + 1, ...rest) => [a, b, rest])(1, undefined, 3, 4)", [1, 2, [3, 4]]],
    ["(({ a, b: { c: [first] }, z = 9, ...rest }) => [a, first, z, rest])({ ...$json.o, q: 1 })", [1, 10, 9, { q: 1 }]],
    ["(([a, , b = 5, ...rest]) => [a, b, rest])([1, 2, undefined, 4])", [1, 5, [4]]],
    ["[[1, 2], [3, 4]].map(([a, b]) => a * b)", [2, 12]],
    ["$json.list.map((x, i) => x * i)", [0, 1, 4]],
    [
      "[1, 2].map(x => [3, 4].map(y => x * y))",
      [
        [3, 4],
        [6, 8],
      ],
    ],
    ["(f => f(f, 5))((f, n) => n < 2 ? 1 : n * f(f, n - 1))", 120],
    ["['1', '2'].map(Number)", [1, 2]],
    ["[1, 0, 2].filter(Boolean)", [1, 2]],
    ["({ double: x => x * 2 }).double(4)", 8],
    ["$json['list']['map'](x => x + 1)", [4, 2, 3]],
    ["[x => x + 1][0](1)", 2],
    ["/* note */ 5", 5],
    ["new Set([1, 1, 2]).size", 2],
    ["[...new Map([[1, 2]])]", [[1, 2]]],
    ["new Map([['a', 1]]).set('b', 2).get('b')", 2],
    ["[...new Set([3, 1, 3]).add(5)]", [3, 1, 5]],
    ["'\\u00e9\\n\\x41'", "é\nA"],
    ["0x10 + 0b11 + 1_000", 1019],
  ])("%s", (code, expected) => {
    expect(value(code, DATA)).toEqual(expected);
  });
});

describe("a plain fault comes to undefined", () => {
  test.each([
    "$json.none.deep",
    "$json.nul.deep",
    "nobody",
    "nobody.trim()",
    "$json.none()",
    "$json.n()",
    "$json.none.trim()",
    "$json.o.trim()",
    "[1].map(2)",
    "[...5]",
    "JSON.parse('bad')",
    "'x'.repeat(-1)",
    "(1).toFixed(200)",
    "'a' in 5",
    "1 instanceof 2",
    "decodeURIComponent('%')",
    "new Date('nonsense').toISOString()",
    "[].reduce((a, b) => a)",
    "(({ a }) => a)(null)",
    "$if(true, $json.none.deep, 2)",
  ])("%s", (code) => {
    expect(value(code, DATA)).toBeUndefined();
  });
});

describe("what is refused, by name", () => {
  test.each<[string, RegExp]>([
    ["x = 1", /cannot change values/],
    ["$json.n++", /cannot change values/],
    ["delete $json.n", /removeField/],
    ["(() => { return 1 })()", /single expression/],
    ["(function () { return 1 })()", /arrow function/],
    ["async () => 1", /Async/],
    ["class A {}", /Classes/],
    ["String.raw`x`", /Tagged/],
    ["({ get a() { return 1 } })", /Getters/],
    ["({ a() { return 1 } })", /methods/],
    ["this.x", /'this'/],
    ["import('fs')", /'import'/],
    ["new Intl.NumberFormat()", /'new' works for/],
    ["Intl.NumberFormat('de').format(1)", /format\('en-US'/],
    ["new Array(3)", /'new' works for/],
    ["10n", /Big integers/],
    ["/(?=a)/", /look-ahead/],
    ["/(?<!a)b/", /look-behind/],
    ["/(a)\\1/", /back-reference/],
    ["/a/d", /flags/],
    ["$if(true)", /needs a test and a value/],
    ["$json.s.toUpperCase", /is a function/],
    ["DateTime", /is a function/],
    ["x => x", /is a function/],
  ])("%s", (code, message) => {
    expect(() => value(code, DATA)).toThrow(ExpressionError);
    expect(() => value(code, DATA)).toThrow(message);
  });

  test("a parameter may have any name but a blocked one", () => {
    expect(value("(($json, $now) => $json + $now)(1, 2)")).toBe(3);
    expect(() => value("(constructor => 1)(2)")).toThrow(ExpressionError);
  });
});

describe("what leaves an expression is data", () => {
  test.each<[string, unknown]>([
    ["[x => x, 1]", [undefined, 1]],
    ["({ f: Math.max, n: 1 })", { f: undefined, n: 1 }],
    ["[Math, $input, new Set([1]), /a/]", [{}, {}, {}, {}]],
    ["new Set([1])", {}],
  ])("%s", (code, expected) => {
    expect(value(code)).toEqual(expected);
  });

  test("data passes through as it is, without a copy", () => {
    const json = { o: { deep: [1, { x: null }] } };
    expect(value("$json.o", json)).toBe(json.o);
    expect(value("[$json.o][0]", json)).toBe(json.o);
    expect(value("$input.first().json", json)).toBe(json);
  });
});
