import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fakeState } from "../../helpers/fake-data.ts";
import { openWindows, type Windows } from "../../helpers/fake-window.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 90_000 });
let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
}, 180_000);
afterAll(() => windows?.close());

function withRemoved() {
  const state = fakeState();
  for (const workflow of state.workflows.slice(0, 2)) workflow.removed = true;
  return state;
}

describe("the bin in the window", () => {
  it("is reached from the workflows and gives one back", async () => {
    const window = await windows.open("#/workflows", { state: withRemoved() });
    const { page } = window;
    await page.getByRole("button", { name: "Bin" }).click();
    const row = page.getByRole("row", { name: /Invoice when a job is done/ });
    await row.getByRole("button", { name: "Restore" }).click();
    await row.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "All workflows" }).click();
    await page.getByRole("row", { name: /Invoice when a job is done/ }).waitFor();
    expect(window.errors).toEqual([]);
    await window.close();
  });

  it("deletes for good after a question", async () => {
    const window = await windows.open("#/bin", { state: withRemoved() });
    const { page, api } = window;
    await page.getByRole("row", { name: /Remind of unpaid/ }).focus();
    await page.keyboard.press("Delete");
    const question = page.getByRole("alertdialog", { name: /Remind of unpaid invoices” for good/ });
    await question.getByText(/all its runs are gone for good/).waitFor();
    expect(api.calls.some(({ name }) => name === "workflows.erase")).toBe(false);
    await question.getByRole("button", { name: "Delete for good" }).click();
    await page.getByRole("row", { name: /Remind of unpaid/ }).waitFor({ state: "detached" });
    expect(window.errors).toEqual([]);
    await window.close();
  });
});

describe("turning a workflow on", () => {
  it("takes the last published version; what was never published asks to be", async () => {
    const window = await windows.open("#/workflows");
    const { page, api } = window;
    const made = (call: string) => api.calls.filter(({ name }) => name === call).map(({ input }) => input);
    await page.getByRole("row", { name: /Ask for a review/ }).focus();
    await page.keyboard.press("Space");
    await page.getByText(/is on with version 2/).waitFor();
    expect(made("workflows.publish")).toEqual([]);
    await page.getByRole("row", { name: /Copy photos/ }).focus();
    await page.keyboard.press("Space");
    const question = page.getByRole("alertdialog", { name: /Publish “Copy photos/ });
    await question.getByText(/has never been published/).waitFor();
    expect(made("workflows.publish")).toEqual([]);
    await question.getByRole("button", { name: "Publish" }).click();
    await expect.poll(() => made("workflows.publish")).toMatchObject([{ id: "wf_7" }]);
    await window.close();
  });
});
