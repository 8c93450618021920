import { describe, expect, it } from "vitest";
import { markdownAction } from "../../../connectors/core/actions/markdown.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

const run = async (params: JsonObject) =>
  String(jsons((await runStep(markdownAction, { params, items: itemsOf({ id: 1 }) })).outputs[0])[0]?.data);
const html = (markdown: string, more: JsonObject = {}) => run({ markdown, ...more });
const markdown = (source: string, more: JsonObject = {}) => run({ operation: "to_markdown", html: source, ...more });

describe("core.markdown", () => {
  it("becomes HTML", async () => {
    expect(await html("# A *b*\n\n1. x\n2. `y<`\n\n| h |\n|---|\n| ~~z~~ |")).toBe(
      "<h1>A <em>b</em></h1>\n<ol>\n<li>x</li>\n<li><code>y&lt;</code></li>\n</ol>\n<table>\n<thead>\n<tr>\n<th>h</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><del>z</del></td>\n</tr>\n</tbody>\n</table>",
    );
    expect(await html("## A b\n\n## A b", { headingIds: "dashes", headingStart: 2 })).toBe(
      '<h3 id="a-b">A b</h3>\n<h3 id="a-b-1">A b</h3>',
    );
    expect(await html("~~x~~ http://e.com", { strikethrough: false, autoLinks: false })).toBe("<p>~~x~~ http://e.com</p>");
    expect(await html("[x](http://e.com)", { newWindow: true, safe: false })).toBe(
      '<p><a href="http://e.com" rel="noopener noreferrer" target="_blank">x</a></p>',
    );
    expect(await html("- a\n  1. b\n\n```\n  - c\n```", { fourSpaceLists: true })).toBe(
      "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>\n<pre><code>  - c\n</code></pre>",
    );
    expect(await html("x", { document: true, safe: false })).toContain("<body>\n<p>x</p>\n</body>");
  });
  it("runs nothing of what strangers wrote, unless told otherwise", async () => {
    const hostile = '[x](javascript:alert(1)) <img src=x onerror=alert(1)> <script>alert(1)</script> ![a](x"onerror="y)';
    const made = await html(hostile);
    expect(made).not.toMatch(/javascript:|<script|<[^>]*\sonerror/i);
    expect(await html("<b onclick=x>y</b>", { safe: false })).toContain("onclick");
  });
  it("is made of HTML", async () => {
    expect(
      await markdown("<h2>H</h2><p>a <b>b</b> <i>c</i></p><ul><li>1</li></ul><p><a href='/x'>l</a></p>", { bullet: "*", emphasis: "*" }),
    ).toBe("## H\n\na **b** *c*\n\n* 1\n\n[l](/x)");
    expect(
      await markdown("<nav>n</nav><p>Draft 12 x</p><!-- no", { ignore: "nav", replace: [{ from: "Draft (\\d+)", to: "No. $1" }] }),
    ).toBe("No. 12 x");
  });
  it.each([
    ["quotes in quotes", ">".repeat(5_000), /nested too deeply/],
    ["lists in lists", "1. ".repeat(80_000), /nested too deeply/],
    ["brackets", "[*".repeat(80_000), /too many marks of emphasis/],
    ["marks of emphasis", "_a__".repeat(40_000), /too many marks of emphasis/],
    ["length", "x".repeat(250_001), /longer than 250,000/],
  ])("refuses too much of %s at once", async (_what, text, reason) => {
    const start = performance.now();
    await expect(html(text)).rejects.toThrow(reason);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
  it("refuses HTML that is too deep or too much; what nobody closed costs nothing", async () => {
    await expect(markdown("<div>".repeat(100_000))).rejects.toThrow(/nested deeper than 500/);
    expect(await markdown(`a${"<!--".repeat(200_000)}`)).toBe("a");
    await expect(markdown("<p>x</p>".repeat(20_000))).rejects.toThrow(/more than 25,000 elements/);
    const start = performance.now();
    await markdown("<table><tr><td>x</table>".repeat(4_000));
    await markdown("<textarea>".repeat(10_000));
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
