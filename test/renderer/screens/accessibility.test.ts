import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fakeState } from "../../helpers/fake-data.ts";
import { findings, openWindows, type Windows } from "../../helpers/fake-window.ts";
import { PLACES } from "./places.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 90_000 });
let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
}, 180_000);
afterAll(() => windows?.close());

describe("in the light and the dark theme", () => {
  it.each(PLACES)("$name: no findings of WCAG 2.2 AA, no errors", async ({ hash, state, show }) => {
    const window = await windows.open(hash, { colorScheme: "light", ...(state ? { state: state() } : {}) });
    await show?.(window.page);
    expect(await findings(window.page), "light").toEqual([]);
    await window.page.emulateMedia({ colorScheme: "dark" });
    expect(await findings(window.page), "dark").toEqual([]);
    expect(window.errors).toEqual([]);
    await window.close();
  });
});

describe("with high contrast", () => {
  it.each(["light", "dark"] as const)("the main screens hold over %s", async (colorScheme) => {
    const state = fakeState();
    state.settings.theme = "contrast";
    const window = await windows.open("#/workflows", { colorScheme, state });
    for (const hash of ["#/workflows", "#/runs", "#/runs/run_00058", "#/catalog/stripe", "#/connections", "#/settings"]) {
      await window.goTo(hash);
      await window.page.locator("html[data-contrast=more]").waitFor();
      expect(await findings(window.page), hash).toEqual([]);
    }
    await window.close();
  });
});
