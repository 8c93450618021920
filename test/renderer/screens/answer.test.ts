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

describe("a step that answered a call", () => {
  it("shows what was answered, and says what is not kept of it; other steps show no answer", async () => {
    const state = fakeState();
    const [run] = state.runs;
    const step = run?.steps[3];
    if (!step) throw new Error("no step");
    step.answered = { status: 201, headers: { "content-type": "application/json" }, text: '{"order":7}', size: 9000 };
    const { page, errors, close } = await windows.open(`#/runs/${run.run.runId}`, { state });
    await page.getByRole("tab", { name: "Answer" }).click();
    const answer = page.getByRole("region", { name: "Answer" });
    await answer.getByText("Status 201").waitFor();
    await answer.getByText('{"order":7}').waitFor();
    await answer.getByText("The first 11 of 9000 characters are kept.").waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByText("Look up the customer").first().click();
    await page.getByRole("tab", { name: "Answer" }).waitFor({ state: "detached" });
    expect(errors).toEqual([]);
    await close();
  });
});
