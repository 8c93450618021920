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

/** A run that failed at its third step, of version 3; `live` is what is published by now. */
function state(live: number | null) {
  const made = fakeState();
  const failed = made.runs.find(({ run }) => run.runId === "run_00057")?.run;
  const of = made.workflows.find(({ row }) => row.id === failed?.workflowId);
  if (!failed || !of) throw new Error("no failed run");
  failed.version = 3;
  of.row.liveVersion = live;
  return made;
}
const reruns = (api: Awaited<ReturnType<Windows["open"]>>["api"]) =>
  api.calls.filter(({ name }) => name === "runs.rerun").map(({ input }) => input);

describe("a failed run again", () => {
  it("goes on at the step that failed, with the version published since, and says that it is no test", async () => {
    const { page, api, errors, close } = await windows.open("#/runs/run_00057", { state: state(4) });
    await page.getByRole("button", { name: "Run again from the failed step" }).click();
    const dialog = page.getByRole("dialog", { name: "Run again from “Create the invoice”" });
    await dialog.getByText(/This is no test/).waitFor();
    await dialog.getByRole("combobox", { name: "Which version of the workflow" }).getByText("Version 4, the live one").waitFor();
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Run again", exact: true }).click();
    await page.waitForURL(/runs\/run_new1/);
    expect(reruns(api)).toEqual([{ runId: "run_00057", workflow: "live", fromStep: 2 }]);
    expect(errors).toEqual([]);
    await close();
  });

  it("says that the version has failed where nothing newer is published, and offers none that is not live", async () => {
    const { page, close } = await windows.open("#/runs/run_00057", { state: state(null) });
    await page.getByRole("button", { name: "Run again from the failed step" }).click();
    const dialog = page.getByRole("dialog", { name: /Run again from/ });
    await dialog.getByText(/This version has failed/).waitFor();
    await dialog.getByRole("combobox", { name: "Which version of the workflow" }).click();
    await page.getByRole("option", { name: "The draft" }).waitFor();
    expect(await page.getByRole("option").allTextContents()).toEqual(["Version 3, as in this run", "The draft"]);
    await close();
  });

  it("is asked about from the list too, before anything runs", async () => {
    const { page, api, close } = await windows.open("#/runs", { state: state(3) });
    await page
      .getByRole("row", { name: /Failed/ })
      .first()
      .click({ button: "right" });
    await page.getByRole("menuitem", { name: "Run again…" }).click();
    const dialog = page.getByRole("dialog", { name: "Run again from the start" });
    await dialog.getByText(/This is no test/).waitFor();
    expect(reruns(api)).toEqual([]);
    await dialog.getByRole("button", { name: "Run again", exact: true }).click();
    await page.waitForURL(/runs\/run_new1/);
    expect(reruns(api)).toMatchObject([{ runId: "run_00057", workflow: "same" }]);
    await close();
  });
});
