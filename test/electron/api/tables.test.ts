import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

const rows = async (table: string, query: Partial<Parameters<typeof host.client.tables.rows>[0]> = {}) =>
  await host.client.tables.rows({ table, ...query });
const names = async (query: Partial<Parameters<typeof host.client.tables.rows>[0]> = {}) =>
  (await rows("Customers", query)).rows.map(({ values }) => values["name"]);

describe("data tables over the contract", () => {
  it("are made, counted, and refused a second time or with a name that can't be one", async () => {
    const { client } = host;
    expect(await client.tables.list()).toEqual([]);
    await client.tables.create({ name: "Customers" });
    for (const values of [
      { name: "Ann", visits: 10, city: "Reno" },
      { name: "bob", visits: 9, vip: true },
      { name: "Cleo", city: "RENO", note: null },
    ])
      await client.tables.add({ table: "Customers", values });
    expect(await client.tables.list()).toMatchObject([{ name: "Customers", rows: 3 }]);
    await expect(client.tables.create({ name: "customers" })).rejects.toThrow(/already is a table/);
    await expect(client.tables.create({ name: `it's "mine"` })).rejects.toThrow(/Use letters, digits and spaces/);
    await expect(rows("Nobody")).rejects.toThrow("There is no table Nobody.");
  });

  it("show their rows a page at a time, in any order, and find a text in any column", async () => {
    const page = await rows("Customers", { limit: 2 });
    expect(page).toMatchObject({ total: 3, rows: [{ id: 1 }, { id: 2 }] });
    expect(page.columns.toSorted()).toEqual(["city", "name", "note", "vip", "visits"]);
    expect(await names({ offset: 2 })).toEqual(["Cleo"]);
    expect(await names({ sort: "name", descending: true })).toEqual(["Cleo", "bob", "Ann"]);
    // As numbers, not as texts; a row without the column comes last either way.
    expect(await names({ sort: "visits" })).toEqual(["bob", "Ann", "Cleo"]);
    expect(await names({ sort: "visits", descending: true })).toEqual(["Ann", "bob", "Cleo"]);
    expect(await names({ search: "reno" })).toEqual(["Ann", "Cleo"]);
    expect(await rows("Customers", { search: "reno", limit: 1 })).toMatchObject({ total: 2 });
    // A column's name is no value.
    expect(await names({ search: "visits" })).toEqual([]);
  });

  it("let a row be replaced whole and taken away, and name the column that can't be", async () => {
    const { client } = host;
    expect(await client.tables.replace({ table: "Customers", row: 2, values: { name: "Bob", zip: "89501" } })).toMatchObject({
      id: 2,
      values: { name: "Bob", zip: "89501" },
    });
    expect((await rows("Customers", { search: "bob" })).rows[0]?.values).toEqual({ name: "Bob", zip: "89501" });
    await expect(client.tables.add({ table: "Customers", values: { id: 7 } })).rejects.toThrow(/column id is kept by the table itself/);
    await expect(client.tables.replace({ table: "Customers", row: 2, values: { createdAt: 1 } })).rejects.toThrow(/createdAt/);
    expect((await rows("Customers", { search: "bob" })).rows[0]?.values, "a refused change changes nothing").toEqual({
      name: "Bob",
      zip: "89501",
    });
    await client.tables.removeRow({ table: "Customers", row: 3 });
    await expect(client.tables.removeRow({ table: "Customers", row: 3 })).rejects.toThrow(/no row 3/);
    expect(await names()).toEqual(["Ann", "Bob"]);
  });

  it("leave as a CSV file that names every column and runs no formula", async () => {
    const { client } = host;
    await client.tables.create({ name: "Out" });
    await client.tables.add({ table: "Out", values: { text: 'say "hi", twice', sum: -5 } });
    await client.tables.add({ table: "Out", values: { text: "=HYPERLINK(1)", late: [1, { a: 2 }] } });
    let text = "";
    for await (const part of await client.tables.csv({ table: "Out" })) text += part;
    const lines = text.split("\r\n");
    expect(lines[0]).toBe("\ufeffid,text,sum,late,createdAt,updatedAt");
    expect(lines[1]).toMatch(/^1,"say ""hi"", twice",-5,,20\d\d-/);
    expect(lines[2]).toMatch(/^2,'=HYPERLINK\(1\),,"\[1,\{""a"":2\}\]",20\d\d-/);
    expect(lines[3]).toBe("");
  });

  it("go with all their rows when they are deleted, and can be made anew", async () => {
    const { client } = host;
    await client.tables.remove({ table: "Customers" });
    expect((await client.tables.list()).map(({ name }) => name)).toEqual(["Out"]);
    await client.tables.create({ name: "Customers" });
    expect(await rows("Customers")).toEqual({ total: 0, columns: [], rows: [] });
  });

  it("are changed by those who operate, deleted by those who build, read by all", async () => {
    await expect(host.as("viewer").tables.add({ table: "Out", values: {} })).rejects.toThrow(/viewer/);
    await expect(host.as("operator").tables.remove({ table: "Out" })).rejects.toThrow(/operator/);
    expect((await host.as("viewer").tables.rows({ table: "Out" })).total).toBe(2);
  });
});
