import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findings, openWindows, type Windows } from "../../helpers/fake-window.ts";
import { PLACES } from "./places.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 90_000 });
let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
}, 180_000);
afterAll(() => windows?.close());

describe.each(["light", "dark"] as const)("in the %s theme", (colorScheme) => {
  it.each(PLACES)("$name: no findings of WCAG 2.2 AA, no errors", async ({ hash, state, show }) => {
    const window = await windows.open(hash, { colorScheme, ...(state ? { state: state() } : {}) });
    await show?.(window.page);
    expect(await findings(window.page)).toEqual([]);
    expect(window.errors).toEqual([]);
    await window.close();
  });
});

describe("with high contrast", () => {
  it.each(["light", "dark"] as const)("the main screens hold over %s", async (colorScheme) => {
    const window = await windows.open("#/workflows", { colorScheme });
    window.api.state.settings.theme = "contrast";
    for (const hash of ["#/workflows", "#/runs", "#/runs/run_00058", "#/catalog/stripe", "#/connections", "#/settings"]) {
      await window.goTo(hash);
      await window.page.locator("html[data-contrast=more]").waitFor();
      expect(await findings(window.page), hash).toEqual([]);
    }
    await window.close();
  });
});
