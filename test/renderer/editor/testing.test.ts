import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { NodeId } from "#shared/model/ids.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { core } from "../../../connectors/core/index.ts";
import { toolInfo } from "../../../connectors/registry.ts";
import { axe, type EditorBrowser, editorBrowser, eventually, type OpenEditor } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

const tests = ({ api }: OpenEditor) => api.api.calls.filter(({ name }) => name === "workflows.test").map(({ input }) => input);
const openDialog = async ({ page }: OpenEditor) => {
  await page.getByRole("button", { name: "Test with other data" }).click();
  return page.getByRole("dialog", { name: "Test the draft" });
};
async function write({ page }: OpenEditor, text: string): Promise<void> {
  const field = page.getByRole("textbox", { name: "Data" });
  await field.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

describe("a test with data of one's own", () => {
  it("says before it begins which steps act for real and which are put back", async () => {
    const sample = leads();
    const table = { id: "n5", name: "Remember", type: "core.data_table", position: { x: 960, y: 0 }, params: { operation: "insert" } };
    const wire = (from: string, to: string) => ({ id: `${from}${to}`, from: { node: from, port: "out" }, to: { node: to, port: "in" } });
    const drawn = { ...sample, nodes: [...sample.nodes, table], edges: [...sample.edges, wire("n3", "n5")] };
    const editor = await browser.open(Workflow.parse(drawn));
    const dialog = await openDialog(editor);
    const what = dialog.getByRole("region", { name: "What this test does" });
    await what.getByText("Happens for real, as live: Text the crew").waitFor();
    expect(await what.textContent(), "nothing leads to it").not.toContain("Create the invoice");
    await what.getByText("Put back afterwards: Remember").waitFor();
    expect(await axe(editor.page)).toEqual([]);
    await dialog.getByRole("checkbox", { name: "Keep what it writes to data tables and remembers" }).click();
    await what.getByText("Kept: Remember").waitFor();
    await dialog.getByRole("button", { name: "Start the test" }).click();
    await eventually(() => tests(editor)).toMatchObject([{ trigger: "n1", keepTables: true }]);
    await editor.close();
  });

  it("begins with what is written, once that is JSON, and pins it where asked to", async () => {
    const editor = await browser.open(leads());
    const dialog = await openDialog(editor);
    await dialog.getByRole("button", { name: "Written here" }).click();
    await write(editor, '{"body": {"name": ');
    await dialog.getByText("This is no JSON yet").waitFor();
    expect(await dialog.getByRole("button", { name: "Start the test" }).isDisabled()).toBe(true);
    await write(editor, '{"body": {"name": "Mei"}}');
    await dialog.getByRole("checkbox", { name: "Pin this data" }).click();
    await dialog.getByRole("button", { name: "Start the test" }).click();
    const items = [{ json: { body: { name: "Mei" } } }];
    await eventually(() => tests(editor)).toMatchObject([{ trigger: "n1", items }]);
    expect((await editor.saved()).nodes.find(({ id }) => id === "n1")?.pinned).toEqual(items);
    await editor.close();
  });

  it("begins with what an earlier run began with", async () => {
    const editor = await browser.open(leads());
    await editor.page.getByRole("button", { name: "Test", exact: true }).click();
    await editor.page.getByRole("link", { name: "Open the run" }).waitFor();
    const dialog = await openDialog(editor);
    await dialog.getByRole("button", { name: "From an earlier run" }).click();
    await dialog.getByRole("combobox", { name: "Run" }).click();
    await editor.page.getByRole("option").first().click();
    await dialog.getByText("Peter Brandt").waitFor();
    await dialog.getByRole("button", { name: "Start the test" }).click();
    await eventually(() => tests(editor).at(-1)).toMatchObject({
      items: [{ json: { name: "Ana Morales" } }, { json: { name: "Peter Brandt" } }],
    });
    await editor.close();
  });

  it("begins with one real call at the test address", async () => {
    const editor = await browser.open(leads());
    const dialog = await openDialog(editor);
    await dialog.getByRole("button", { name: "One real call" }).click();
    await dialog.getByRole("button", { name: "Wait for a call" }).click();
    await dialog.getByText("http://127.0.0.1:5678/hook/test/lead").waitFor();
    editor.api.api.callTestAddress();
    await dialog.waitFor({ state: "detached" });
    await editor.page.getByRole("link", { name: "Open the run" }).waitFor();
    expect(editor.errors).toEqual([]);
    await editor.close();
  });
});

describe("data of a webhook", () => {
  const called = { headers: {}, params: {}, query: {}, body: { name: "Mei" } };

  it("written without a body is offered to be put there, in the test and where it is pinned", async () => {
    const editor = await browser.open(leads(), undefined, [toolInfo(core)]);
    const { page, step, saved } = editor;
    const dialog = await openDialog(editor);
    await dialog.getByRole("button", { name: "Written here" }).click();
    await write(editor, '{"name": "Mei"}');
    await dialog.getByRole("status").filter({ hasText: "arrives under “body”" }).waitFor();
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Put it under “body”" }).click();
    await dialog.getByRole("status").waitFor({ state: "detached" });
    await dialog.getByRole("button", { name: "Start the test" }).click();
    await eventually(() => tests(editor)).toMatchObject([{ items: [{ json: called }] }]);
    await step("New lead").click();
    await page.getByRole("button", { name: "Write data for tests" }).first().click();
    await write(editor, '{"name": "Mei"}');
    await page.getByRole("button", { name: "Put it under “body”" }).click();
    await page.getByRole("button", { name: "Pin", exact: true }).click();
    await eventually(async () => (await saved()).nodes[0]?.pinned).toEqual([{ json: called }]);
    await editor.close();
  });

  it("is that of the call that was waited for, whatever is pinned; one press keeps it", async () => {
    const document = leads();
    const pinned = [{ json: { body: { name: "Old" } } }];
    const editor = await browser.open(
      { ...document, nodes: document.nodes.map((node) => (node.id === "n1" ? { ...node, pinned } : node)) },
      undefined,
      [toolInfo(core)],
    );
    const { page, saved, api } = editor;
    const run = api.api.state.runs.find((one) => one.run.runId === "run_00060");
    const [first] = run?.steps ?? [];
    if (!run || !first) throw new Error("the fake data has no such run");
    run.steps.splice(0, run.steps.length, { ...first, step: 0, node: NodeId.parse("n1"), status: "succeeded", counts: [1] });
    run.out[0] = [[{ json: called }]];
    const dialog = await openDialog(editor);
    await dialog.getByRole("button", { name: "One real call" }).click();
    await dialog.getByRole("button", { name: "Wait for a call" }).click();
    await dialog.getByText("http://127.0.0.1:5678/hook/test/lead").waitFor();
    api.api.callTestAddress();
    const panel = page.getByRole("region", { name: "Step: New lead" });
    await panel.getByText("Mei").first().waitFor();
    await panel.getByRole("button", { name: "Keep it as the sample" }).click();
    await eventually(async () => (await saved()).nodes[0]?.pinned).toEqual([{ json: called }]);
    expect(await panel.getByRole("button", { name: "Keep it as the sample" }).count()).toBe(0);
    await editor.close();
  });
});

describe("pinned data", () => {
  it("is written by hand, corrected, and taken away", async () => {
    const editor = await browser.open(leads());
    const { page, step, saved } = editor;
    const pinned = async () => (await saved()).nodes.find(({ id }) => id === "n3")?.pinned;
    await step("Text the crew").click();
    await page.getByRole("tab", { name: "Output" }).click();
    await page.getByRole("button", { name: "Write data for tests" }).first().click();
    await write(editor, '[{"sid": "SM1"}]');
    await page.getByRole("button", { name: "Pin", exact: true }).click();
    await eventually(pinned).toEqual([{ json: { sid: "SM1" } }]);
    await page.getByRole("button", { name: "Edit the pinned data" }).click();
    await write(editor, '[{"sid": "SM2"}, {"sid": "SM3"}]');
    await page.getByRole("button", { name: "Pin", exact: true }).click();
    await eventually(pinned).toEqual([{ json: { sid: "SM2" } }, { json: { sid: "SM3" } }]);
    await page.getByRole("button", { name: "Unpin the data" }).click();
    await eventually(pinned).toBeUndefined();
    await editor.close();
  });
});
