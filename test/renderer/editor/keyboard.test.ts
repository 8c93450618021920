import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type EditorBrowser, editorBrowser, eventually, namesOf, wiresOf } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

describe("by keyboard alone", () => {
  it("builds, renames, moves and removes on the canvas", async () => {
    const { page, step, pick, saved, errors, close } = await browser.open();
    const { keyboard } = page;
    await keyboard.press("/");
    await pick("webhok");
    await step("Webhook").waitFor();
    await keyboard.press("Tab");
    await pick("if");
    await keyboard.press("Tab");
    await pick("sms");
    await step("Send a text message").waitFor();
    await keyboard.press("Alt+ArrowLeft");
    await keyboard.press("F2");
    await page.keyboard.type("Urgent?");
    await keyboard.press("Enter");
    await step("Urgent?").waitFor();
    await keyboard.press("Tab");
    await pick("set");
    await step("Set fields").waitFor();
    expect(wiresOf(await saved())).toEqual([
      "Webhook:out > Urgent?:in",
      "Urgent?:true > Send a text message:in",
      "Urgent?:false > Set fields:in",
    ]);
    const before = (await saved()).nodes.at(-1)?.position;
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowRight");
    await eventually(async () => (await saved()).nodes.at(-1)?.position).toEqual({ x: (before?.x ?? 0) + 20, y: (before?.y ?? 0) + 40 });
    await keyboard.press("Control+z");
    await eventually(async () => (await saved()).nodes.at(-1)?.position).toEqual(before);
    await keyboard.press("d");
    await eventually(async () => (await saved()).nodes.at(-1)?.disabled).toBe(true);
    await keyboard.press("Delete");
    await eventually(async () => namesOf(await saved())).toEqual(["Webhook", "Urgent?", "Send a text message"]);
    await keyboard.press("Control+a");
    await keyboard.press("Backspace");
    await eventually(async () => (await saved()).nodes).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });

  it("lets the focus out of the canvas: Escape, then Tab", async () => {
    const { page, step, close } = await browser.open(leads());
    await step("New lead").click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).not.toBe("application");
    await close();
  });

  it("goes into a step's panel with Enter, and back with Escape", async () => {
    const { page, step, close } = await browser.open(leads());
    await step("Create the invoice").click();
    await page.keyboard.press("Enter");
    const inPanel = () => page.evaluate(() => document.activeElement?.closest("[role=tabpanel]") !== null);
    await eventually(inPanel).toBe(true);
    await page.keyboard.press("Escape");
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("application");
    await close();
  });

  it("finds a step by what stands in its fields", async () => {
    const { page, step, close } = await browser.open(leads());
    await page.keyboard.press("Control+f");
    await page.getByRole("searchbox", { name: "Find a step" }).fill("item.json.name");
    await page.keyboard.press("Enter");
    await eventually(() => step("Create the invoice").getAttribute("class")).toContain("selected");
    await close();
  });

  it("does the same in the list form: add, connect, insert, disconnect, delete", async () => {
    const { page, pick, saved, errors, close } = await browser.open(leads());
    const { keyboard } = page;
    await page.getByRole("application").focus();
    await keyboard.press("Shift+V");
    await page.getByRole("list", { name: "Steps in order" }).waitFor();
    const press = async (name: string | RegExp, key = "Enter") => {
      await page.getByRole("button", { name, exact: typeof name === "string" }).focus();
      await keyboard.press(key);
    };
    await press("Connect “Urgent?” False");
    await page.getByRole("combobox", { name: "To" }).press("Enter");
    await page.getByRole("option", { name: "Create the invoice" }).waitFor();
    await keyboard.type("Create the invoice");
    await keyboard.press("Enter");
    await press("Connect");
    await eventually(async () => wiresOf(await saved())).toContain("Urgent?:false > Create the invoice:in");
    await press("Insert a step between “New lead” and “Urgent?”");
    await pick("set fields");
    await eventually(async () => wiresOf(await saved())).toContain("Set fields:out > Urgent?:in");
    await press("Add a step after “Text the crew” ");
    await pick("contact");
    await eventually(async () => wiresOf(await saved())).toContain("Text the crew:out > Create a contact:in");
    await press("Disconnect “Text the crew” from “Create a contact”");
    await eventually(async () => wiresOf(await saved())).not.toContain("Text the crew:out > Create a contact:in");
    await press(/^Create a contact/, "Delete");
    await eventually(async () => namesOf(await saved())).not.toContain("Create a contact");
    expect(errors).toEqual([]);
    await close();
  });
});
