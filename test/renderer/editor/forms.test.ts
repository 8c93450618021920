import type { Locator } from "playwright";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { ToolInfo } from "#shared/model/catalog.ts";
import { NodeId } from "#shared/model/ids.ts";
import { core } from "../../../connectors/core/index.ts";
import { field } from "../../../connectors/kit/field.ts";
import { toolInfo } from "../../../connectors/registry.ts";
import { fakeTools } from "../../helpers/fake-tools.ts";
import { axe, type EditorBrowser, editorBrowser, eventually } from "./editor-page.ts";
import { leads } from "./sample.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
});
afterAll(() => browser.close());

/** The invoice step with a schema of the test's own. */
function withInput(input: z.ZodType): ToolInfo[] {
  const stripe = fakeTools().find(({ id }) => id === "stripe");
  if (!stripe) throw new Error("the fake data has no such tool");
  const schema = z.toJSONSchema(input, { io: "input" });
  return [{ ...stripe, actions: stripe.actions.map((one) => (one.id === "create_invoice" ? { ...one, input: { ...schema } } : one)) }];
}

describe("a field whose value is of one of several kinds", () => {
  const to = z.discriminatedUnion("kind", [
    z.object({
      kind: field(z.literal("mail"), { title: "Send by", labels: ["E-mail"] }),
      address: field(z.string(), { title: "Address" }),
    }),
    z.object({
      kind: field(z.literal("text"), { title: "Send by", labels: ["Text message"] }),
      phone: field(z.string(), { title: "Phone" }),
    }),
  ]);

  it("asks for the kind, then for what belongs to it; another kind leaves nothing of the first", async () => {
    const document = { ...leads(), nodes: leads().nodes.map((node) => (node.id === "n4" ? { ...node, params: {} } : node)) };
    const { page, step, saved, close } = await browser.open(document, undefined, withInput(z.object({ to: field(to, { title: "To" }) })));
    const params = async () => (await saved()).nodes.find((node) => node.id === "n4")?.params;
    await step("Create the invoice").click();
    const group = page.getByRole("group", { name: "To" });
    expect(await group.getByRole("textbox").count()).toBe(0);
    await group.getByRole("combobox", { name: "Send by" }).click();
    await page.getByRole("option", { name: "E-mail" }).click();
    await group.getByRole("textbox", { name: "Address" }).fill("ann@example.com");
    await eventually(params).toEqual({ to: { kind: "mail", address: "ann@example.com" } });
    await group.getByRole("combobox", { name: "Send by" }).click();
    await page.getByRole("option", { name: "Text message" }).click();
    await group.getByRole("textbox", { name: "Phone" }).fill("+15550100");
    await eventually(params).toEqual({ to: { kind: "text", phone: "+15550100" } });
    expect(await group.getByRole("textbox", { name: "Address" }).count()).toBe(0);
    await close();
  });
});

describe("the schedule's form", () => {
  const scheduled = (params: Record<string, unknown> = {}) => ({
    ...leads(),
    nodes: leads().nodes.map((node) => (node.id === "n1" ? { ...node, name: "At times", type: "core.schedule", params } : node)),
  });
  const open = async (params?: Record<string, unknown>, options?: { locale: string }) => {
    const editor = await browser.open(scheduled(params), options, [toolInfo(core)]);
    return { ...editor, rules: async () => (await editor.saved()).nodes[0]?.params.rules };
  };

  it("asks for the unit, the number, the time and the weekdays", async () => {
    const { page, step, rules, errors, close } = await open();
    await step("At times").click();
    const when = page.getByRole("group", { name: "When", exact: true });
    const unit = when.getByRole("combobox", { name: "Unit" });
    await eventually(() => unit.innerText()).toBe("Days");
    expect(await when.getByRole("textbox", { name: "At", exact: true }).inputValue()).toBe("09:00");
    expect(await when.getByRole("checkbox").count()).toBe(0);
    await unit.click();
    await page.getByRole("option", { name: "Weeks" }).click();
    await when.getByRole("textbox", { name: "Every" }).fill("2");
    await when.getByRole("textbox", { name: "At", exact: true }).fill("07:30");
    expect(await when.getByRole("checkbox", { name: "Monday" }).isChecked()).toBe(true);
    await when.getByRole("checkbox", { name: "Friday" }).click();
    await eventually(rules).toEqual([{ unit: "weeks", every: 2, at: "07:30", weekdays: [1, 5] }]);
    await unit.click();
    await page.getByRole("option", { name: "Cron expression" }).click();
    await when.getByRole("textbox", { name: "Cron expression" }).fill("0 9 * * 1-5");
    await eventually(rules).toEqual([{ unit: "cron", cron: "0 9 * * 1-5" }]);
    expect(errors).toEqual([]);
    await close();
  });

  it("speaks Spanish", async () => {
    const { page, api, step, close } = await open({ rules: [{ unit: "weeks", every: 1, at: "09:00", weekdays: [1] }] });
    api.api.state.settings.language = "es";
    await page.reload();
    await step("At times").click();
    const when = page.getByRole("group", { name: "Cuándo" });
    await eventually(() => when.getByRole("combobox", { name: "Unidad" }).innerText()).toBe("Semanas");
    expect(await when.getByRole("checkbox", { name: "Lunes" }).isChecked()).toBe(true);
    await when.getByRole("checkbox", { name: "Miércoles" }).waitFor();
    await when.getByRole("textbox", { name: "Cada" }).waitFor();
    await close();
  });
});

describe("what is doubtful about a field", () => {
  it("is a warning there in words, by a sign and in its own colour; what is wrong is an error", async () => {
    const { page, api, step, errors, close } = await browser.open(leads());
    const about = { node: NodeId.parse("n4"), name: "Create the invoice", code: "incomplete" as const };
    api.problems.push(
      { ...about, severity: "warning", field: "amount", message: "An invoice of 120 is small.", fix: "Look whether cents are meant." },
      { ...about, severity: "error", field: "email", message: "This is no address.", fix: "Write it with an @." },
    );
    await page.reload();
    await step("Create the invoice").click();
    const amount = page.getByRole("textbox", { name: "Amount" });
    const email = page.getByRole("textbox", { name: "Email address" });
    await expect.poll(() => described(amount)).toContain("Warning: An invoice of 120 is small. Look whether cents are meant.");
    expect(await amount.getAttribute("aria-invalid")).toBeNull();
    expect(await described(email)).toContain("This is no address. Write it with an @.");
    expect(await email.getAttribute("aria-invalid")).toBe("true");
    const colour = (text: string) => page.getByText(text).evaluate((element) => getComputedStyle(element).color);
    expect(await colour("An invoice of 120")).not.toBe(await colour("This is no address."));
    expect(await axe(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    // Colours take a moment to turn.
    await eventually(() => axe(page)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });
});

/** What a screen reader says of a control behind its name. */
const described = (control: Locator): Promise<string> =>
  control.evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join(" "),
  );
