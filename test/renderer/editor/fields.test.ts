import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { core } from "../../../connectors/core/index.ts";
import { toolInfo } from "../../../connectors/registry.ts";
import { type EditorBrowser, editorBrowser, eventually, type OpenEditor } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

/** The invoice, its fields on show, behind a step that gives a name. */
async function opened(params: Record<string, unknown>): Promise<OpenEditor & { params: () => Promise<unknown> }> {
  const document = leads();
  const editor = await browser.open({
    ...document,
    nodes: document.nodes.map((node) =>
      node.id === "n4" ? { ...node, params } : node.id === "n2" ? { ...node, pinned: [{ json: { name: "Ana" } }] } : node,
    ),
    edges: document.edges.map((edge) =>
      edge.id === "e2" ? { ...edge, to: { node: document.nodes[3]?.id ?? edge.to.node, port: "in" } } : edge,
    ),
  });
  await editor.step("Create the invoice").click();
  return { ...editor, params: async () => (await editor.saved()).nodes.find((node) => node.id === "n4")?.params };
}

const customer = (page: Page) => page.getByRole("textbox", { name: "Customer" });

async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((one) => navigator.clipboard.writeText(one), text);
  await page.keyboard.press("Control+V");
}

const TEXTS = ["={{ $json.name }}", "={{ $json.tags[0] + ('a') }}", "=Dear {{ $json.name }}, {{ [1, 2].map(x => (x)) }}"];

describe("an expression with its mark", () => {
  it.each(TEXTS)("typed into a plain field goes on as an expression, no key is lost: %s", async (text) => {
    const { page, params, close } = await opened({ customer: "", amount: 120 });
    await customer(page).click();
    await page.keyboard.type(text);
    await eventually(params).toEqual({ customer: text, amount: 120 });
    await close();
  });

  it("pasted into a plain field is an expression, and typing goes on in it", async () => {
    const { page, params, close } = await opened({ customer: "", amount: 120 });
    await customer(page).click();
    await paste(page, "={{ $json.name }}");
    await page.keyboard.type("!");
    await eventually(params).toEqual({ customer: "={{ $json.name }}!", amount: 120 });
    await close();
  });

  it("typed before a text leaves the cursor where it was", async () => {
    const { page, params, close } = await opened({ customer: " and sons", amount: 120 });
    await customer(page).click();
    await page.keyboard.press("Home");
    await page.keyboard.type("={{ $json.name }}");
    await eventually(params).toEqual({ customer: "={{ $json.name }} and sons", amount: 120 });
    await close();
  });

  it("typed or pasted into an expression counts once, and one undo takes the paste back", async () => {
    const { page, params, close } = await opened({ customer: "=", amount: 120 });
    await customer(page).click();
    await page.keyboard.type("={{ $json.name }}");
    await eventually(params).toEqual({ customer: "={{ $json.name }}", amount: 120 });
    await page.keyboard.press("Control+A");
    await paste(page, "={{ $json.phone }}");
    await eventually(params).toEqual({ customer: "={{ $json.phone }}", amount: 120 });
    await page.keyboard.press("Control+Z");
    await eventually(params).toEqual({ customer: "={{ $json.name }}", amount: 120 });
    await close();
  });

  it("typed into a cell of a row goes on as an expression", async () => {
    const { page, step, saved, close } = await browser.open(leads(), undefined, [toolInfo(core)]);
    await step("Urgent?").click();
    await page.getByRole("button", { name: "Add a condition" }).click();
    await page.getByRole("textbox", { name: "Value to compare with 1" }).click();
    await page.keyboard.type("={{ $json.name }}");
    await eventually(async () => (await saved()).nodes[1]?.params.conditions).toMatchObject({ rules: [{ right: "={{ $json.name }}" }] });
    await close();
  });
});

describe("braces in a fixed value", () => {
  it("make it an expression once they are complete; one undo gives the text back, which stays text", async () => {
    const { page, params, close } = await opened({ customer: "", amount: 120 });
    await customer(page).click();
    await page.keyboard.type("Dear {{ $json.name }}");
    await eventually(params).toEqual({ customer: "=Dear {{ $json.name }}", amount: 120 });
    await page.keyboard.press("Control+Z");
    await eventually(params).toEqual({ customer: "Dear {{ $json.name }}", amount: 120 });
    await page.keyboard.type("!");
    await eventually(params).toEqual({ customer: "Dear {{ $json.name }}!", amount: 120 });
    await close();
  });

  it("count when pasted, and typing goes on behind them", async () => {
    const { page, params, close } = await opened({ customer: "", amount: 120 });
    await customer(page).click();
    await paste(page, "{{ $json.name }}");
    await page.keyboard.type("!");
    await eventually(params).toEqual({ customer: "={{ $json.name }}!", amount: 120 });
    await close();
  });
});

describe("a number's field", () => {
  it("becomes an expression by the first key of one, and by a pasted one", async () => {
    const { page, params, close } = await opened({ customer: "", amount: 120 });
    const amount = page.getByRole("textbox", { name: "Amount" });
    await amount.click();
    await page.keyboard.type("{{ $json.total * 2 }}");
    await eventually(params).toEqual({ customer: "", amount: "={{ $json.total * 2 }}" });
    await page.getByRole("button", { name: "Amount: use a fixed value" }).click();
    await amount.click();
    await paste(page, "{{ $json.total }}");
    await eventually(params).toEqual({ customer: "", amount: "={{ $json.total }}" });
    await close();
  });
});

describe("an expression without its braces", () => {
  it("is offered as one where it reads as one", async () => {
    const { page, api, step, params, close } = await opened({ customer: "=", amount: "=$json.total * 2" });
    api.api.state.previews.set("={{ $json.total * 2 }}", { ok: true, value: 4, type: "number" });
    await step("New lead").click();
    await step("Create the invoice").click();
    await page.getByRole("button", { name: "Take it as an expression" }).click();
    await eventually(params).toEqual({ customer: "=", amount: "={{ $json.total * 2 }}" });
    expect(await page.getByRole("button", { name: "Take it as an expression" }).count()).toBe(0);
    await close();
  });

  it("is text where it does not", async () => {
    const text = "=In $json terms, he owes much";
    const { page, api, step, close } = await opened({ customer: text, amount: 120 });
    api.api.state.previews.set(text, { ok: true, value: text.slice(1), type: "string" });
    api.api.state.previews.set("={{ In $json terms, he owes much }}", { ok: false, message: "Invalid syntax: Unexpected token." });
    await step("New lead").click();
    await step("Create the invoice").click();
    await page.locator("output").filter({ hasText: "he owes much" }).waitFor();
    expect(await page.getByRole("button", { name: "Take it as an expression" }).count()).toBe(0);
    await close();
  });
});

describe("turning a field into an expression and back", () => {
  it("takes the focus to where one types, by mouse and by key", async () => {
    const { page, params, close } = await opened({ customer: "Ana", amount: 120 });
    await page.getByRole("button", { name: "Customer: use an expression" }).click();
    await page.keyboard.type("!");
    await eventually(params).toEqual({ customer: "=Ana!", amount: 120 });
    await page.getByRole("button", { name: "Customer: use a fixed value" }).press("Enter");
    await page.keyboard.press("End");
    await page.keyboard.type("?");
    await eventually(params).toEqual({ customer: "Ana!?", amount: 120 });
    await page.getByRole("button", { name: "Amount: use an expression" }).press("Enter");
    await page.keyboard.type(" * 2");
    await eventually(params).toEqual({ customer: "Ana!?", amount: "={{ 120 * 2 }}" });
    await close();
  });
});

describe("finding a step", () => {
  it("puts the cursor into the search, also when it is open already", async () => {
    const { page, step, close } = await opened({ customer: "Ana", amount: 120 });
    await page.keyboard.press("Control+F");
    const search = page.getByRole("searchbox", { name: "Find a step" });
    await page.keyboard.type("urg");
    await eventually(() => search.inputValue()).toBe("urg");
    await step("New lead").click();
    await page.keyboard.press("Control+F");
    await page.keyboard.type("x");
    await eventually(() => search.inputValue()).toBe("x");
    await close();
  });
});

describe("brackets", () => {
  it("that the editor closed are typed past, also when the step is opened again", async () => {
    const { page, step, params, close } = await opened({ customer: "=", amount: 120 });
    await customer(page).click();
    await page.keyboard.type("{{ $json.tags[0");
    await step("New lead").click();
    await step("Create the invoice").click();
    await customer(page).click();
    await page.keyboard.press("Home");
    for (let n = 0; n < "{{ $json.tags[0".length; n++) await page.keyboard.press("ArrowRight");
    await page.keyboard.type("] }}");
    await eventually(params).toEqual({ customer: "={{ $json.tags[0] }}", amount: 120 });
    await close();
  });

  it("are not doubled by what is chosen from the list", async () => {
    const { page, params, close } = await opened({ customer: "=", amount: 120 });
    await customer(page).click();
    await page.keyboard.type("{");
    await page.getByRole("option", { name: "{{ $json.name }}" }).click();
    await eventually(params).toEqual({ customer: "={{ $json.name }}", amount: 120 });
    await page.keyboard.press("Control+A");
    await page.keyboard.type("{{");
    // The list takes no click in its first moment, so that it does not get in the way of typing.
    const offered = page.getByRole("option", { name: "$json.name" });
    await offered.waitFor();
    await vi.waitFor(async () => {
      if (await offered.count()) await offered.click();
      expect(await customer(page).textContent()).toContain("$json.name");
    });
    await page.keyboard.type(".trim()");
    await eventually(params).toEqual({ customer: "={{$json.name.trim()}}", amount: 120 });
    await close();
  });
});

describe("the value below an expression", () => {
  it("stands there with the reason why a part of it came to nothing", async () => {
    const text = "=Call {{ $json.phone.trim() }}";
    const { page, api, step, close } = await opened({ customer: text, amount: 120 });
    api.api.state.previews.set(text, { ok: true, value: "Call ", type: "string", warning: "trim is not a function" });
    await page.keyboard.press("Control+Enter");
    await page.getByRole("status").filter({ hasText: "Succeeded" }).waitFor();
    await step("Create the invoice").click();
    await page.getByRole("status").filter({ hasText: "Warning: a part of this came to nothing: trim is not a function" }).waitFor();
    expect(await page.locator("output").filter({ hasText: "Call" }).count()).toBe(1);
    await close();
  });

  it("says where the data has the field that is not where it was looked for", async () => {
    const text = "={{ $json.body.name }}";
    const { page, api, step, close } = await opened({ customer: text, amount: 120 });
    api.api.state.previews.set(text, { ok: true, value: undefined, type: "undefined" });
    await step("New lead").click();
    await step("Create the invoice").click();
    await page.getByRole("status").filter({ hasText: "there is no “body” here: did you mean $json.name?" }).waitFor();
    await close();
  });

  it("is not there where the field is wrong already: the cause is said once, without inner names", async () => {
    const text = "={{ $json.name * }}";
    const { page, api, step, close } = await opened({ customer: text, amount: 120 });
    api.api.state.previews.set(text, { ok: false, message: "Invalid syntax: Unexpected token.", at: 16 });
    const problem = { severity: "error" as const, code: "bad-expression", node: "n4", name: "Create the invoice", field: "customer" };
    api.problems.push({ ...problem, message: "'customer': Invalid syntax: Unexpected token.", fix: "Correct the expression." });
    await page.reload();
    await step("Create the invoice").click();
    const cause = page.getByText("Invalid syntax: Unexpected token.");
    await cause.first().waitFor();
    expect(await cause.allTextContents()).toEqual(["Invalid syntax: Unexpected token."]);
    await page.getByRole("button", { name: /problem/ }).click();
    await page.getByRole("button", { name: /Customer: Invalid syntax: Unexpected token\. Correct the expression\./ }).waitFor();
    await close();
  });

  it("is called an example until a test has brought data", async () => {
    const text = "={{ $json.name }}";
    const { page, api, step, close } = await opened({ customer: text, amount: 120 });
    api.api.state.previews.set(text, { ok: true, value: "Ana", type: "string", example: true });
    await step("Urgent?").click();
    await step("Create the invoice").click();
    await page.getByText("Example:").waitFor();
    expect(api.api.calls.findLast(({ name }) => name === "workflows.preview")?.input).toMatchObject({ text, runId: null });
    api.api.state.previews.set(text, { ok: true, value: "Ana", type: "string" });
    await page.keyboard.press("Control+Enter");
    await page.getByText("Now:").waitFor();
    await close();
  });
});
