import type { Page } from "playwright";
import type { FakeState } from "../../helpers/fake-data.ts";
import { fakeState } from "../../helpers/fake-data.ts";

export interface Place {
  name: string;
  hash: string;
  state?: () => FakeState;
  /** Brings the screen into the state to look at. */
  show?: (page: Page) => Promise<void>;
}

const press = (role: "button" | "tab", name: string) => (page: Page) => page.getByRole(role, { name }).first().click();

/** Every screen, full and empty, and everything that lies over one. */
export const PLACES: readonly Place[] = [
  { name: "workflows", hash: "#/workflows" },
  { name: "workflows, empty", hash: "#/workflows", state: () => fakeState({ empty: true }) },
  { name: "workflows, nothing found", hash: "#/workflows", show: (page) => page.getByRole("searchbox").fill("zzz") },
  {
    name: "menu of a workflow",
    hash: "#/workflows",
    show: (page) => page.getByRole("row", { name: /Weekly report/ }).click({ button: "right" }),
  },
  {
    name: "report of an import",
    hash: "#/workflows",
    show: async (page) => {
      await page
        .locator("input[type=file]")
        .setInputFiles({ name: "leads.json", mimeType: "application/json", buffer: Buffer.from('{"nodes":[]}') });
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "runs", hash: "#/runs" },
  { name: "runs, empty", hash: "#/runs", state: () => fakeState({ empty: true }) },
  { name: "runs, filtered", hash: "#/runs?state=failed&time=day" },
  { name: "run that succeeded", hash: "#/runs/run_00060" },
  {
    name: "run, data as a table",
    hash: "#/runs/run_00060",
    show: (page) => page.getByRole("group", { name: "Data view" }).getByRole("button", { name: "Table" }).click(),
  },
  { name: "run that failed", hash: "#/runs/run_00057", show: press("button", "Details for support") },
  { name: "run that needs a decision", hash: "#/runs/run_00058" },
  { name: "run, log", hash: "#/runs/run_00058", show: press("tab", "Log") },
  { name: "run that has not begun", hash: "#/runs/run_00051" },
  {
    name: "run again with edited data",
    hash: "#/runs/run_00057",
    show: async (page) => {
      await press("button", "Run again from here")(page);
      await press("button", "Edited")(page);
      await page.getByRole("textbox", { name: "Items" }).waitFor();
    },
  },
  { name: "catalog", hash: "#/catalog" },
  { name: "catalog, found", hash: "#/catalog", show: (page) => page.getByRole("searchbox").fill("invoice") },
  { name: "tool", hash: "#/catalog/stripe", show: press("button", "Inputs and outputs") },
  { name: "connections", hash: "#/connections" },
  { name: "connections, empty", hash: "#/connections", state: () => fakeState({ empty: true }) },
  { name: "connection", hash: "#/connections", show: (page) => page.getByText("Stripe live").click() },
  { name: "choice of a tool to connect", hash: "#/connections", show: press("button", "New connection") },
  {
    name: "login with missing fields",
    hash: "#/connections?connect=core",
    show: async (page) => {
      await page.getByRole("button", { name: "Connect", exact: true }).click();
      await page.getByText("Fill this in.").first().waitFor();
    },
  },
  {
    name: "question before a connection is deleted",
    hash: "#/connections",
    show: async (page) => {
      await page.getByRole("row", { name: /Stripe live/ }).focus();
      await page.keyboard.press("Delete");
      await page.getByText("workflows would stop working").waitFor();
    },
  },
  {
    name: "bin",
    hash: "#/bin",
    state: () => {
      const state = fakeState();
      for (const workflow of state.workflows.slice(0, 3)) workflow.removed = true;
      return state;
    },
  },
  { name: "bin, empty", hash: "#/bin" },
  { name: "data tables", hash: "#/tables" },
  { name: "data tables, empty", hash: "#/tables", state: () => fakeState({ empty: true }) },
  { name: "data table", hash: "#/tables/Customers" },
  { name: "row of a data table", hash: "#/tables/Customers", show: (page) => page.getByText("Joe Brandt").click() },
  { name: "question before a data table is deleted", hash: "#/tables/Customers", show: press("button", "Delete table") },
  { name: "settings", hash: "#/settings" },
  {
    name: "palette",
    hash: "#/workflows",
    show: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByPlaceholder("Find a workflow").fill("invoice");
    },
  },
  {
    name: "shortcuts",
    hash: "#/workflows",
    show: async (page) => {
      await page.keyboard.press("Shift+?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    },
  },
];
