import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type EditorBrowser, editorBrowser, eventually, namesOf, wiresOf } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

describe("drawing with the mouse", () => {
  it("builds a workflow from nothing, and undo goes back to nothing", async () => {
    const { page, api, pick, wire, step, saved, errors, close } = await browser.open();
    await page.getByRole("button", { name: "Choose a trigger" }).click();
    await pick("webhook");
    await page.getByRole("button", { name: "Add a step here" }).click();
    await pick("if");
    await step("If").waitFor();
    await wire("If", "true", { x: 700, y: 300 });
    await pick("text message");
    await step("Send a text message").waitFor();
    const canvas = await page.getByRole("application").boundingBox();
    await page.mouse.dblclick((canvas?.x ?? 0) + 320, (canvas?.y ?? 0) + 520);
    await pick("contact");
    await step("Create a contact").waitFor();
    await wire("If", "false", step("Create a contact"));
    const drawn = await saved();
    expect(namesOf(drawn)).toEqual(["Webhook", "If", "Send a text message", "Create a contact"]);
    expect(wiresOf(drawn)).toEqual(["Webhook:out > If:in", "If:true > Send a text message:in", "If:false > Create a contact:in"]);

    for (let n = 0; n < 5; n += 1) await page.keyboard.press("Control+z");
    await page.getByRole("button", { name: "Choose a trigger" }).waitFor();
    expect((await saved()).nodes).toEqual([]);
    expect(await page.getByRole("button", { name: "Undo" }).isDisabled()).toBe(true);
    for (let n = 0; n < 5; n += 1) await page.keyboard.press("Control+Shift+z");
    await step("Create a contact").waitFor();
    expect(await saved()).toEqual(drawn);
    expect(api.api.calls.filter(({ name }) => name === "workflows.put")).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });

  it("inserts a step into a wire and makes room for it", async () => {
    const { page, pick, step, saved, close } = await browser.open(leads());
    await page.locator(".react-flow__edge").first().hover({ force: true });
    await page.locator("[data-wire-tools]").getByRole("button", { name: "Insert a step" }).click();
    await pick("set fields");
    await step("Set fields").waitFor();
    const drawn = await saved();
    expect(wiresOf(drawn)).toEqual(["New lead:out > Set fields:in", "Urgent?:true > Text the crew:in", "Set fields:out > Urgent?:in"]);
    const x = (name: string) => drawn.nodes.find((node) => node.name === name)?.position.x ?? 0;
    expect(x("Set fields")).toBeGreaterThanOrEqual(x("New lead") + 224);
    expect(x("Urgent?")).toBeGreaterThanOrEqual(x("Set fields") + 224);
    expect(x("Text the crew") - x("Urgent?")).toBe(320);
    await page.keyboard.press("Control+z");
    await eventually(async () => wiresOf(await saved())).toEqual(wiresOf(leads()));
    expect((await saved()).nodes).toEqual(leads().nodes);
    await close();
  });

  it("refuses a wire that can't work, with the reason", async () => {
    const { page, wire, step, saved, close } = await browser.open(leads());
    await wire("New lead", "out", step("Urgent?"));
    await page.getByText("They are connected already").first().waitFor();
    await wire("Create the invoice", "out", step("Create the invoice"));
    await page.getByText("A step can't feed itself").first().waitFor();
    expect(wiresOf(await saved())).toEqual(wiresOf(leads()));
    await close();
  });

  it("moves a step once, when the hand lets go", async () => {
    const { page, api, step, saved, close } = await browser.open(leads());
    const box = await step("Text the crew").boundingBox();
    if (!box) throw new Error("the step is not on screen");
    const edits = () => api.api.calls.filter(({ name }) => name === "workflows.edit").length;
    await page.mouse.move(box.x + 80, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + 60, { steps: 8 });
    expect(edits()).toBe(0);
    await page.mouse.up();
    await eventually(edits).toBe(1);
    const moved = (await saved()).nodes.find((node) => node.name === "Text the crew")?.position;
    expect(moved?.x).toBeGreaterThan(640);
    expect((moved?.x ?? 1) % 20).toBe(0);
    await close();
  });

  it("selects with a frame, lines up and deletes; what stood before leads on", async () => {
    const { page, step, saved, close } = await browser.open(leads());
    const [a, b] = [await step("Text the crew").boundingBox(), await step("Create the invoice").boundingBox()];
    if (!a || !b) throw new Error("the steps are not on screen");
    await page.keyboard.down("Shift");
    await page.mouse.move(a.x - 20, a.y - 20);
    await page.mouse.down();
    await page.mouse.move(b.x + b.width + 10, b.y + b.height + 10, { steps: 6 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await page.getByRole("heading", { name: "2 selected" }).waitFor();
    await page.getByRole("button", { name: "Spread down" }).waitFor();
    await page.getByRole("button", { name: "Top edges" }).click();
    const lined = await saved();
    expect(new Set(lined.nodes.slice(2).map((node) => node.position.y)).size).toBe(1);
    await page.keyboard.press("Control+z");
    await step("Urgent?").click();
    await page.keyboard.press("Delete");
    await eventually(async () => wiresOf(await saved())).toEqual(["New lead:out > Text the crew:in"]);
    await close();
  });

  it("tidies up in one step of undo", async () => {
    const { page, saved, close } = await browser.open(leads());
    await page.getByRole("button", { name: "Tidy up" }).click();
    await eventually(async () => (await saved()).nodes.map((node) => node.position.x)).not.toEqual([0, 320, 640, 640]);
    const tidy = await saved();
    const x = tidy.nodes.map((node) => node.position.x);
    expect(x[1]).toBeGreaterThanOrEqual((x[0] ?? 0) + 224);
    expect(x[2]).toBeGreaterThanOrEqual((x[1] ?? 0) + 224);
    await page.keyboard.press("Control+z");
    await eventually(async () => (await saved()).nodes).toEqual(leads().nodes);
    expect(await page.getByRole("button", { name: "Undo" }).isDisabled()).toBe(true);
    await close();
  });

  it("copies and pastes steps, also as a whole workflow's text, and says what is no step", async () => {
    const { page, step, saved, errors, close } = await browser.open(leads(), { permissions: ["clipboard-read", "clipboard-write"] });
    await step("Create the invoice").click();
    await step("New lead").click({ modifiers: ["Shift"] });
    await page.keyboard.press("Control+c");
    const copied: unknown = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    expect(copied).toMatchObject({ clip: "infinite-matrix", nodes: [{ name: "New lead" }, { name: "Create the invoice" }] });
    await page.keyboard.press("Control+v");
    await step("Create the invoice 2").waitFor();
    const pasted = (await saved()).nodes.find((node) => node.name === "Create the invoice 2");
    expect(pasted?.params.customer).toBe("={{ $('New lead 2').item.json.name }}");
    await page.keyboard.press("Control+d");
    await step("New lead 3").waitFor();
    await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(leads()));
    await page.keyboard.press("Control+v");
    await step("Urgent? 2").waitFor();
    expect((await saved()).nodes).toHaveLength(12);
    await page.evaluate(() => navigator.clipboard.writeText("call me back"));
    await page.keyboard.press("Control+v");
    await page.getByText("What was copied is no workflow step.").first().waitFor();
    await page.keyboard.press("Control+x");
    await eventually(async () => (await saved()).nodes.length).toBe(8);
    expect(errors).toEqual([]);
    await close();
  });

  it("pastes what was copied in n8n, converted by the engine", async () => {
    const { page, api, step, close } = await browser.open(leads(), { permissions: ["clipboard-read", "clipboard-write"] });
    const other = api.api.state.workflows.find(({ row }) => row.id !== api.workflowId);
    if (!other) throw new Error("no other workflow");
    await page.evaluate(() =>
      navigator.clipboard.writeText('{"nodes":[{"name":"Edit Fields","type":"n8n-nodes-base.set"}],"connections":{}}'),
    );
    await page.getByRole("application").focus();
    await page.keyboard.press("Control+v");
    await page
      .getByText(/2 things need a look|came over from n8n/)
      .first()
      .waitFor();
    expect(api.api.calls.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["workflows.import", "workflows.get", "workflows.remove"]),
    );
    expect(await step("New lead").count()).toBe(1);
    await close();
  });
});
