import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fakeState } from "../../helpers/fake-data.ts";
import { openWindows, type Windows } from "../../helpers/fake-window.ts";
import { PLACES } from "./places.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 90_000 });
let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
}, 180_000);
afterAll(() => windows?.close());

/** Controls of the header and of dialogs that stand outside the window or are cut off. */
const misplaced = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const { documentElement: root } = document;
    if (root.scrollWidth > root.clientWidth || document.body.scrollWidth > root.clientWidth) found.push("the page scrolls sideways");
    for (const element of document.querySelectorAll<HTMLElement>(
      "main header button, main header input, nav a, nav button, footer a, footer button, [role=dialog] button, [role=alertdialog] button",
    )) {
      const { left, right, width } = element.getBoundingClientRect();
      if (width === 0 || element.className.includes("skip")) continue;
      if (left < -1 || right > window.innerWidth + 1) found.push(`${element.textContent || element.getAttribute("aria-label")}: outside`);
    }
    return found;
  });

describe("the layout", () => {
  it.each(PLACES)("of $name holds from 1024 x 640 to 4K, and with text at 200 %", async ({ hash, state, show }) => {
    const { page, close } = await windows.open(hash, { viewport: { width: 1024, height: 640 }, ...(state ? { state: state() } : {}) });
    await show?.(page);
    expect(await misplaced(page), "1024 x 640").toEqual([]);
    await page.setViewportSize({ width: 3840, height: 2160 });
    expect(await misplaced(page), "3840 x 2160").toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    expect(await misplaced(page), "200 %").toEqual([]);
    await close();
  });
});

describe("long lists", () => {
  it("draw only what is in sight, and scroll to the last of 10,000 rows", async () => {
    const state = fakeState();
    const [sample] = state.workflows;
    if (!sample) throw new Error("no workflow");
    state.workflows = Array.from({ length: 10_000 }, (_, index) => {
      const name = `Workflow ${String(index).padStart(5, "0")}`;
      return { ...sample, row: { ...sample.row, id: `wf_${index}` as typeof sample.row.id, name } };
    });
    const { page, errors, close } = await windows.open("#/workflows", { state });
    await page.getByRole("row", { name: /Workflow 00000/ }).focus();
    expect(await page.getByRole("row").count()).toBeLessThan(60);
    await page.keyboard.press("End");
    await page.getByRole("row", { name: /Workflow 09999/ }).waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(60);
    expect(errors).toEqual([]);
    await close();
  });
});
