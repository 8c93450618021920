import { describe, expect, it } from "vitest";
import { htmlAction } from "../../../connectors/core/actions/html.ts";
import { cleanHtml } from "../../../connectors/core/values/html-clean.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

async function run(params: JsonObject, ...items: JsonObject[]): Promise<JsonObject[]> {
  const { outputs, failures } = await runStep(htmlAction, { params, items: itemsOf(...items) });
  if (failures[0]) throw Object.assign(new Error(failures[0].failure.message), { failure: failures[0].failure });
  return jsons(outputs[0]);
}

const page =
  '<title>T &amp; t</title><ul><li><a href="/x?a=1">One</a><li><a href="/y">Two<br>b</a></ul><p> a  <b>b</b> </p><input name=q value="v"><select><option>1<option selected value=two>2</select><textarea>t</textarea>';
const take = async (fields: JsonObject[], more: JsonObject = {}) => (await run({ fields, ...more }, { data: page }))[0];

describe("core.html: values of a page", () => {
  it("takes text, HTML, attributes and form values, one or all", async () => {
    expect(
      await take([
        { key: "title", selector: "title" },
        { key: "links", selector: "a", take: "attribute", attribute: "href", list: true },
        { key: "texts", selector: "a", list: true },
        { key: "inner", selector: "p", take: "html" },
        { key: "input", selector: "input", take: "value" },
        { key: "select", selector: "select", take: "value" },
        { key: "area", selector: "textarea", take: "value" },
        { key: "none", selector: ".none" },
      ]),
    ).toEqual({
      title: "T & t",
      links: ["/x?a=1", "/y"],
      texts: ["One", "Two\nb"],
      inner: "a  <b>b</b>",
      input: "v",
      select: "two",
      area: "t",
      none: "",
    });
  });
  it("leaves out what is not wanted, in one line where asked", async () => {
    expect(await take([{ key: "t", selector: "p", skip: "b, i" }])).toEqual({ t: "a" });
    expect(await take([{ key: "t", selector: "p" }], { text: "bare", clean: true })).toEqual({ t: "a b" });
    expect(await run({ field: "a.b", fields: [{ key: "t", selector: "i" }] }, { a: { b: ["<i>1</i>", "<i>2</i>"] } })).toEqual([
      { t: "1" },
      { t: "2" },
    ]);
  });
  it("names a selector that can't be read, and a field that is not there", async () => {
    await expect(
      take([
        { key: "a", selector: "li" },
        { key: "b", selector: "li[" },
      ]),
    ).rejects.toMatchObject({ failure: { field: "fields.1.selector" } });
    await expect(run({ field: "x", fields: [{ key: "a", selector: "a" }] }, { data: page })).rejects.toMatchObject({
      failure: { field: "field" },
    });
  });
  it("refuses what is nested too deeply before it is walked", async () => {
    await expect(run({ fields: [{ key: "a", selector: "a" }] }, { data: "<div>".repeat(200_000) })).rejects.toThrow(
      /nested deeper than 500/,
    );
  });
  it("a field called __proto__ is a field", async () => {
    expect(Object.keys((await take([{ key: "__proto__", selector: "b" }])) ?? {})).toEqual(["__proto__"]);
  });
});

describe("core.html: pages and tables", () => {
  it("writes a page without what could run, unless told that it is all one's own", async () => {
    const html = '<h1 onclick="x()">Hi</h1><script>x()</script>';
    expect(await run({ operation: "template", html }, {})).toEqual([{ html: "<h1>Hi</h1>" }]);
    expect(await run({ operation: "template", html, safe: false }, {})).toEqual([{ html }]);
  });
  it("makes a table of all items, their texts escaped", async () => {
    const [made] = await run(
      { operation: "table", styled: false, capitalize: true, caption: "<Jobs>" },
      { unitPrice: "<b>", x: 1 },
      { due_on: null },
    );
    expect(made?.html).toBe(
      "<table><caption>&lt;Jobs&gt;</caption><thead><tr><th>Unit price</th><th>X</th><th>Due on</th></tr></thead><tbody>" +
        "<tr><td>&lt;b&gt;</td><td>1</td><td></td></tr><tr><td></td><td></td><td></td></tr></tbody></table>",
    );
  });
});

describe("cleaning", () => {
  it("refuses what is nested without end", async () => {
    await expect(cleanHtml("<svg>".repeat(400_000))).rejects.toThrow(/nested deeper than 500/);
  });
  it.each([
    ["<script>alert(1)</script>x", "x"],
    ["<scr<script>ipt>alert(1)</scr</script>ipt>", /^(?!.*<script)/],
    ['<img src=x onerror="alert(1)">', '<img src="x">'],
    ['<a href="javascript:alert(1)">x</a>', "<a>x</a>"],
    ['<a href=" java\nscript:alert(1)">x</a>', "<a>x</a>"],
    ['<a href="java&#115;cript:alert(1)">x</a>', "<a>x</a>"],
    ['<a href="data:text/html,<script>">x</a>', "<a>x</a>"],
    ['<a href="vbscript:x">x</a>', "<a>x</a>"],
    ['<img src="data:image/svg+xml;base64,AAAA">', "<img>"],
    ['<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA">'],
    ["<svg><script>alert(1)</script></svg>y", "y"],
    ["<svg><style><img src=x onerror=alert(1)></style></svg>y", "y"],
    ["<math><mi><iframe src=x></iframe></mi></math>y", "y"],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>', /^(?!.*onerror)/],
    ['<div style="background:url(javascript:alert(1))">x</div>', "<div>x</div>"],
    ['<div style="width:expression(alert(1))">x</div>', "<div>x</div>"],
    ['<div style="color:red">x</div>', '<div style="color:red">x</div>'],
    ["<style>@import 'http://x'</style>x", "x"],
    ['<meta http-equiv="refresh" content="0;url=javascript:x">x', "<meta>x"],
    ['<base href="http://evil/">x', "x"],
    ["<form action=http://evil><input name=a><button>go</button></form>", "go"],
    ["<iframe srcdoc='<script>x</script>'></iframe>x", "x"],
    ["<p title='\"><script>x</script>'>x</p>", '<p title="&quot;&gt;&lt;script&gt;x&lt;/script&gt;">x</p>'],
    ["a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"],
    ["<!DOCTYPE html><html><body>x</body></html>", "<!DOCTYPE html><html><body>x</body></html>"],
    ["<textarea><script>x</script></textarea>x", "x"],
    ["<!--[if IE]><script>x</script><![endif]-->x", "x"],
  ])("%s", async (html, expected) => {
    const cleaned = await cleanHtml(html);
    if (typeof expected === "string") expect(cleaned).toBe(expected);
    else expect(cleaned).toMatch(expected);
    expect(await cleanHtml(cleaned)).toBe(cleaned);
  });
});
