import { describe, expect, it } from "vitest";
import { setAction } from "../../../connectors/core/actions/set.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

const set = (fields: { name: string; type?: string; value: unknown }[], params: Record<string, unknown> = {}, item = {}) =>
  runStep(setAction, { params: { fields, include: "none", ...params }, items: itemsOf(item) }).then((r) => r.outputs[0]?.[0]);

describe("core.set", () => {
  it("converts each value to its field's type", async () => {
    const item = await set([
      { name: "number", type: "number", value: "12.5" },
      { name: "boolean", type: "boolean", value: "TRUE" },
      { name: "zero", type: "boolean", value: "0" },
      { name: "list", type: "array", value: "['a', 2]" },
      { name: "object", type: "object", value: '{"a":1}' },
      { name: "text", value: { a: [1] } },
      { name: "missing", value: undefined },
      { name: "nothing", type: "number", value: null },
    ]);
    expect(item?.json).toEqual({
      number: 12.5,
      boolean: true,
      zero: false,
      list: ["a", 2],
      object: { a: 1 },
      text: '{"a":[1]}',
      missing: null,
      nothing: null,
    });
  });

  it("names the field, the value and the item where a value does not convert", async () => {
    const fail = runStep(setAction, {
      items: itemsOf({ n: "1" }, { n: "abc" }),
      params: ({ json }) => ({ fields: [{ name: "v", type: "number", value: json.n }] }),
    });
    await expect(fail).rejects.toMatchObject({
      message: "'v' expects a number but we got 'abc' [item 1]",
      failure: { kind: "user", item: 1 },
    });
  });

  it("keeps values that don't fit where it is told to", async () => {
    const item = await set(
      [
        { name: "n", type: "number", value: "abc" },
        { name: "b", type: "boolean", value: 2.5 },
        { name: "a", type: "array", value: "nope" },
      ],
      { ignoreConversionErrors: true },
    );
    expect(item?.json).toEqual({ n: "abc", b: 2.5, a: "nope" });
  });

  it("goes on with an item that holds the error where it is told to", async () => {
    const { outputs } = await runStep(setAction, {
      items: itemsOf({}),
      params: { fields: [{ name: "v", type: "number", value: "abc" }], failures: "emit" },
    });
    expect(jsons(outputs[0])).toEqual([{ error: "'v' expects a number but we got 'abc' [item 0]", pairedItem: { item: 0 } }]);
  });

  it("makes paths of dots and brackets, and leaves the input as it was", async () => {
    const input = { nested: { foo: "bar" }, list: ["foo"], "a.b": 1 };
    const item = await set(
      [
        { name: "nested.deep.x", value: "1" },
        { name: "list[1]", value: "bar" },
        { name: 'made["a key"][0]', value: "y" },
        { name: "a.b", type: "number", value: 2 },
      ],
      { include: "all" },
      input,
    );
    expect(item?.json).toEqual({ nested: { foo: "bar", deep: { x: "1" } }, list: ["foo", "bar"], made: { "a key": ["y"] }, "a.b": 2 });
    expect(input).toEqual({ nested: { foo: "bar" }, list: ["foo"], "a.b": 1 });
  });

  it("takes dots as part of the name where they make no paths", async () => {
    expect((await set([{ name: "x.y", value: "flat" }], { dotNotation: false }))?.json).toEqual({ "x.y": "flat" });
  });

  it("keeps the chosen fields of the input", async () => {
    const input = { a: 1, b: { c: 2, d: 3 }, e: 4 };
    expect((await set([], { include: "selected", includeFields: "e, b.c, nope" }, input))?.json).toEqual({ e: 4, c: 2 });
    expect((await set([], { include: "except", excludeFields: ["a", "b.c"] }, input))?.json).toEqual({ b: { d: 3 }, e: 4 });
    expect(input.b).toEqual({ c: 2, d: 3 });
  });

  it("reads JSON as an object or as text, also as people type it", async () => {
    const json = (value: unknown) => set([], { mode: "json", json: value });
    expect((await json({ v: 2, d: ["x"] }))?.json).toEqual({ v: 2, d: ["x"] });
    expect((await json("{ k: 1, 's': 'x\"y', l: [1, {x: null},], }"))?.json).toEqual({ k: 1, s: 'x"y', l: [1, { x: null }] });
    await expect(json("{ nope")).rejects.toThrow("The 'JSON Output' in item 0 contains invalid JSON");
    await expect(json("[1]")).rejects.toThrow("does not contain a valid JSON object");
  });

  it("carries files on unless told to leave them out", async () => {
    const binary = { photo: { mimeType: "image/png", blob: "b1" as never } };
    const items = [{ json: {}, binary }];
    expect((await runStep(setAction, { items })).outputs[0]?.[0]?.binary).toEqual(binary);
    expect((await runStep(setAction, { items, params: { stripBinary: true } })).outputs[0]?.[0]?.binary).toBeUndefined();
    const renamed = await runStep(setAction, {
      items,
      params: { include: "none", fields: [{ name: "picture", type: "binary", value: "photo" }] },
    });
    expect(renamed.outputs[0]?.[0]?.binary).toEqual({ picture: binary.photo });
  });

  it("refuses an index far beyond a list's end instead of filling memory", async () => {
    await expect(set([{ name: "a[4000000000]", value: "x" }])).rejects.toThrow("far beyond the end");
  });
});
