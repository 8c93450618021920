import { describe, expect, test } from "vitest";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { value } from "./scope-of.ts";

const DATA = {
  tags: ["b", "a", "b", 3],
  objs: [
    { k: "a", v: 1 },
    { k: "b", v: 2 },
    { k: "a", v: 1 },
  ],
  o: { a: 1, b: { c: [10, 20] }, e: "" },
};

describe("JavaScript's own methods of a list", () => {
  test.each<[string, unknown]>([
    ["[3, 20, 1].sort()", [1, 20, 3]],
    ["[3, 20, 1].sort((a, b) => a - b)", [1, 3, 20]],
    ["[undefined, 2, 1].sort()", [1, 2, undefined]],
    ["[1, 2, 3].reverse()", [3, 2, 1]],
    ["[1, 2, 3].reduce((a, b) => a + b)", 6],
    ["['a', 'b'].reduceRight((t, x, i) => t + x + i, '')", "b1a0"],
    ["[1, [2, [3, [4]]]].flat(2)", [1, 2, 3, [4]]],
    ["[1, 2].flatMap(x => [x, [x]])", [1, [1], 2, [2]]],
    ["[1, 2, 3].find(x => x > 1) + [1, 2, 3].findLast(x => x < 3)", 4],
    ["[[1, 2].findIndex(x => x > 1), [1, 2].findLastIndex(x => x > 5)]", [1, -1]],
    ["[[1].some(x => x > 1), [].every(x => false), [1, 0].every(x => x)]", [false, true, false]],
    ["[[NaN].includes(NaN), [NaN].indexOf(NaN), [1, 2, 1].lastIndexOf(1)]", [true, -1, 2]],
    ["[1, null, undefined, [2, 3]].join('-')", "1---2,3"],
    ["[1, 2, 3, 4].slice(1, -1)", [2, 3]],
    ["[1].concat(2, [3, [4]])", [1, 2, 3, [4]]],
    [
      "[...['a', 'b'].entries()]",
      [
        [0, "a"],
        [1, "b"],
      ],
    ],
    ["[...['a', 'b'].keys()]", [0, 1]],
    ["[1, 2, 3].toSpliced(1, 1, 9, 9)", [1, 9, 9, 3]],
    ["[1, 2, 3].splice(1)", [2, 3]],
    ["[1, 2].with(-1, 9)", [1, 9]],
    ["Array.from({ length: 3 }, (_, i) => i * 2)", [0, 2, 4]],
    ["Array(2).fill('x')", ["x", "x"]],
    ["Array.of(1, 2).at(-1)", 2],
    ["[3, 1].map(String)", ["3", "1"]],
    ["$json.tags.length", 4],
  ])("%s", (code, expected) => {
    expect(value(code, DATA)).toEqual(expected);
  });
});

describe("what we add to lists", () => {
  test.each<[string, unknown]>([
    ["[[1, 2].first(), [1, 2].last(), [].first()]", [1, 2, undefined]],
    ["[[1, 2, 3].sum(), [1, 2, 3].average(), [3, 1].min(), [3, 1].max(), [].sum(), [].average()]", [6, 2, 1, 3, 0, 0]],
    ["[1].append(2, 3)", [1, 2, 3]],
    ["[1, 2, 3].chunk(2)", [[1, 2], [3]]],
    ["[1, null, '', undefined, 0, false, [], {}, 'nil', { a: '' , b: 1 }].compact()", [1, 0, false, { b: 1 }]],
    ["[[1, 2, 2].union([2, 3]), [1, 2].intersection([2, 3]), [1, 2].difference([2])]", [[1, 2, 3], [2], [1]]],
    ["[{ a: 1 }, { a: 2 }].difference([{ a: 1 }])", [{ a: 2 }]],
    [
      "$json.objs.unique()",
      [
        { k: "a", v: 1 },
        { k: "b", v: 2 },
      ],
    ],
    ["[{ a: 1, b: 1 }, { a: 1, b: 2 }].unique('a')", [{ a: 1, b: 1 }]],
    ["[1, '1', NaN, NaN, null, undefined, 0, -0].unique()", [1, "1", Number.NaN, null, undefined, 0]],
    ["$json.objs.pluck('v')", [1, 2, 1]],
    [
      "$json.objs.pluck('k', 'v')",
      [
        ["a", 1],
        ["b", 2],
        ["a", 1],
      ],
    ],
    ["[{ a: 1 }, 5, { b: 2 }].pluck('a')", [1]],
    ["$json.objs.smartJoin('k', 'v')", { a: 1, b: 2 }],
    ["[{ a: 1, b: 2 }].renameKeys('a', 'x', 'b', 'y')", [{ x: 1, y: 2 }]],
    ["[{ a: 1 }, { a: 2, b: 2 }].merge()", { a: 1, b: 2 }],
    ["[{ a: 1 }, { b: 2 }].merge([{ c: 3 }, { d: 4 }])", { a: 1, b: 2, c: 3, d: 4 }],
    ["[[].isEmpty(), [0].isNotEmpty()]", [true, true]],
    ["[1, { a: 'x' }].toJsonString()", '[1,{"a":"x"}]'],
    ["[7].randomItem()", 7],
    ["[1].toInt()", undefined],
  ])("%s", (code, expected) => {
    expect(value(code, DATA)).toEqual(expected);
  });

  test.each([
    ["['1', '2'].sum()", /numbers only/],
    ["[1, 'x'].average()", /numbers only/],
    ["[1].chunk()", /chunk/],
    ["[1].union(1)", /needs an array/],
    ["[1].smartJoin('k')", /two fields/],
    ["[1].renameKeys('a')", /pairs/],
    ["[1].toSnakeCase()", /works on String only, and this is an array/],
  ])("%s is an error", (code, message) => {
    expect(() => value(code, DATA)).toThrow(ExpressionError);
    expect(() => value(code, DATA)).toThrow(message);
  });
});

describe("objects", () => {
  test.each<[string, unknown]>([
    ["$json.o.keys()", ["a", "b", "e"]],
    ["({ a: 1, b: 2 }).values()", [1, 2]],
    ["[$json.o.hasField('a'), $json.o.hasField('toString')]", [true, false]],
    ["$json.o.removeField('a').compact()", { b: { c: [10, 20] } }],
    ["({ a: 'foo', b: 'bar', c: 1 }).removeFieldsContaining('oo')", { b: "bar", c: 1 }],
    ["({ a: 'foo', b: 'bar', c: 1 }).keepFieldsContaining('a')", { b: "bar" }],
    ["({ a: 1, b: 'x y' }).urlEncode()", "a=1&b=x+y"],
    ["({}).isEmpty() && ({ a: 1 }).isNotEmpty()", true],
    ["$json.o.toJsonString()", '{"a":1,"b":{"c":[10,20]},"e":""}'],
    ["Object.keys($json.o).length + Object.values({ a: 1 })[0]", 4],
    ["Object.fromEntries(Object.entries({ a: 1, b: 2 }).map(([k, v]) => [k, v * 2]))", { a: 2, b: 4 }],
    ["Object.assign({}, $json.o, { a: 2 }).a", 2],
    ["Object.groupBy([1, 2, 3], x => x % 2 ? 'odd' : 'even')", { odd: [1, 3], even: [2] }],
    ["JSON.stringify({ a: undefined, b: x => x, c: new Date(0), d: [undefined] })", '{"c":"1970-01-01T00:00:00.000Z","d":[null]}'],
    ["JSON.stringify({ a: 1, b: 2 }, ['a'], 2)", '{\n  "a": 1\n}'],
    ["JSON.parse('{\"a\":[1]}').a[0]", 1],
  ])("%s", (code, expected) => {
    expect(value(code, DATA)).toEqual(expected);
  });
});
