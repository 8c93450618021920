import { describe, expect, it } from "vitest";
import { evaluateJson } from "../../../connectors/core/values/json-template.ts";

const values: Record<string, unknown> = { "={{ obj }}": { a: [1] }, "={{ n }}": 5, "={{ nil }}": null, '={{ {a: {b: "}}"}} }}': { a: 1 } };
const evaluate = (text: string): unknown => {
  if (!(text in values)) throw new Error(`unexpected ${text}`);
  return values[text];
};

describe("JSON text with expressions", () => {
  it("takes objects in as JSON", () => {
    expect(evaluateJson('={ "o": {{ obj }}, "s": "{{ n }}", "z": {{ nil }} }', evaluate)).toBe('{ "o": {"a":[1]}, "s": "5", "z": null }');
  });
  it("gives the value where the text is one expression, with braces and quotes of its own", () => {
    expect(evaluateJson("={{ obj }}", evaluate)).toEqual({ a: [1] });
    expect(evaluateJson('={{ {a: {b: "}}"}} }}', evaluate)).toEqual({ a: 1 });
  });
  it("leaves literal text and values alone", () => {
    expect(evaluateJson('{"a": "{{ n }}"}', evaluate)).toBe('{"a": "{{ n }}"}');
    expect(evaluateJson({ a: 1 }, evaluate)).toEqual({ a: 1 });
  });
});
