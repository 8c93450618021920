import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Desktop, launchDesktop } from "../helpers/desktop.ts";
import { ROOT } from "../helpers/imx.ts";

// A desktop on a busy machine takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** With SCREENSHOTS=1 the pictures of the README are taken anew. */
const SHOTS = process.env.SCREENSHOTS === "1" ? join(ROOT, "resources", "screenshots") : undefined;

const userData = mkdtempSync(join(tmpdir(), "imx-window-"));
let desktop: Desktop;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  desktop = await launchDesktop({ userData });
  page = desktop.page;
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
});
afterAll(async () => {
  await desktop.close();
  rmSync(userData, { recursive: true, force: true });
});

const shot = async (name: string): Promise<void> => {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
};
const node = (name: string): Locator => page.locator(".react-flow__node", { hasText: name });
const panel = (name: string): Locator => page.getByRole("region", { name: `Step: ${name}` });

/** Draws a wire with the mouse. */
async function wire(from: string, port: string, to: string): Promise<void> {
  // Waits until the canvas has come to rest.
  await node(from).locator(`.react-flow__handle.source[data-handleid="${port}"]`).hover();
  await page.mouse.down();
  await node(to).locator(".react-flow__handle.target").first().hover();
  await page.mouse.up();
}

async function pick(text: string): Promise<void> {
  const search = page.getByRole("combobox", { name: "Find a step by what it does" });
  await search.fill(text);
  await page.getByRole("option").first().waitFor();
  await search.press("Enter");
}

/** Writes an expression into a field that has a switch for it. */
async function expression(inside: Locator, field: string, text: string): Promise<void> {
  const toggle = inside.getByRole("button", { name: `${field}: use an expression` });
  if (await toggle.count()) await toggle.click();
  const box = inside.getByRole("textbox", { name: field, exact: true });
  await box.fill(text);
  await box.press("Tab");
}

async function field(inside: Locator, row: number, name: string, type: string, text: string): Promise<void> {
  await inside.getByRole("button", { name: "Add a field" }).click();
  await inside.getByRole("textbox", { name: `Name ${row}`, exact: true }).fill(name);
  await inside.getByRole("combobox", { name: `Type ${row}`, exact: true }).click();
  await page.getByRole("option", { name: type, exact: true }).click();
  await expression(inside, `Value ${row}`, text);
}

describe("a workflow drawn from nothing in the window", () => {
  it("is drawn by mouse and keyboard, published, and answers a real order", async () => {
    await page.getByRole("button", { name: "New workflow" }).first().click();
    await page.getByRole("button", { name: "Choose a trigger" }).click();
    await pick("webhook");
    const hook = panel("Webhook");
    await hook.getByRole("textbox", { name: "Path" }).fill("orders");
    await hook.getByRole("combobox", { name: "Answer the sender" }).click();
    await page.getByRole("option", { name: "By a Respond step" }).click();

    // By the + at the last step.
    await page.getByRole("button", { name: "Add a step here" }).last().click();
    await pick("set fields");
    const set = panel("Set fields");
    await field(set, 1, "orderId", "Number", "{{ $json.body.id }}");
    await field(set, 2, "customer", "Text", "{{ $json.body.customer.trim() }}");
    await field(set, 3, "total", "Number", "{{ $json.body.price * $json.body.qty }}");

    // By the keyboard alone, from the selected step.
    await node("Set fields").click();
    await page.keyboard.press("/");
    await pick("if");
    const branch = panel("If");
    await branch.getByRole("button", { name: "Add a condition" }).click();
    await expression(branch, "Value to check 1", "{{ $json.total }}");
    await branch.getByRole("combobox", { name: "Type 1", exact: true }).click();
    await page.getByRole("option", { name: "Number", exact: true }).click();
    await branch.getByRole("combobox", { name: "Comparison 1", exact: true }).click();
    await page.getByRole("option", { name: "is more than", exact: true }).click();
    const limit = branch.getByRole("textbox", { name: "Value to compare with 1", exact: true });
    await limit.fill("100");
    await limit.press("Tab");

    await node("If").click();
    await page.keyboard.press("/");
    await pick("code");
    const code = panel("Code").getByRole("textbox", { name: "Code", exact: true });
    await code.click();
    await page.keyboard.insertText("return $input.all().map((i) => ({ json: { ...i.json, tax: Math.round(i.json.total * 19) / 100 } }));");
    await node("Code").click();
    await page.keyboard.press("/");
    await pick("data table");
    await panel("Data table").getByRole("textbox", { name: "Table" }).fill("orders");
    await page.keyboard.press("Tab");
    await node("Data table").click();
    await page.keyboard.press("/");
    await pick("respond");
    await node("Respond to webhook").click();
    await page.keyboard.press("Shift+1");
    // Small orders get an answer, too.
    await page.getByText("One problem").waitFor();
    await wire("If", "false", "Data table");
    await page.getByText("No problems").waitFor();
    await page.getByRole("button", { name: "Hide the panel" }).click();
    await page.keyboard.press("Shift+1");
    await node("Webhook").first().hover();
    await shot("editor");
    await page.getByRole("button", { name: "Show the panel" }).click();

    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Publish", exact: true }).click();
    const address = await dialog
      .getByText(/http:\/\/127\.0\.0\.1:\d+\/hook\/orders/)
      .first()
      .innerText();
    const url = /http:\/\/127\.0\.0\.1:\d+\/hook\/orders/.exec(address)?.[0] ?? "";
    await page.keyboard.press("Escape");

    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: 7, customer: " Ada ", price: 60, qty: 3 }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ orderId: 7, customer: "Ada", total: 180, tax: 34.2 });

    await page.getByRole("link", { name: "Runs" }).click();
    await page.getByText("Succeeded").first().waitFor();
    await shot("runs");
    await page.getByRole("row").filter({ hasText: "Succeeded" }).first().click();
    await page.getByText("Data table").first().waitFor();
    await shot("run");
    expect(errors).toEqual([]);
  });
});
