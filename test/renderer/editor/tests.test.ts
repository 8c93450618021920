import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { linesOf } from "../../../renderer/features/editor/tests/lines.ts";
import { axe, type EditorBrowser, editorBrowser, eventually, type OpenEditor } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

const calls = ({ api }: OpenEditor, name: string) => api.api.calls.filter((call) => call.name === name).map(({ input }) => input);
const openTests = async ({ page }: OpenEditor) => {
  await page.getByRole("button", { name: "Tests", exact: true }).click();
  return page.getByRole("dialog", { name: "Tests" });
};
const SHOTS = process.env.SHOTS;

describe.each(["light", "dark"] as const)("the workflow's tests in %s", (colorScheme) => {
  it("run all at once, and show what came out otherwise beside what was expected", async () => {
    const editor = await browser.open(leads(), { colorScheme });
    const dialog = await openTests(editor);
    await dialog.getByText("Not run yet").first().waitFor();
    await dialog.getByRole("button", { name: "Run all" }).click();
    await dialog.getByText("1 passed, 1 failed").waitFor();
    await dialog.getByRole("heading", { name: "Work out the total, item 1" }).waitFor();
    expect(await dialog.getByRole("figure", { name: "Expected" }).textContent()).toContain('"total": 95');
    expect(await dialog.getByRole("figure", { name: "Got" }).textContent()).toContain('"total": 114');
    expect(await axe(editor.page)).toEqual([]);
    if (SHOTS) await editor.page.screenshot({ path: `${SHOTS}/tests-${colorScheme}.png` });
    expect(editor.errors).toEqual([]);
    await editor.close();
  });
});

describe("one of the workflow's tests", () => {
  it("takes today's result as what it expects from now on", async () => {
    const editor = await browser.open(leads());
    const dialog = await openTests(editor);
    await dialog.getByRole("button", { name: "Run “A small order has none”" }).click();
    await dialog.getByText("Failed", { exact: true }).waitFor();
    await dialog.getByRole("button", { name: "More for “A small order has none”" }).click();
    await editor.page.getByRole("menuitem", { name: "Expect this result from now on" }).click();
    await dialog.getByText("Passed", { exact: true }).waitFor();
    expect(calls(editor, "tests.run")).toMatchObject([{ test: "t2" }]);
    expect(calls(editor, "tests.accept")).toMatchObject([{ testId: "t2" }]);
    await editor.close();
  });

  it("is renamed by keys alone, and left as it was by Escape", async () => {
    const editor = await browser.open(leads());
    const { page } = editor;
    const dialog = await openTests(editor);
    const rename = async () => {
      await dialog.getByRole("button", { name: "More for “A small order has none”" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("menuitem", { name: "Rename" }).focus();
      await page.keyboard.press("Enter");
      const field = dialog.getByRole("textbox", { name: "New name of “A small order has none”" });
      await field.waitFor();
      await field.fill("No tax below 100");
    };
    await rename();
    await page.keyboard.press("Escape");
    await dialog.getByRole("heading", { name: "A small order has none" }).waitFor();
    await rename();
    await page.keyboard.press("Enter");
    await dialog.getByRole("heading", { name: "No tax below 100" }).waitFor();
    expect(calls(editor, "tests.rename")).toMatchObject([{ testId: "t2", name: "No tax below 100" }]);
    await editor.close();
  });

  it("is deleted after a question", async () => {
    const editor = await browser.open(leads());
    const dialog = await openTests(editor);
    await dialog.getByRole("button", { name: "More for “A small order has none”" }).click();
    await editor.page.getByRole("menuitem", { name: "Delete" }).click();
    const question = editor.page.getByRole("alertdialog", { name: "Delete the test “A small order has none”?" });
    expect(await axe(editor.page)).toEqual([]);
    await question.getByRole("button", { name: "Delete" }).click();
    await dialog.getByRole("heading", { name: "A small order has none" }).waitFor({ state: "detached" });
    await eventually(() => calls(editor, "tests.remove")).toMatchObject([{ testId: "t2" }]);
    await editor.close();
  });

  it("that does not pass is spoken of before publishing, and does not hold it up", async () => {
    const editor = await browser.open(leads());
    await editor.page.getByRole("button", { name: "Publish" }).click();
    const dialog = editor.page.getByRole("dialog");
    await dialog.getByText("One of the workflow's tests does not pass").waitFor();
    await dialog.getByRole("button", { name: "Show the tests" }).click();
    await editor.page.getByRole("dialog", { name: "Tests" }).waitFor();
    await editor.close();
  });
});

describe("a run", () => {
  it.each(["light", "dark"] as const)("becomes a test under a name, in %s", async (colorScheme) => {
    const editor = await browser.open(leads(), { colorScheme });
    const { page } = editor;
    await page.goto(`${editor.api.url}/#/runs/run_00060`);
    await page.getByRole("button", { name: "Make a test" }).click();
    const dialog = page.getByRole("dialog", { name: "Make a test of this run" });
    const name = dialog.getByRole("textbox", { name: "Name" });
    await name.fill(" ");
    await dialog.getByText("Give it a name.").waitFor();
    expect(await dialog.getByRole("button", { name: "Make the test" }).isDisabled()).toBe(true);
    await name.fill("A lead is texted");
    expect(await axe(page)).toEqual([]);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/make-test-${colorScheme}.png` });
    await page.keyboard.press("Enter");
    const said = page.getByRole("region", { name: "Notifications" });
    await said.getByText("“A lead is texted” is one of the workflow's tests now").waitFor();
    await said.getByText("Not compared, because chance decides it: Make a code.").waitFor();
    expect(calls(editor, "tests.record")).toMatchObject([{ runId: "run_00060", name: "A lead is texted" }]);
    expect(editor.errors).toEqual([]);
    await editor.close();
  });
});

describe("the lines of two values", () => {
  it("are marked where the other has them not, a comma apart", () => {
    const own = (value: unknown, other: unknown) => linesOf(value, other).flatMap(({ text, own: marked }) => (marked ? [text.trim()] : []));
    expect(own({ a: 1, b: 2 }, { a: 1 })).toEqual(['"b": 2']);
    expect(own({ a: 1 }, { a: 1, b: 2 })).toEqual([]);
    expect(own([1, 1], [1])).toEqual(["1"]);
    expect(own("failed: no number", "succeeded")).toEqual(["failed: no number"]);
  });
});
