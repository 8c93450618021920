import { describe, expect, test } from "vitest";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { itemsOf, listOf, nodeOf, value } from "./scope-of.ts";

const DATA = { name: "Ann", nested: { list: [{ b: 1 }, { b: 2 }] } };

describe("where an expression stands", () => {
  test.each<[string, unknown]>([
    ["$json.name", "Ann"],
    ["$input.item.json.name", "Ann"],
    ["$input.first().json.name + $input.last().json.name", "Annsecond"],
    ["$input.all().map(item => item.json.name)", ["Ann", "second"]],
    ["$input.all()[1]", { json: { name: "second" }, pairedItem: { item: 1 } }],
    ["$input.params.path", "orders"],
    ["$('Source').item.json.name", "Ann"],
    ["$('Source').first().json.name + $('Source').last().json.name", "Annsecond"],
    ["$('Source').all().length", 2],
    ["$('Source').itemMatching(1).json.name", "second"],
    ["$('Source').params.url", "https://example.com"],
    ["$('Source').context.noItemsLeft", false],
    ["[$('Source').isExecuted, $('Never ran').isExecuted]", [true, false]],
    ["$node['Source'].json.name + $node.Source.json.name", "AnnAnn"],
    ["$node.Source.parameter.url", "https://example.com"],
    ["$items('Source').length + $items().length", 4],
    ["$workflow", { id: "wf1", name: "Invoices", active: true }],
    ["[$execution.id, $execution.mode]", ["run7", "production"]],
    ["[$runIndex, $itemIndex, $position, $nodeVersion]", [0, 0, 0, 2]],
    ["$prevNode.name", "Source"],
    ["$parameter.url", "=literal"],
    ["$vars.company", "Acme"],
    ["$binary", {}],
    ["$secrets", undefined],
    ["$fromAI('city', 'the city', 'string', 'Rome')", "Rome"],
    ["$if($json.name === 'Ann', 'a', 'b') + $if(false, 'a', 'b') + $if(0, 1)", "abfalse"],
    ["[$ifEmpty('', 1), $ifEmpty([], 1), $ifEmpty({}, 1), $ifEmpty(0, 1), $ifEmpty(null, 1)]", [1, 1, 1, 0, 1]],
    ["[$min(3, 1), $max(3, 1), $average(1, 2, 3), $not(0)]", [1, 3, 2, true]],
    [
      "[numberList(1, 4), numberList(2, 0)]",
      [
        [1, 2, 3, 4],
        [2, 1, 0],
      ],
    ],
    ["zip(['a', 'b'], [1, 2])", { a: 1, b: 2 }],
    ["globalThis", {}],
    ["process.env.HOME", undefined],
    ["eval('1')", undefined],
  ])("%s", (code, expected) => {
    expect(value(code, DATA)).toEqual(expected);
  });

  test.each([
    ["$('Nope').item.json.x", /no step named 'Nope'/],
    ["$node.Nope.json", /no step named 'Nope'/],
    ["$items('Nope')", /no step named 'Nope'/],
    ["$('Never ran').first()", /has not run/],
    ["$('Never ran').item", /no item/],
    ["$('Source').all(3)", /has not run/],
    ["$('Source').itemMatching()", /index of an item/],
    ["$env.HOME", /may not read/],
    ["$ifEmpty(1)", /a value and what stands in/],
    ["zip(['a'], [])", /same length/],
    ["$average('1')", /numbers only/],
  ])("%s is an error", (code, message) => {
    expect(() => value(code, DATA)).toThrow(ExpressionError);
    expect(() => value(code, DATA)).toThrow(message);
  });

  test("names that a place adds are read, and only there", () => {
    const extra = { $response: { body: { next: "p2" } }, $pageCount: 3, $fromAI: { city: "Bonn" } };
    expect(value("$response.body.next + $pageCount", {}, { extra })).toBe("p23");
    expect(value("$fromAI('city')", {}, { extra })).toBe("Bonn");
    expect(value("$response.body.next")).toBeUndefined();
  });

  test("environment variables are read where they are allowed", () => {
    expect(value("$env.REGION", {}, { env: { REGION: "eu" } })).toBe("eu");
    expect(value("$env.NONE", {}, { env: {} })).toBeUndefined();
  });

  test("$node takes the item of the same index, or the only one there is", () => {
    const two = nodeOf("Two", itemsOf({ n: 1 }, { n: 2 }));
    const one = nodeOf("One", itemsOf({ n: 9 }));
    const node = (name: string) => (name === "Two" ? two : one);
    expect(value("$node.Two.json.n", {}, { node, itemIndex: 1 })).toBe(2);
    expect(value("$node.One.json.n", {}, { node, itemIndex: 1 })).toBe(9);
    expect(() => value("$node.Two.json.n", {}, { node, itemIndex: 5 })).toThrow(ExpressionError);
  });

  test("large inputs are counted, not copied without end", () => {
    const items = itemsOf(...Array.from({ length: 20_000 }, (_, n) => ({ n })));
    const input = () => listOf(items);
    expect(value("$input.all().map(i => i.json.n).filter(n => n % 2 === 0).sum()", {}, { input })).toBe(99_990_000);
  });
});

describe("$jmespath", () => {
  test.each<[string, unknown]>([
    ["nested.list[0].b", 1],
    ["nested.list[-1].b", 2],
    ["nested.list[*].b", [1, 2]],
    ["nested.list[?b > `1`].b | [0]", 2],
    ["nested.list[?b == `1` || b == `2`] | length(@)", 2],
    [
      "nested.list[].{x: b, y: 'z'}",
      [
        { x: 1, y: "z" },
        { x: 2, y: "z" },
      ],
    ],
    ["[name, nested.list[1:].b]", ["Ann", [2]]],
    ["nested.list[::-1].b", [2, 1]],
    ["nested.*[0].b", [1]],
    ["nested.none.deep", null],
    ["name || 'x'", "Ann"],
    ["none || 'x'", "x"],
    ["!none && 'yes'", "yes"],
    ['"name"', "Ann"],
    ["max_by(nested.list, &b).b", 2],
    ["sort_by(nested.list, &b)[*].b", [1, 2]],
    ["map(&b, nested.list)", [1, 2]],
    ["sum(nested.list[].b)", 3],
    ["join(', ', sort(keys(nested)))", "list"],
    ["to_string(nested.list[0])", '{"b":1}'],
    ["contains(name, 'nn')", true],
    ["type(nested)", "object"],
    ["reverse(name)", "nnA"],
    ["not_null(none, name)", "Ann"],
    ["constructor", null],
    ["__proto__", null],
  ])("%s", (query, expected) => {
    expect(value(`$jmespath($json, ${JSON.stringify(query)})`, DATA)).toEqual(expected);
  });

  test.each(["nested.[", "foo(", "unknown(@)", "sum(name)", "a b", "[?", "'open", "nested.list[1:2:0]"])("%s is an error", (query) => {
    expect(() => value(`$jmespath($json, ${JSON.stringify(query)})`, DATA)).toThrow(/JMESPath/);
  });
});
