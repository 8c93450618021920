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

describe("live runs that have failed", () => {
  it("are counted beside the way to the runs and below, until somebody looks at them", async () => {
    const { page, api, errors, close } = await windows.open("#/workflows", { state: { ...fakeState(), failed: 0 } });
    const status = page.locator("footer").getByRole("status");
    expect(await status.textContent()).toBe("");
    api.state.failed = 2;
    api.emit({
      type: "run",
      runId: api.state.runs[3]?.run.runId ?? never(),
      workflowId: api.state.runs[3]?.run.workflowId ?? never(),
      status: "failed",
      at: 0,
    });
    await status.getByText("2 live runs failed").waitFor();
    const runs = page.getByRole("navigation").getByRole("link", { name: "Runs", exact: true });
    expect(await runs.getAttribute("data-count"), "beside three that wait for a person").toBe("5");
    expect(await findings(page)).toEqual([]);
    await status.getByRole("link").click();
    await page.getByRole("combobox", { name: "State" }).getByText("Failed").waitFor();
    await page.waitForFunction(() => document.querySelector("footer [role=status]")?.textContent === "");
    expect(api.calls.map(({ name }) => name)).toContain("runs.seen");
    expect(await runs.getAttribute("data-failed")).toBeNull();
    expect(errors).toEqual([]);
    await close();
  });
});

const never = (): never => {
  throw new Error("no such run");
};
