import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { imx, serve } from "../helpers/imx.ts";
import { order, orderWorkflow } from "../helpers/order-workflow.ts";
import { launchBrowser, openPage } from "../helpers/screens.ts";
import { tempDir } from "../helpers/temp-workspace.ts";

// The screens are built first where they are not fresh.
vi.setConfig({ testTimeout: 300_000 });
const SHOTS = process.env.SHOTS;

it("a real order becomes a test; it passes, says what a change breaks, and takes the change over", async () => {
  const data = tempDir();
  const file = join(data, "orders.json");
  writeFileSync(file, JSON.stringify(orderWorkflow()));
  const added = await imx(["add", file, "--publish", "--data", data, "--json"]);
  const { workflowId } = JSON.parse(added.stdout) as { workflowId: string };
  const served = await serve(data);
  const browser = await launchBrowser();
  try {
    const body = JSON.stringify(order(95));
    const headers = { "content-type": "application/json", authorization: "Bearer secret-of-the-shop" };
    const answer = await fetch(`${served.url}/hook/orders`, { method: "POST", headers, body });
    expect(answer.status).toBe(200);

    const { page, errors } = await openPage(browser);
    await page.goto(served.entry);
    await page.getByRole("link", { name: "Runs", exact: true }).click();
    await page
      .getByRole("row", { name: /Orders/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Make a test" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("A small order");
    await page.keyboard.press("Enter");
    const said = page.getByRole("region", { name: "Notifications" });
    await said.getByText("“A small order” is one of the workflow's tests now").waitFor();
    await said.getByRole("button", { name: "Show the tests" }).click();

    const dialog = page.getByRole("dialog", { name: "Tests" });
    await dialog.getByRole("button", { name: "Run all" }).click();
    await dialog.getByText("1 passed, 0 failed").waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/e2e-passed.png` });
    await page.keyboard.press("Escape");

    await page.locator(".react-flow__node", { hasText: "Work out the total" }).click();
    const value = page.getByRole("textbox", { name: "Value 2", exact: true });
    await value.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("{{ $json.body.customer.trim().toUpperCase() }}");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Tests", exact: true }).click();
    await dialog.getByRole("button", { name: "Run “A small order”" }).click();
    await dialog.getByRole("heading", { name: "Work out the total, item 1" }).waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/e2e-failed.png` });

    await dialog.getByRole("button", { name: "More for “A small order”" }).click();
    await page.getByRole("menuitem", { name: "Expect this result from now on" }).click();
    await dialog.getByText("1 passed, 0 failed").waitFor();
    // Replacing all text of a field lets Chromium copy the frame around it with its style attribute: refused, and nothing is lost.
    expect(errors.filter((error) => !error.startsWith("Applying inline style"))).toEqual([]);
  } finally {
    await browser.close();
    await served.stop();
  }
  const exported = await imx(["workflows", "export", workflowId, "--with-data", "--data", data]);
  expect(exported.stdout).toContain("A small order");
  expect(exported.stdout).not.toContain("secret-of-the-shop");
});
