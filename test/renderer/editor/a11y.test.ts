import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { axe, type EditorBrowser, editorBrowser } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

describe.each(["light", "dark"] as const)("the editor in %s", (colorScheme) => {
  it("has nothing that axe objects to, and nothing in the console", async () => {
    const { page, api, errors, close } = await browser.open(leads(), { colorScheme });
    expect(await axe(page), "the workflow").toEqual([]);
    api.outcomes.set("Text the crew", { status: "failed", message: "Twilio refused the number." });
    await page.keyboard.press("Control+Enter");
    await page.getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Steps", exact: true }).click();
    expect(await axe(page), "a failed test").toEqual([]);
    await page.getByRole("tab", { name: "Settings" }).click();
    expect(await axe(page), "a step's settings").toEqual([]);
    await page.getByRole("application").focus();
    await page.keyboard.press("/");
    await page.getByRole("listbox").waitFor();
    expect(await axe(page), "the picker").toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+V");
    await page.getByRole("list", { name: "Steps in order" }).waitFor();
    expect(await axe(page), "the list").toEqual([]);
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await axe(page), "publishing").toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });
});

describe.each([
  [1024, 640],
  [1920, 1080],
] as const)("the editor at %i x %i", (width, height) => {
  it("has all its parts in view and scrolls nothing sideways", async () => {
    const { page, step, close } = await browser.open(leads(), { viewport: { width, height } });
    await page.keyboard.press("Alt+ArrowRight");
    await step("New lead").waitFor();
    for (const name of ["Publish", "Test", "Undo", "Tidy up", "Test step"]) {
      const box = await page.getByRole("button", { name, exact: true }).boundingBox();
      expect(box, name).not.toBeNull();
      expect((box?.x ?? 0) + (box?.width ?? 0), name).toBeLessThanOrEqual(width);
      expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(height);
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(wider).toBe(false);
    await close();
  });
});
