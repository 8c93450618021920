import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fakeState } from "../../helpers/fake-data.ts";
import { findings, openWindows, type Windows } from "../../helpers/fake-window.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 90_000 });
let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
}, 180_000);
afterAll(() => windows?.close());

/** The first workflow begins by hand, the second by a schedule, the third by a call. */
function state() {
  const made = fakeState();
  const [first] = made.workflows;
  if (!first) throw new Error("no workflow");
  first.row.startsBy = "manual";
  return made;
}

describe("running what is live", () => {
  it("is in the menu of rows that a person may set off, and leads to the new run", async () => {
    const { page, api, errors, close } = await windows.open("#/workflows", { state: state() });
    const menuOf = (name: string) => page.getByRole("button", { name: `Actions for ${name}` });
    await menuOf("New lead to CRM and text message").click();
    await page.getByRole("menuitem", { name: "Open" }).waitFor();
    expect(await page.getByRole("menuitem", { name: /^Run/ }).count(), "it waits for a call").toBe(0);
    await page.keyboard.press("Escape");
    await menuOf("Remind of unpaid invoices").click();
    await page.getByRole("menuitem", { name: "Run now" }).waitFor();
    await page.keyboard.press("Escape");
    await menuOf("Invoice when a job is done").click();
    await page.getByRole("menuitem", { name: "Run", exact: true }).click();
    expect(api.calls.filter(({ name }) => name === "workflows.run")).toMatchObject([{ input: { id: "wf_1" } }]);
    await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Open the run" }).click();
    await page.waitForURL(/#\/runs?\/run_/);
    expect(errors).toEqual([]);
    await close();
  });

  it("is found in the palette by the workflow's name", async () => {
    const { page, api, close } = await windows.open("#/settings", { state: state() });
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Find anything" }).fill("run remind unpaid");
    await page.getByRole("option", { name: /Run “Remind of unpaid invoices” now/ }).click();
    await page.getByText("“Remind of unpaid invoices” runs, as version 2").waitFor();
    expect(api.calls.filter(({ name }) => name === "workflows.run")).toHaveLength(1);
    await close();
  });

  it("stands beside Test in the editor, and says that it is no test", async () => {
    const { page, api, close } = await windows.open("#/workflow/wf_1", { state: state() });
    const run = page.getByRole("button", { name: "Run", exact: true });
    await run.hover();
    await page.getByText(/Runs version 3, the live one, for real/).waitFor();
    expect(await findings(page)).toEqual([]);
    await run.click();
    await page.getByText("“Invoice when a job is done” runs, as version 3").waitFor();
    const [first] = api.state.workflows;
    if (!first) throw new Error("no workflow");
    first.row.active = false;
    api.emit({ type: "workflows" });
    await run.waitFor({ state: "detached" });
    await close();
  });
});
