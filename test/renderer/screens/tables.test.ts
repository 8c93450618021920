import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type FakeWindow, openWindows, type Windows } from "../../helpers/fake-window.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 90_000 });
let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
}, 180_000);
afterAll(() => windows?.close());

/** Opens a window, does something, and finds no errors in the page afterwards. */
async function inWindow(hash: string, act: (window: FakeWindow) => Promise<void>): Promise<void> {
  const window = await windows.open(hash);
  await act(window);
  expect(window.errors).toEqual([]);
  await window.close();
}
const inputs = ({ api }: FakeWindow, name: string) => api.calls.filter((call) => call.name === name).map(({ input }) => input);

describe("data tables in the window", () => {
  it("are listed with their rows, and one is made and opened", () =>
    inWindow("#/tables", async ({ page }) => {
      await page.getByRole("row", { name: /Orders 450/ }).waitFor();
      await page.keyboard.press("n");
      await page.getByRole("textbox", { name: "Name" }).fill("Stock");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Stock" }).waitFor();
      await page.getByText("No rows yet").waitFor();
    }));

  it("a row is changed with each value's kind kept, and one with a new column is added", () =>
    inWindow("#/tables/Customers", async (window) => {
      const { page } = window;
      await page.getByRole("row", { name: /Joe Brandt/ }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "visits", exact: true }).fill("four");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.getByText("This is no number").waitFor();
      await dialog.getByRole("textbox", { name: "visits", exact: true }).fill("5");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.waitFor({ state: "detached" });
      expect(inputs(window, "tables.replace")).toEqual([
        { table: "Customers", row: 2, values: { name: "Joe Brandt", visits: 5, active: false, tags: ["roof", "zone 1"] } },
      ]);
      await page.getByRole("button", { name: "Add a row" }).click();
      await dialog.getByRole("textbox", { name: "name", exact: true }).fill("Rosa");
      await dialog.getByRole("button", { name: "Add a column" }).click();
      await dialog.getByRole("textbox", { name: "Column" }).fill("phone");
      await dialog.getByRole("textbox", { name: "Value" }).fill("0123");
      await dialog.getByRole("button", { name: "Save" }).click();
      await page.getByRole("row", { name: /Rosa/ }).waitFor();
      expect(inputs(window, "tables.add")).toEqual([{ table: "Customers", values: { name: "Rosa", phone: "0123" } }]);
    }));

  it("long ones are searched, sorted and loaded as one goes through them", () =>
    inWindow("#/tables/Orders", async (window) => {
      const { page } = window;
      await page.getByText("450 rows").waitFor();
      await page.getByRole("row", { name: /A-1000/ }).focus();
      await page.keyboard.press("End");
      await page.getByRole("row", { name: /A-1199/ }).waitFor();
      await page.getByRole("columnheader", { name: "total" }).getByRole("button").click();
      await page.getByRole("searchbox").fill("A-1449");
      await page.getByText("1 row found").waitFor();
      expect(inputs(window, "tables.rows").at(-1)).toMatchObject({ table: "Orders", search: "A-1449", sort: "total", offset: 0 });
    }));

  it("a row goes with Delete, a table after a question that says how much goes with it", () =>
    inWindow("#/tables/Customers", async (window) => {
      const { page } = window;
      const row = page.getByRole("row", { name: /Mei Lin/ });
      await row.focus();
      await page.keyboard.press("Delete");
      await row.waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Delete table" }).click();
      const question = page.getByRole("alertdialog");
      await question.getByText(/Its 2 rows are gone for good/).waitFor();
      expect(inputs(window, "tables.remove")).toEqual([]);
      await question.getByRole("button", { name: "Delete table" }).click();
      await page.getByRole("heading", { level: 1, name: "Data tables" }).waitFor();
      expect(inputs(window, "tables.remove")).toEqual([{ table: "Customers" }]);
    }));

  it("leave as a file named after the table", () =>
    inWindow("#/tables/Customers", async ({ page }) => {
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "Export as CSV" }).click();
      const file = await download;
      expect(file.suggestedFilename()).toBe("Customers.csv");
      expect(await readFile(await file.path(), "utf8")).toBe("id\r\n1\r\n2\r\n3\r\n");
    }));
});
