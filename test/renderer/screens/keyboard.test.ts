import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type FakeWindow, openWindows, type Windows } from "../../helpers/fake-window.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 90_000 });
let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
}, 180_000);
afterAll(() => windows?.close());

/** Opens a window, does something, and finds no errors in the page afterwards. */
async function inWindow(hash: string, act: (window: FakeWindow) => Promise<void>): Promise<void> {
  const window = await windows.open(hash);
  await act(window);
  expect(window.errors).toEqual([]);
  await window.close();
}

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** Role and beginning of the name of what has the focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return `${element?.getAttribute("role") ?? element?.tagName.toLowerCase() ?? ""} ${(element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim()}`;
  });
const hashOf = (page: Page): Promise<string> => page.evaluate(() => window.location.hash);
const calls = ({ api }: FakeWindow, name: string) => api.calls.filter((call) => call.name === name).map(({ input }) => input);

describe("by keyboard alone", () => {
  it("every screen is reached with g and a letter, and titled", () =>
    inWindow("#/workflows", async ({ page }) => {
      for (const [key, hash, title] of [
        ["c", "#/catalog", "Catalog"],
        ["n", "#/connections", "Connections"],
        ["t", "#/tables", "Data tables"],
        ["r", "#/runs", "Runs"],
        ["s", "#/settings", "Settings"],
        ["w", "#/workflows", "Workflows"],
      ] as const) {
        await press(page, "g", key);
        await page.getByRole("heading", { level: 1, name: title }).waitFor();
        expect(await hashOf(page)).toBe(hash);
        expect(await page.title()).toBe(`${title} · Infinite Matrix`);
      }
    }));

  it("the first Tab offers to skip to the content", () =>
    inWindow("#/workflows", async ({ page }) => {
      await press(page, "Tab");
      expect(await focused(page)).toContain("Skip to the content");
      await press(page, "Enter");
      expect(await focused(page)).toMatch(/^main/);
    }));

  it("workflows: found, moved through, opened", () =>
    inWindow("#/workflows", async ({ page }) => {
      await press(page, "/");
      await page.keyboard.type("invoice");
      await page.getByRole("row", { name: /Weekly report/ }).waitFor({ state: "detached" });
      await press(page, "Escape");
      await page.getByRole("row", { name: /Weekly report/ }).waitFor();
      await page.getByRole("row", { name: /Ask for a review/ }).focus();
      await press(page, "ArrowDown", "ArrowDown");
      expect(await focused(page)).toMatch(/^row .*Invoice when a job is done/);
      await press(page, "End");
      expect(await focused(page)).toMatch(/^row .*Weekly report/);
      await press(page, "Home", "Enter");
      await page.waitForURL(/workflow\/wf_5/);
    }));

  it("workflows: deleted, and taken back out of the bin", () =>
    inWindow("#/workflows", async (window) => {
      const { page } = window;
      const row = page.getByRole("row", { name: /Order materials/ });
      await row.focus();
      await press(page, "Delete");
      await row.waitFor({ state: "detached" });
      expect(await focused(page)).toMatch(/^row/);
      await page.getByRole("button", { name: "Undo" }).waitFor();
      await press(page, "F6");
      while (!(await focused(page)).startsWith("button Undo")) await press(page, "Tab");
      await press(page, "Enter");
      await row.waitFor();
      expect(calls(window, "workflows.restore")).toEqual([{ id: "wf_6" }]);
    }));

  it("workflows: a row's menu by the menu key, and a new one by n", () =>
    inWindow("#/workflows", async (window) => {
      const { page } = window;
      await page.getByRole("row", { name: /Order materials/ }).focus();
      await press(page, "Shift+F10");
      await page.getByRole("menuitem", { name: "Duplicate" }).waitFor();
      await page.locator("[role=menu]:focus-within").waitFor();
      await page.keyboard.type("dup");
      await page.locator("[role=menuitem]:focus", { hasText: "Duplicate" }).waitFor();
      await press(page, "Enter");
      await page.getByRole("row", { name: /Order materials below stock \(copy\)/ }).waitFor();
      expect(calls(window, "workflows.duplicate")).toEqual([{ id: "wf_6" }]);
      await press(page, "n");
      await page.waitForURL(/workflow\/wf_new2/);
    }));

  it("workflows: switched off and on", () =>
    inWindow("#/workflows", async (window) => {
      const { page } = window;
      const toggle = page.getByRole("switch", { name: /Weekly report/ });
      await page.getByRole("row", { name: /Weekly report/ }).focus();
      await press(page, "Space");
      await page.getByText("is off; it no longer starts by itself").first().waitFor();
      await expect.poll(() => toggle.getAttribute("aria-checked")).toBe("false");
      await press(page, "Space");
      await page.getByText("“Weekly report to the owner” is on").first().waitFor();
      expect(calls(window, "workflows.activate")).toHaveLength(1);
      expect(calls(window, "workflows.publish"), "nothing new goes live").toEqual([]);
    }));

  it("the palette finds workflows, tools, runs and commands, and goes there", () =>
    inWindow("#/settings", async ({ page }) => {
      await press(page, "Control+k");
      await page.keyboard.type("weekly");
      await page
        .getByRole("option", { name: /Weekly report/ })
        .first()
        .waitFor();
      await press(page, "Enter");
      await page.waitForURL(/workflow\/wf_4/);
      await press(page, "Control+k");
      await page.keyboard.type("twilo");
      await page.getByRole("option", { name: /Twilio/ }).waitFor();
      await press(page, "Enter");
      await page.waitForURL(/catalog\/twilio/);
      await press(page, "Control+k");
      await page.keyboard.type("pause the engine");
      await page.getByRole("option", { name: "Pause the engine" }).waitFor();
      await press(page, "Enter");
      await page.getByRole("contentinfo").getByText("Engine paused").waitFor();
    }));

  it("the sheet of shortcuts lists those of the screen, and gives the focus back", () =>
    inWindow("#/workflows", async ({ page }) => {
      await page.getByRole("row", { name: /Weekly report/ }).focus();
      await press(page, "Shift+?");
      const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
      await sheet.getByText("New workflow").waitFor();
      await press(page, "Escape");
      await sheet.waitFor({ state: "detached" });
      expect(await focused(page)).toMatch(/^row .*Weekly report/);
    }));

  it("runs: filtered, opened, its steps and data walked through", () =>
    inWindow("#/runs", async ({ page }) => {
      await page.getByRole("combobox", { name: "State" }).focus();
      await press(page, "Enter");
      await page.getByRole("option", { name: "Failed" }).waitFor();
      await page.keyboard.type("fai");
      await page.locator("[role=option]:focus", { hasText: "Failed" }).waitFor();
      await press(page, "Enter");
      await page.waitForURL(/state=failed/);
      await page
        .getByRole("row", { name: /Succeeded/ })
        .first()
        .waitFor({ state: "detached" });
      await page
        .getByRole("row", { name: /Weekly report/ })
        .first()
        .focus();
      await press(page, "Enter");
      await page.waitForURL(/runs\/run_00057/);
      await page.getByRole("option", { name: /Create the invoice/ }).focus();
      await press(page, "ArrowUp");
      expect(await focused(page)).toMatch(/^option .*Look up the customer/);
      await page.getByRole("region", { name: "Look up the customer" }).waitFor();
      await page
        .getByRole("tree")
        .getByRole("treeitem", { name: /Item 1/ })
        .focus();
      await press(page, "ArrowLeft");
      expect(await page.getByRole("treeitem", { name: /Item 1/ }).getAttribute("aria-expanded")).toBe("false");
      await press(page, "ArrowRight", "ArrowRight");
      expect(await focused(page)).toContain("cus_1000");
    }));

  it("an unknown outcome is settled", () =>
    inWindow("#/runs/run_00058", async (window) => {
      const { page } = window;
      await page.getByRole("button", { name: "It happened" }).focus();
      await press(page, "Enter");
      await page.getByText("Noted as done; the run goes on").waitFor();
      expect(calls(window, "runs.settle")).toEqual([{ runId: "run_00058", step: 2, settlement: { answer: "happened" } }]);
      await page.getByRole("button", { name: "It happened" }).waitFor({ state: "detached" });
    }));

  it("a step is run again with edited data", () =>
    inWindow("#/runs/run_00057", async (window) => {
      const { page } = window;
      await page.getByRole("button", { name: "Run again from here" }).focus();
      await press(page, "Enter");
      const dialog = page.getByRole("dialog", { name: /Run again from/ });
      await dialog.getByRole("button", { name: "Edited" }).focus();
      await press(page, "Space");
      const items = dialog.getByRole("textbox", { name: "Items" });
      await items.focus();
      await press(page, "Control+a");
      await page.keyboard.insertText('[{"name":"Rosa"}]');
      const go = dialog.getByRole("button", { name: "Run again", exact: true });
      await go.focus();
      await press(page, "Enter");
      await page.waitForURL(/runs\/run_new1/);
      expect(calls(window, "runs.rerun")).toEqual([
        { runId: "run_00057", workflow: "same", fromStep: 2, items: [{ json: { name: "Rosa" } }] },
      ]);
    }));

  it("a connection is made in two steps, tested, renamed and deleted", () =>
    inWindow("#/connections", async (window) => {
      const { page } = window;
      await press(page, "n");
      await page.getByRole("searchbox", { name: "Search tools" }).waitFor();
      await page.keyboard.type("text message");
      await page.getByRole("button", { name: /Twilio/ }).waitFor();
      await press(page, "Enter");
      await page.getByLabel("Account SID").fill("AC1");
      await press(page, "Tab");
      await page.keyboard.type("secret");
      await press(page, "Enter");
      await page.getByText("Connected as Brandt Roofing Ltd").first().waitFor();
      expect(calls(window, "connections.create")).toEqual([
        { name: "Twilio", connector: "twilio", auth: "basic", fields: { accountSid: "AC1", authToken: "secret" }, hosts: [] },
      ]);
      await press(page, "Enter");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.getByRole("row", { name: /Twilio.*Brandt/ }).focus();
      await press(page, "Enter");
      await page.getByLabel("Name").fill("Texts");
      await press(page, "Enter");
      const row = page.getByRole("row", { name: /Texts/ });
      await row.waitFor();
      await page.getByRole("dialog", { name: "Twilio" }).waitFor({ state: "detached" });
      await row.focus();
      await press(page, "Delete");
      await page.getByRole("alertdialog").getByText("No workflow uses it.").waitFor();
      await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).focus();
      await press(page, "Enter");
      await row.waitFor({ state: "detached" });
    }));

  it("a tool's action is put on a new canvas", () =>
    inWindow("#/catalog", async (window) => {
      const { page } = window;
      await press(page, "/");
      await page.keyboard.type("text message");
      await page.getByRole("link", { name: /Twilio/ }).focus();
      await press(page, "Enter");
      await page.waitForURL(/catalog\/twilio/);
      await page.getByRole("button", { name: "Use in a workflow" }).focus();
      await press(page, "Enter");
      await page.locator("[role=menuitem]:focus", { hasText: "In a new workflow" }).waitFor();
      await press(page, "Enter");
      await page.waitForURL(/workflow\/wf_new1/);
      const made = window.api.state.workflows.find(({ row }) => row.id === "wf_new1")?.document;
      expect(made?.nodes.map(({ type }) => type)).toEqual(["core.manual", "twilio.send_sms"]);
      expect(made?.edges).toHaveLength(1);
    }));

  it("settings are changed", () =>
    inWindow("#/settings", async (window) => {
      const { page } = window;
      await page.getByRole("group", { name: "Theme" }).getByRole("button", { name: "Dark" }).focus();
      await press(page, "Space");
      await page.locator("html[data-theme=dark]").waitFor();
      await page.getByRole("textbox", { name: "Folder" }).fill("jobs");
      await press(page, "Enter");
      await page.getByText("Write the whole path, from its root.").waitFor();
      await page.getByRole("textbox", { name: "Folder" }).fill("/srv/plans");
      await press(page, "Enter");
      await page.getByText("/srv/plans").waitFor();
      await page.getByRole("group", { name: "Language" }).getByRole("button", { name: "Español" }).focus();
      await press(page, "Space");
      await page.getByRole("heading", { level: 1, name: "Ajustes" }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe("es");
      await page.getByRole("textbox", { name: /Días que se conservan/ }).fill("30");
      await expect
        .poll(() => calls(window, "settings.set"), { timeout: 10_000 })
        .toEqual([{ theme: "dark" }, { folders: ["/home/rosa/jobs", "/srv/plans"] }, { language: "es" }, { retentionDays: 30 }]);
    }));
});
