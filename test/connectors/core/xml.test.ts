import { describe, expect, it } from "vitest";
import { xmlAction } from "../../../connectors/core/actions/xml.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

const read = async (data: unknown, params: JsonObject = {}) =>
  jsons((await runStep(xmlAction, { params, items: itemsOf({ data }) })).outputs[0])[0];
const write = async (json: JsonObject, params: JsonObject = {}) =>
  String(
    jsons((await runStep(xmlAction, { params: { operation: "to_xml", headless: true, ...params }, items: itemsOf(json) })).outputs[0])[0]
      ?.data,
  );

describe("core.xml", () => {
  const xml = '<o id="1"><i>a</i><i n="2">b</i><e/><![CDATA[ <raw> ]]></o>';
  it("becomes fields: attributes beside children, lists where there are several", async () => {
    expect(await read(xml)).toEqual({ o: { id: "1", i: ["a", { n: "2", _: "b" }], e: "", _: " <raw> " } });
    expect(await read(xml, { mergeAttributes: false })).toMatchObject({ o: { $: { id: "1" } } });
    expect(await read(xml, { ignoreAttributes: true, trim: true })).toEqual({ o: { i: ["a", "b"], e: "", _: "<raw>" } });
    expect(await read("<A><B>x  y</B></A>", { lowerCase: true, normalize: true, keepRoot: false, alwaysLists: true })).toEqual({
      b: ["x y"],
    });
    expect(await read("<a>1</a>", { into: "x.y" })).toMatchObject({ x: { y: { a: "1" } } });
  });
  it("is written with attributes, lists and escapes", async () => {
    expect(await write({ o: { $: { q: 'a"<' }, i: [1, { s: null }], t: "<&>" } })).toBe(
      '<o q="a&quot;&lt;">\n  <i>1</i>\n  <i>\n    <s/>\n  </i>\n  <t>&lt;&amp;&gt;</t>\n</o>',
    );
    expect(await write({ a: 1, b: "x]]>&" }, { cdata: true })).toBe("<root>\n  <a>1</a>\n  <b><![CDATA[x]]]]><![CDATA[>&]]></b>\n</root>");
    expect(await write({ a: { _: "t", b: 1 } })).toBe("<a>t<b>1</b></a>");
  });
  it("what is written is read again", async () => {
    const json = {
      order: {
        no: "7",
        line: [
          { name: "Nägel & co", n: "2" },
          { name: "x", n: "1" },
        ],
      },
    };
    expect(await read(await write(json))).toEqual(json);
  });
  it.each([
    ["<!DOCTYPE a><a/>", /document type at line 1/],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', /document type/],
    ["<a>&undefined;</a>", /not well formed at line 1, column/],
    ["<a>\n  <b>\n</a>", /not well formed at line 3/],
    ["plain", /not well formed/],
    ["<a>".repeat(5_000), /deeper than 1000 levels/],
    [undefined, /no field 'data'/],
    [5, /holds no text/],
  ])("refuses %.40s with its place", async (data, reason) => {
    await expect(read(data)).rejects.toThrow(reason);
    expect((await runStep(xmlAction, { params: { failures: "drop" }, items: itemsOf({ data }) })).outputs[0]).toEqual([]);
  });
  it("refuses a field that can't be an element's name", async () => {
    await expect(write({ "a b": 1, c: 2 })).rejects.toThrow("'a b' can't be the name of an XML element.");
    await expect(write({ a: { $: { "x y": 1 } } })).rejects.toThrow("'x y' can't be the name");
  });
  it("takes __proto__ for a name like any other", async () => {
    const parsed = await read("<__proto__><polluted>1</polluted></__proto__>");
    expect(Object.keys(parsed ?? {})).toEqual(["__proto__"]);
    expect(({} as JsonObject).polluted).toBeUndefined();
  });
});
