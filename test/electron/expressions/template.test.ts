import { describe, expect, test } from "vitest";
import { compile, isExpression } from "../../../electron/expressions/compile.ts";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { field, makeScope } from "./scope-of.ts";

const faultOf = (text: string): ExpressionError => {
  try {
    compile(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${text} compiled`);
};

describe("a field", () => {
  test.each([
    ["one block keeps the type of its value", "{{ 1 + 1 }}", 2],
    ["spaces inside the braces do not matter", "{{1+1}}", 2],
    ["a space before makes it text", " {{ 1 }}", " 1"],
    ["a space behind makes it text", "{{ 1 }} ", "1 "],
    ["two blocks make text", "{{ 1 }}{{ 2 }}", "12"],
    ["text around a block is kept", "Dear {{ $json.name }},", "Dear Ann,"],
    ["without a block the rest is the text", "no block, {one} brace", "no block, {one} brace"],
    ["nothing after the = is an empty text", "", ""],
    ["nothing leaves no trace in text", "a{{ undefined }}b{{ null }}c{{ NaN }}d", "abcd"],
    ["zero and false do", "{{ 0 }}{{ false }}", "0false"],
    ["an object in text says so", "a {{ ({}) }}", "a [object Object]"],
    ["a list in text is joined", "a {{ [1, [2, null], 'x'] }}", "a 1,2,,x"],
    ["a plain fault in one block leaves the others", "{{ 'a' }} and {{ $json.none.deep }}", "a and "],
    ["braces of objects close where they belong", "{{ {a: {b: 1}}.a.b }}", 1],
    ["braces that close in a row too", "{{ {a:{b:{c:5}}}}}", { a: { b: { c: 5 } } }],
    ["braces in a text are the text's, if it opened them", '{{ \'{"a":{"b":1}}\'.parseJson().a.b }}', 1],
    ["a template literal may build JSON", '{{ `{"a":{"b":${$json.n}}}` }}', '{"a":{"b":7}}'],
    ["a text may show a block", "{{ 'write {{ name }}' }}", "write {{ name }}"],
    ["an escaped end is two braces", "{{ 'a\\}}b' }}", "a}}b"],
    ["a pattern may hold braces", "{{ 'aa'.replace(/a{2}/, 'x') }}", "x"],
    ["a comment ends with its block", "{{ $json.n // the number }} left", "7 left"],
    ["a semicolon at the end is no fault", "{{ 1; }}", 1],
    ["a block that is not closed takes the rest", "{{ 1 + 1", 2],
    ["an escaped opening stays text", "\\{{ 1 }}", "\\{{ 1 }}"],
    ["JSON around blocks keeps its braces", '{ "a": {{ 1 }}, "b": "{{ \'x\' }}" }', '{ "a": 1, "b": "x" }'],
  ])("%s", (_what, text, expected) => {
    expect(field(text, { name: "Ann", n: 7 })).toEqual(expected);
  });

  test.each([
    ["an empty block", "={{ }}"],
    ["an empty block beside another", "={{ 1 }}{{ }}"],
    ["a statement", "={{ let x = 1; x }}"],
    ["two expressions in a row", "={{ 1 2 }}"],
    ["braces in a text that did not open them", '={{ "}}" }}'],
  ])("%s is a fault when compiled", (_what, text) => {
    expect(() => compile(text)).toThrow(ExpressionError);
  });

  test("a fault tells its place in the field", () => {
    expect(faultOf("=ab {{ 1 + }}").at).toBe(11);
    expect(faultOf("=ab {{ 1 }} {{ x = 2 }}").at).toBe(15);
    expect(faultOf("={{ $json.constructor }}").at).toBe(10);
    expect(faultOf("={{ 1 2 }}").at).toBe(6);
  });

  test("only text that begins with = is an expression", () => {
    expect(["={{ 1 }}", "=", " =", "{{ 1 }}", 3, null, ["="]].map((one) => isExpression(one))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test("is compiled once for the same text", () => {
    expect(compile("={{ $json.a }}")).toBe(compile("={{ $json.a }}"));
  });

  test("tells the steps and names that it uses", () => {
    const compiled = compile(
      `={{ $('A').item.json.x + $node["B"].json.y + $node.C.json.z + $items("D").length }} {{ $json.a + $response.b }}`,
    );
    expect([...compiled.nodes].sort()).toEqual(["A", "B", "C", "D"]);
    expect([...compiled.roots].sort()).toEqual(["$", "$items", "$json", "$node", "$response"]);
    expect(compile("={{ ($json => $json.a)({ a: 1 }) }}").roots).toEqual([]);
  });

  test("explains why a block came to nothing", () => {
    expect(compile("={{ $json.customer.name }}").explain(makeScope())).toEqual({
      value: undefined,
      warning: "Cannot read 'name' of undefined",
    });
    expect(compile("=Hi {{ nobody }}").explain(makeScope())).toEqual({ value: "Hi ", warning: "nobody is not defined" });
    expect(compile("={{ 1 }}").explain(makeScope())).toEqual({ value: 1 });
  });
});
