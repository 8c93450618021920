import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type EditorBrowser, editorBrowser } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

const withParams = (params: Record<string, unknown>) => ({
  ...leads(),
  nodes: leads().nodes.map((node) => (node.id === "n4" ? { ...node, params } : node)),
});

describe("the value below an expression", () => {
  it("stands there with the reason why a part of it came to nothing", async () => {
    const text = "=Call {{ $json.phone.trim() }}";
    const { page, api, step, close } = await browser.open(withParams({ customer: text, amount: 120 }));
    api.api.state.previews.set(text, { ok: true, value: "Call ", type: "string", warning: "trim is not a function" });
    await page.keyboard.press("Control+Enter");
    await page.getByRole("status").filter({ hasText: "Succeeded" }).waitFor();
    await step("Create the invoice").click();
    await page.getByRole("status").filter({ hasText: "Warning: a part of this came to nothing: trim is not a function" }).waitFor();
    expect(await page.locator("output").filter({ hasText: "Call" }).count()).toBe(1);
    await close();
  });
});
