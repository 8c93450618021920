import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { axe, type EditorBrowser, editorBrowser, eventually } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

describe("a connection that a step needs", () => {
  it("is made without leaving the editor and is the step's own afterwards", async () => {
    const { page, step, saved, api, errors, close } = await browser.open(leads());
    await step("Text the crew").click();
    const place = page.url();
    await page.getByRole("button", { name: "Add a connection to Twilio" }).click();
    const dialog = page.getByRole("dialog", { name: "Connect Twilio" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Night shift");
    await dialog.getByRole("textbox", { name: "Account SID" }).fill("AC1");
    await dialog.getByLabel("Auth token").fill("secret");
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Connect", exact: true }).click();
    await dialog.getByRole("button", { name: "Done" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(page.url()).toBe(place);
    await eventually(() => page.getByRole("combobox", { name: "Connection" }).textContent()).toBe("Night shift");
    const made = api.api.state.connections.at(-1);
    expect(made).toMatchObject({ name: "Night shift", connector: "twilio" });
    expect((await saved()).nodes.find(({ id }) => id === "n3")?.connection).toBe(made?.id);
    expect(errors).toEqual([]);
    await close();
  });

  it("is not chosen when the dialog is closed without one", async () => {
    const { page, step, saved, close } = await browser.open(leads());
    await step("Text the crew").click();
    await page.getByRole("button", { name: "Add a connection to Twilio" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect((await saved()).nodes.find(({ id }) => id === "n3")?.connection).toBeUndefined();
    await close();
  });
});
