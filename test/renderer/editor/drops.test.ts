import type { Locator, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { core } from "../../../connectors/core/index.ts";
import { toolInfo } from "../../../connectors/registry.ts";
import { dropPlace } from "../../../renderer/ui/code/drop-place.ts";
import { type EditorBrowser, editorBrowser, eventually, type OpenEditor } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

type Params = Record<string, unknown>;

/** A step behind the webhook, whose data is pinned. */
async function opened(type: string, params: Params): Promise<OpenEditor & { params: () => Promise<Params | undefined> }> {
  const document = leads();
  const editor = await browser.open(
    {
      ...document,
      nodes: document.nodes.map((node) =>
        node.id === "n2"
          ? { ...node, name: "Next", type, params }
          : node.id === "n1"
            ? { ...node, pinned: [{ json: { name: "Ana", amount: 7, phone: "+1" } }] }
            : node,
      ),
    },
    undefined,
    [toolInfo(core)],
  );
  await editor.step("Next").click();
  return { ...editor, params: async () => (await editor.saved()).nodes[1]?.params };
}

const line = (page: Page, name: string) => page.getByRole("treeitem", { name: new RegExp(`^${name}\\b`) });

async function drag(page: Page, from: Locator, to: Locator, place: "start" | "middle" | "end" = "middle"): Promise<void> {
  await to.scrollIntoViewIfNeeded();
  const source = await from.boundingBox();
  const target = await to.boundingBox();
  if (!source || !target) throw new Error("it is not on screen");
  const x = { start: target.x + 12, middle: target.x + target.width / 2, end: target.x + target.width - 4 }[place];
  await page.mouse.move(source.x + 40, source.y + source.height / 2);
  await page.mouse.down();
  await page.mouse.move(x, target.y + target.height / 2 - 6, { steps: 5 });
  await page.mouse.move(x, target.y + target.height / 2, { steps: 3 });
  await page.mouse.up();
}

describe("a field dragged", () => {
  it("onto an expression goes in once; a second one beside it", async () => {
    const conditions = { rules: [{ left: "=", type: "string", operation: "equals", right: "" }] };
    const { page, params, errors, close } = await opened("core.if", { conditions });
    const left = page.getByRole("textbox", { name: "Value to check 1" });
    await drag(page, line(page, "name"), left);
    await eventually(params).toMatchObject({ conditions: { rules: [{ left: "={{ $json.name }}" }] } });
    await drag(page, line(page, "phone"), left, "end");
    await eventually(params).toMatchObject({ conditions: { rules: [{ left: "={{ $json.name }}{{ $json.phone }}" }] } });
    expect(errors).toEqual([]);
    await close();
  });

  it("onto a condition brings the type of its value, and a comparison that fits it", async () => {
    const conditions = { rules: [{ left: "=", type: "string", operation: "contains", right: "" }] };
    const { page, params, close } = await opened("core.if", { conditions });
    await drag(page, line(page, "amount"), page.getByRole("textbox", { name: "Value to check 1" }));
    await eventually(params).toMatchObject({
      conditions: { rules: [{ left: "={{ $json.amount }}", type: "number", operation: "equals" }] },
    });
    await close();
  });

  it("onto a value to set goes in once, also where a fixed text stands, at the place under the pointer", async () => {
    const fields = [
      { name: "a", type: "string", value: "" },
      { name: "b", type: "string", value: "Dear " },
    ];
    const { page, params, close } = await opened("core.set", { fields });
    await drag(page, line(page, "name"), page.getByRole("textbox", { name: "Value 1" }));
    await eventually(params).toMatchObject({ fields: [{ value: "={{ $json.name }}" }, {}] });
    await drag(page, line(page, "amount"), page.getByRole("textbox", { name: "Value 2" }), "start");
    await eventually(params).toMatchObject({
      fields: [{ value: "={{ $json.name }}" }, { type: "string", value: "={{ $json.amount }}Dear " }],
    });
    await close();
  });

  it("into the text of an answer goes in once, where it was dropped", async () => {
    const { page, params, close } = await opened("core.respond", { body: "text", text: "=Thanks, we will call you" });
    const body = page.getByRole("textbox", { name: "Text", exact: true });
    await drag(page, line(page, "name"), body, "end");
    await eventually(params).toMatchObject({ text: "=Thanks, we will call you{{ $json.name }}" });
    await page.keyboard.press("Control+Z");
    await eventually(params).toMatchObject({ text: "=Thanks, we will call you" });
    await close();
  });
});

describe("a field dragged onto a number or a choice", () => {
  it("takes its place", async () => {
    const { page, params, close } = await opened("core.respond", { body: "text", text: "ok", status: 200 });
    await drag(page, line(page, "amount"), page.getByRole("textbox", { name: "Status" }));
    await eventually(params).toMatchObject({ text: "ok", status: "={{ $json.amount }}" });
    await close();
  });
});

describe("the place of what is dropped", () => {
  const put = (marked: string, dropped = "{{ $json.b }}") => {
    const at = marked.indexOf("|");
    const text = marked.replace("|", "");
    const place = dropPlace(text, at, dropped);
    return text.slice(0, place.at) + place.text + text.slice(place.at);
  };

  it("is under the pointer, but never inside another expression", () => {
    expect(put("Hi |there")).toBe("Hi {{ $json.b }}there");
    expect(put("{{ $j|son.a }}")).toBe("{{ $json.b }}{{ $json.a }}");
    expect(put("{{ $json.|a }}")).toBe("{{ $json.a }}{{ $json.b }}");
    expect(put("{{ $json.a }|}!")).toBe("{{ $json.a }}{{ $json.b }}!");
  });

  it("is inside where the expression waits for a value, which goes in without its braces", () => {
    expect(put("{{ $json.a * | }}")).toBe("{{ $json.a * $json.b }}");
    expect(put("{{ | }}")).toBe("{{ $json.b }}");
    expect(put("{{ round(|) }}")).toBe("{{ round($json.b) }}");
    expect(put("{{ |$json.a }}")).toBe("{{ $json.b }}{{ $json.a }}");
  });
});
