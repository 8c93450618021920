import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { axe, type EditorBrowser, editorBrowser } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

describe("a step's menu", () => {
  it("replaces it by another kind of step; its name and its wires stay", async () => {
    const { page, step, pick, saved, errors, close } = await browser.open(leads());
    await step("Urgent?").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Replace by…" }).click();
    await page.getByRole("combobox", { name: "Find a step by what it does" }).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole("combobox", { name: "Find a step by what it does" }).fill("webhook");
    expect(await page.getByRole("option", { name: /^Webhook/ }).count(), "what begins a workflow has no way in").toBe(0);
    await pick("set fields");
    await page.getByRole("combobox", { name: "Find a step by what it does" }).waitFor({ state: "detached" });
    const { nodes, edges } = await saved();
    expect(nodes.find(({ id }) => id === "n2")).toMatchObject({ name: "Urgent?", type: "core.set" });
    expect(edges.map(({ from, to }) => `${from.node}:${from.port} > ${to.node}:${to.port}`)).toEqual(["n1:out > n2:in", "n2:out > n3:in"]);
    expect(errors).toEqual([]);
    await close();
  });
});
