import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WorkflowId } from "#shared/model/ids.ts";
import { fakeState } from "../../helpers/fake-data.ts";
import { findings, openWindows, type Windows } from "../../helpers/fake-window.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 90_000 });
let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
}, 180_000);
afterAll(() => windows?.close());

/** The first workflow is needed by two others. */
function state() {
  const made = fakeState();
  made.usedBy.set("wf_1", [
    { id: WorkflowId.parse("wf_2"), name: "Remind of unpaid invoices", steps: ["Make the invoice", "And once more"], onFailure: false },
    { id: WorkflowId.parse("wf_4"), name: "Weekly report to the owner", steps: [], onFailure: true },
  ]);
  return made;
}

describe("stopping a workflow that live ones need", () => {
  it("asks first, names them, and does nothing when one thinks better of it", async () => {
    const { page, api, errors, close } = await windows.open("#/workflows", { state: state() });
    const asked = page.getByRole("alertdialog", { name: "Turn “Invoice when a job is done” off?" });
    await page.getByRole("switch", { name: "Invoice when a job is done is on" }).click();
    await asked.getByText("“Remind of unpaid invoices” calls it, at “Make the invoice, And once more”.").waitFor();
    await asked.getByText("“Weekly report to the owner” starts it when a run fails.").waitFor();
    expect(await findings(page)).toEqual([]);
    await asked.getByRole("button", { name: "Cancel" }).click();
    await asked.waitFor({ state: "detached" });
    expect(api.calls.filter(({ name }) => name === "workflows.unpublish")).toEqual([]);
    await page.getByRole("row", { name: /Invoice when a job is done/ }).focus();
    await page.keyboard.press("Delete");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete anyway" }).click();
    await page.getByText("“Invoice when a job is done” is in the bin for 30 days").waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  it("asks in the editor too, and not where nobody needs it", async () => {
    const { page, api, goTo, close } = await windows.open("#/workflow/wf_1", { state: state() });
    await page.getByRole("button", { name: /^State: On/ }).click();
    await page.getByRole("menuitem", { name: "Turn off" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Turn off anyway" }).click();
    await page.getByText("Turned off: its triggers start nothing now").waitFor();
    await goTo("#/workflows");
    await page.getByRole("switch", { name: "Weekly report to the owner is on" }).click();
    await page.getByText("“Weekly report to the owner” is off; it no longer starts by itself").waitFor();
    expect(api.calls.filter(({ name }) => name === "workflows.unpublish")).toHaveLength(2);
    await close();
  });
});
