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

describe("publishing", () => {
  it("looks at the workspace anew: what came in the way since the last edit stands there, and goes again", async () => {
    const { page, api, errors, close } = await browser.open(leads());
    const open = async () => {
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      return page.getByRole("dialog", { name: "Publish" });
    };
    const message = "The workflow 'Order intake' already answers at the path 'leads'.";
    api.problems.push({
      severity: "error",
      code: "path-taken",
      node: "n1",
      name: "New lead",
      field: "path",
      message,
      fix: "Choose another path.",
    });
    let dialog = await open();
    await dialog.getByText(message).waitFor();
    expect(await dialog.getByRole("button", { name: "Publish", exact: true }).isDisabled()).toBe(true);
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    api.problems.length = 0;
    dialog = await open();
    await dialog.getByText(message).waitFor({ state: "detached" });
    expect(await dialog.getByRole("button", { name: "Publish", exact: true }).isEnabled()).toBe(true);
    expect(errors).toEqual([]);
    await close();
  });

  it("tells workflows that can be called from those switched off and those never published", async () => {
    const { page, close } = await browser.open();
    await page.getByRole("combobox", { name: "When a live run fails, start" }).click();
    await page.getByRole("option", { name: "Weekly report to the owner", exact: true }).waitFor();
    await page.getByRole("option", { name: "Ask for a review after payment (switched off)" }).waitFor();
    await page.getByRole("option", { name: "Copy photos to the job folder (never published)" }).waitFor();
    await close();
  });
});
