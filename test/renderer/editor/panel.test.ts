import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { renameNode, setParam } from "#shared/draft/edit.ts";
import { type EditorBrowser, editorBrowser, eventually } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

const invoice = async (saved: () => Promise<ReturnType<typeof leads>>) => (await saved()).nodes.find((node) => node.id === "n4");

describe("a step's panel", () => {
  it("keeps what is typed as it is typed; one undo takes the typing back", async () => {
    const { page, step, saved, close } = await browser.open(leads());
    await step("Create the invoice").click();
    const amount = page.getByRole("textbox", { name: "Amount" });
    await amount.fill("250");
    await amount.press("Tab");
    await eventually(async () => (await invoice(saved))?.params.amount).toBe(250);
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("textbox", { name: "Notes" }).pressSequentially("Ask Ana first");
    await eventually(async () => (await invoice(saved))?.notes).toBe("Ask Ana first");
    await page.getByRole("button", { name: "Undo" }).click();
    await eventually(async () => (await invoice(saved))?.notes).toBeUndefined();
    await page.getByRole("button", { name: "Undo" }).click();
    await eventually(async () => (await invoice(saved))?.params.amount).toBe(120);
    await close();
  });

  it("renames a step, and what names it follows", async () => {
    const { page, step, saved, close } = await browser.open(leads());
    await step("New lead").click();
    const name = page.getByRole("region", { name: "Step: New lead" }).getByRole("textbox", { name: "Name of the step" });
    await name.fill("Caller's form");
    await name.press("Enter");
    await step("Caller's form").waitFor();
    await eventually(async () => (await invoice(saved))?.params.customer).toBe("={{ $('Caller\\'s form').item.json.name }}");
    await close();
  });

  it("routes errors by a port of their own, which can then be wired", async () => {
    const { page, step, wire, saved, close } = await browser.open(leads());
    await step("Text the crew").click();
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("combobox", { name: "If it fails" }).click();
    await page.getByRole("option", { name: /Go another way/ }).click();
    await wire("Text the crew", "error", step("Create the invoice"));
    await eventually(async () => (await saved()).edges.at(-1)).toMatchObject({ from: { node: "n3", port: "error" }, to: { node: "n4" } });
    await close();
  });

  it("maps a field by dragging it from the input onto the form", async () => {
    const { page, step, saved, close } = await browser.open({
      ...leads(),
      nodes: leads().nodes.map((node) =>
        node.id === "n2" ? { ...node, pinned: [{ json: { name: "Ana", address: { city: "Bath" } } }] } : node,
      ),
      edges: [
        ...leads().edges,
        { ...leads().edges[1], id: "e3", from: { node: "n2", port: "false" }, to: { node: "n4", port: "in" } },
      ] as ReturnType<typeof leads>["edges"],
    });
    await step("Create the invoice").click();
    const field = page.getByRole("tree").getByText("name", { exact: true });
    await field.dragTo(page.getByRole("textbox", { name: "Email address" }));
    await eventually(async () => (await invoice(saved))?.params.email).toBe("={{ $json.name }}");
    await close();
  });

  it("asks the engine for ports that follow from the fields", async () => {
    const { page, api, close } = await browser.open(leads());
    const tool = api.api.state.tools.find(({ id }) => id === "core");
    const set = tool?.actions.find(({ id }) => id === "if");
    if (!set) throw new Error("the catalog has no if");
    Object.assign(set, { dynamicPorts: true });
    await page.reload();
    await page.locator(".react-flow__node", { hasText: "Way 2" }).waitFor();
    await close();
  });
});

describe("a test run", () => {
  it("lights the steps, counts items on wires, and opens the step that failed with the fix first", async () => {
    const { page, api, step, errors, close } = await browser.open(leads());
    api.outcomes.set("Text the crew", {
      status: "failed",
      message: "Twilio refused the number.",
      fix: "Write the number with its country code.",
    });
    await page.getByRole("button", { name: "Test", exact: true }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/^Write the number with its country code\.\s+Twilio refused the number\./);
    await page.getByRole("region", { name: "Step: Text the crew" }).waitFor();
    await step("New lead").getByRole("img", { name: "Succeeded" }).waitFor();
    await step("Text the crew").getByRole("img", { name: "Failed" }).waitFor();
    expect(await page.locator(".react-flow__edge text").allTextContents()).toContain("2");
    await page.getByRole("status").filter({ hasText: "Failed" }).waitFor();
    await page.getByRole("button", { name: "Steps", exact: true }).click();
    await page.getByRole("button", { name: /New lead.*2 items/ }).waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  it("shows the data that came and went, and pins it for the next test", async () => {
    const { page, step, saved, close } = await browser.open(leads());
    await page.keyboard.press("Control+Enter");
    await page.getByRole("status").filter({ hasText: "Succeeded" }).waitFor();
    await step("Urgent?").click();
    await page.getByRole("tab", { name: "Output" }).click();
    await page.getByRole("tree").getByText("Peter Brandt").waitFor();
    await page.getByRole("button", { name: "Pin this data for tests" }).click();
    await eventually(async () => (await saved()).nodes[1]?.pinned?.[1]?.json.name).toBe("Peter Brandt");
    await step("Urgent?").getByRole("img", { name: "Has pinned data" }).waitFor();
    await close();
  });

  it("shows what the step gave once it has been tested alone", async () => {
    const { page, step, close } = await browser.open(leads());
    await step("Urgent?").click();
    await page.getByRole("button", { name: "Test step" }).click();
    await eventually(() => page.getByRole("tab", { name: "Output" }).getAttribute("aria-selected")).toBe("true");
    await page.getByRole("tree", { name: /Out of|Output of/ }).waitFor();
    await close();
  });

  it("opens a run that the address names: its data, and the step that was looked at or that failed", async () => {
    const { page, api, errors, close } = await browser.open(leads());
    api.outcomes.set("Text the crew", { status: "failed", message: "Twilio refused the number." });
    await page.keyboard.press("Control+Enter");
    await page.getByRole("region", { name: "Step: Text the crew" }).waitFor();
    await page.goto(`${api.url}/#/runs`);
    await page.goto(`${api.url}/#/workflow/${api.workflowId}?run=run_test1`);
    await page.getByRole("region", { name: "Step: Text the crew" }).getByText("Twilio refused the number.").first().waitFor();
    await page.goto(`${api.url}/#/runs`);
    await page.goto(`${api.url}/#/workflow/${api.workflowId}?run=run_test1&step=n2`);
    const panel = page.getByRole("region", { name: "Step: Urgent?" });
    await panel.getByText("Ana Morales").first().waitFor();
    await page.getByRole("application").getByRole("img", { name: "Failed" }).waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  it("sends the edits first, so that the test runs what is on screen", async () => {
    const { page, api, step, close } = await browser.open(leads());
    await step("Create the invoice").click();
    await page.getByRole("button", { name: "Test step" }).click();
    await eventually(() => api.api.calls.find(({ name }) => name === "workflows.test")?.input).toMatchObject({ upTo: "n4" });
    await close();
  });
});

describe("publishing and versions", () => {
  it("names what stands in the way and leads there", async () => {
    const { page, close } = await browser.open({ ...leads(), nodes: leads().nodes.slice(1), edges: leads().edges.slice(1) });
    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog", { name: "Publish" });
    await dialog.getByText("Nothing starts this workflow.").waitFor();
    expect(await dialog.getByRole("button", { name: "Publish" }).isDisabled()).toBe(true);
    await close();
  });

  it("publishes with a note and shows the version", async () => {
    const { page, api, close } = await browser.open({ ...leads(), edges: [...leads().edges] });
    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog", { name: "Publish" });
    await dialog.getByRole("textbox", { name: "What changed" }).fill("First one");
    await dialog.getByRole("button", { name: "Publish" }).click();
    await page.getByRole("dialog", { name: "Version 1 is live" }).waitFor();
    expect(api.api.calls.findLast(({ name }) => name === "workflows.publish")?.input).toEqual({ id: api.workflowId, note: "First one" });
    await close();
  });

  it("restores a version as draft, in one step of undo", async () => {
    const { page, api, saved, close } = await browser.open(leads());
    const entry = api.api.state.workflows.find(({ row }) => row.id === api.workflowId);
    if (!entry) throw new Error("the workflow is gone");
    entry.versions = [{ version: 4, at: Date.UTC(2026, 4, 1), by: "owner", note: "In May" }];
    entry.document = { ...leads(), id: api.workflowId, name: "As in May", nodes: leads().nodes.slice(0, 1), edges: [] };
    await page.getByRole("button", { name: "Versions" }).click();
    await page.getByRole("button", { name: "Restore as draft" }).click();
    await eventually(async () => (await saved()).name).toBe("As in May");
    await page.keyboard.press("Control+z");
    await eventually(async () => (await saved()).nodes).toEqual(leads().nodes);
    await close();
  });
});

describe("other people and a missing engine", () => {
  it("shows what somebody else changes, and undoes only one's own", async () => {
    const { page, api, step, saved, close } = await browser.open(leads());
    await step("Text the crew").click();
    await page.keyboard.press("d");
    await eventually(async () => (await saved()).nodes[2]?.disabled).toBe(true);
    const bob = { origin: "bob", newId: () => "bob" };
    api.editElsewhere((doc) => {
      renameNode({ doc, ...bob }, "n4", "Send the bill");
      setParam({ doc, ...bob }, "n4", ["amount"], 99);
    });
    await step("Send the bill").waitFor();
    await page.keyboard.press("Control+z");
    await eventually(async () => (await saved()).nodes[2]?.disabled).toBeUndefined();
    expect((await saved()).nodes[3]).toMatchObject({ name: "Send the bill", params: { amount: 99 } });
    await close();
  });

  it("keeps edits while the engine is away and sends them when it is back, also after a reload", async () => {
    const { page, api, step, saved, close } = await browser.open(leads());
    api.goAway(true);
    await step("Text the crew").click();
    await page.keyboard.press("d");
    await page.getByText("Not saved yet").waitFor();
    await page.keyboard.press("ArrowDown");
    expect(api.draft().nodes[2]?.disabled).toBeUndefined();
    api.goAway(false);
    await eventually(async () => (await saved()).nodes[2]).toMatchObject({ disabled: true, position: { x: 640, y: -60 } });

    api.goAway(true);
    await page.keyboard.press("ArrowDown");
    await page.getByText("Not saved yet").waitFor();
    await eventually(() => page.evaluate(() => localStorage.getItem("imx.unsent.wf_edit") ?? "")).not.toBe("");
    const reload = page.reload();
    await reload;
    api.goAway(false);
    await page.getByRole("button", { name: "Try again" }).or(page.getByRole("application")).first().waitFor();
    if (await page.getByRole("button", { name: "Try again" }).isVisible()) await page.getByRole("button", { name: "Try again" }).click();
    await eventually(async () => api.draft().nodes[2]?.position).toEqual({ x: 640, y: -40 });
    await close();
  });

  it("goes back to what is saved when an edit is refused, and says so", async () => {
    const { page, api, step, close } = await browser.open(leads());
    await step("Text the crew").waitFor();
    api.refuse(true);
    await step("Text the crew").click();
    await page.keyboard.press("Delete");
    await page.getByText("Your last change could not be kept").first().waitFor();
    api.refuse(false);
    await step("Text the crew").waitFor();
    await close();
  });

  it("says so when the workflow is gone", async () => {
    const { page, api, close } = await browser.open(leads());
    await page.goto(`${api.url}/#/workflow/nowhere`);
    await page.getByRole("heading", { name: "This workflow is not there" }).waitFor();
    await close();
  });
});
