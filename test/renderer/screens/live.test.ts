import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startFakeApi } from "../../helpers/fake-api.ts";
import { fakeState } from "../../helpers/fake-data.ts";
import { openWindows, type Windows } from "../../helpers/fake-window.ts";
import { builtScreens } from "../../helpers/screens.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 90_000 });
let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
}, 180_000);
afterAll(() => windows?.close());

describe("what happens meanwhile", () => {
  it("shows in the lists by itself", async () => {
    const { page, api, errors, close } = await windows.open("#/runs");
    const [first] = api.state.runs;
    if (!first) throw new Error("no run");
    Object.assign(first.run, { status: "running", endedAt: undefined });
    api.emit({ type: "run", runId: first.run.runId, workflowId: first.run.workflowId, status: "running", at: 0 });
    await page
      .getByRole("row", { name: /Running.*Invoice when a job is done/ })
      .first()
      .waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  it("is caught up with after the engine was away, which is said while it lasts", async () => {
    const { page, api, close } = await windows.open("#/workflows");
    const port = Number(new URL(api.url).port);
    await api.close();
    await page.getByRole("alert").getByText("The engine can't be reached", { exact: true }).waitFor();
    // What was loaded stays in sight.
    await page.getByRole("row", { name: /Weekly report/ }).waitFor();
    const state = fakeState();
    const [workflow] = state.workflows;
    if (!workflow) throw new Error("no workflow");
    workflow.row.name = "Renamed meanwhile";
    const back = await startFakeApi(await builtScreens(), state, port);
    await page.getByRole("row", { name: /Renamed meanwhile/ }).waitFor();
    await page.getByRole("alert").waitFor({ state: "detached" });
    await close().catch(() => undefined);
    await back.close();
  });

  it("says why something did not work, in plain words, and changes the screen back", async () => {
    const { page, api, close } = await windows.open("#/workflows");
    api.fail("workflows.remove", "FORBIDDEN");
    await page.getByRole("row", { name: /Weekly report/ }).focus();
    await page.keyboard.press("Delete");
    const said = page.getByRole("region", { name: "Notifications" });
    await said.getByText("“Weekly report to the owner” could not be deleted").waitFor();
    await said.getByText("Your role does not allow this.").waitFor();
    await page.getByRole("row", { name: /Weekly report/ }).waitFor();
    await close();
  });

  it("offers to try again when a screen could not be loaded", async () => {
    const { page, api, goTo, close } = await windows.open("#/settings");
    api.fail("connections.list", "BUSY");
    await page.getByRole("link", { name: "Connections" }).click();
    await page.getByText("The engine is busy.").waitFor();
    api.fail("connections.list");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("row", { name: /Stripe live/ }).waitFor();
    await goTo("#/settings");
    await close();
  });

  it("tells that there is no network, and what that means", async () => {
    const { page, close } = await windows.open("#/workflows");
    // The engine is on the same machine: only the network is gone.
    await page.evaluate(() => window.dispatchEvent(new Event("offline")));
    await page.getByText("You are offline").waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await page.getByText("You are offline").waitFor({ state: "detached" });
    await close();
  });
});

describe("files", () => {
  it("are imported by dropping and by pasting, with a report", async () => {
    const { page, api, close } = await windows.open("#/workflows");
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['{"nodes":[]}'], "leads.json", { type: "application/json" }));
      document.querySelector("main > div")?.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: data }));
    });
    const report = page.getByRole("dialog", { name: "Imported" });
    await report.getByText("There is no such tool here.").waitFor();
    await page.keyboard.press("Escape");
    await report.waitFor({ state: "detached" });
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", '{"nodes":[{"name":"Start"}]}');
      document.body.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
    });
    await report.waitFor();
    expect(api.calls.filter(({ name }) => name === "workflows.import")).toHaveLength(2);
    await close();
  });

  it("that are none are refused in words", async () => {
    const { page, close } = await windows.open("#/workflows");
    await page.locator("input[type=file]").setInputFiles({ name: "cat.json", mimeType: "application/json", buffer: Buffer.from("miaow") });
    const said = page.getByRole("region", { name: "Notifications" });
    await said.getByText("“cat.json” could not be imported").waitFor();
    await said.getByText("This file is no workflow").waitFor();
    await close();
  });

  it("are exported under the workflow's name", async () => {
    const { page, close } = await windows.open("#/workflows");
    await page.getByRole("button", { name: "Actions for Weekly report to the owner" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Export as a file" }).click()]);
    expect(download.suggestedFilename()).toBe("Weekly report to the owner.json");
    await close();
  });
});
