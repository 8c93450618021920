import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TableOp } from "#kit/context.ts";
import { openInlineJournal } from "../../../electron/store/inline-journal.ts";
import { openReader, type Reader } from "../../../electron/store/journal-reader.ts";
import type { Writer } from "../../../electron/store/log-client.ts";
import { openForReading } from "../../../electron/store/open.ts";
import { everyRow } from "../../../electron/store/table-list.ts";
import { tableId } from "../../../electron/store/table-rows.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";
import { run, runId, T0, tableStep } from "./records.ts";

const TIME = T0 + 1;
let writer: Writer;
let reader: Reader;
let step = 0;
let dir = "";
beforeEach(() => {
  dir = tempDir();
  writer = openInlineJournal(dir);
  reader = openReader(dir);
  step = 0;
  writer.journal.append(run(1));
});
afterEach(async () => {
  reader.close();
  await writer.close();
});

const perform = (...ops: TableOp[]) => writer.journal.commitTables(tableStep(1, ++step, ops));
async function rows(op: TableOp) {
  const reply = await perform(op);
  if (!reply.ok) throw new Error(reply.failure.message);
  return reply.results[0]?.rows ?? [];
}
const insert = (row: Record<string, unknown>, table = "Clients"): TableOp => ({ op: "insert", table, row });
const find = (match: Record<string, unknown>, more: Partial<Extract<TableOp, { op: "find" }>> = {}): TableOp => ({
  op: "find",
  table: "Clients",
  match,
  limit: 100,
  ...more,
});
const names = async (match: Record<string, unknown>) => (await rows(find(match))).map((row) => row.name);

describe("a large table", () => {
  it("is read in pieces whose size does not depend on that of its rows, each row once", async () => {
    for (let n = 1; n <= 9; n++) await perform(insert({ text: "x".repeat(600_000) }));
    for (let n = 1; n <= 3; n++) await perform(insert({ text: "small" }));
    const db = openForReading(dir);
    const pieces: number[][] = [];
    for await (const piece of everyRow(db, tableId(db, "Clients") ?? 0)) {
      expect(piece.reduce((sum, row) => sum + row.data.length, 0)).toBeLessThan(2_000_000);
      pieces.push(piece.map(({ id }) => id));
    }
    expect(pieces.flat()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    db.sql.close();
  });
});

describe("rows of a table", () => {
  it("get a number and times of their own, and the table comes with the first of them", async () => {
    expect(await rows(find({}))).toEqual([]);
    expect(await rows(insert({ name: "Ann" }))).toEqual([{ id: 1, name: "Ann", createdAt: TIME, updatedAt: TIME }]);
    expect(await rows(insert({ name: "Bob" }))).toMatchObject([{ id: 2 }]);
    expect(await rows(insert({ name: "Nail" }, "Parts"))).toMatchObject([{ id: 1 }]);
    expect(await rows({ op: "find", table: "clients", match: {}, limit: 1 })).toMatchObject([{ name: "Ann" }]);
  });

  it("are found by what their columns equal, types told apart", async () => {
    const values = { text: "1", number: 1, yes: true, nothing: null, list: [1, { a: 1, b: 2 }], quoted: `"it's" \\` };
    for (const [name, value] of Object.entries(values)) await rows(insert({ name, value }));
    await rows(insert({ name: "missing" }));
    expect(await names({ value: "1" })).toEqual(["text"]);
    expect(await names({ value: 1 })).toEqual(["number"]);
    expect(await names({ value: true })).toEqual(["yes"]);
    expect(await names({ value: null })).toEqual(["nothing", "missing"]);
    expect(await names({ value: [1, { b: 2, a: 1 }] })).toEqual(["list"]);
    expect(await names({ value: `"it's" \\` })).toEqual(["quoted"]);
    expect(await names({ value: 1, name: "text" })).toEqual([]);
    expect(await names({ id: 2 })).toEqual(["number"]);
    // A number that went through a template is a text.
    expect(await names({ id: "2" })).toEqual(["number"]);
    expect(await names({ id: "two" })).toEqual([]);
    expect(await names({ createdAt: TIME, name: "yes" })).toEqual(["yes"]);
  });

  it("come in the order asked for, as many as asked for", async () => {
    for (const n of [3, 10, 2]) await rows(insert({ n }));
    const ns = async (op: TableOp) => (await rows(op)).map((row) => row.n);
    expect(await ns(find({}, { sort: { column: "n", descending: false } }))).toEqual([2, 3, 10]);
    expect(await ns(find({}, { sort: { column: "n", descending: true }, limit: 2 }))).toEqual([10, 3]);
    expect(await ns(find({}, { sort: { column: "id", descending: true } }))).toEqual([2, 10, 3]);
  });

  it("are changed where they match, keep their other columns, and are given back", async () => {
    await rows(insert({ name: "Ann", city: "Reno" }));
    await rows(insert({ name: "Bob", city: "Reno" }));
    const changed = await rows({ op: "update", table: "Clients", match: { city: "Reno" }, row: { vip: true } });
    expect(changed).toMatchObject([
      { id: 1, name: "Ann", vip: true },
      { id: 2, city: "Reno", vip: true },
    ]);
    expect(await rows({ op: "delete", table: "Clients", match: { name: "Ann" } })).toMatchObject([{ id: 1 }]);
    expect(await names({})).toEqual(["Bob"]);
  });

  it("are added by an upsert only when none matches", async () => {
    const upsert = (email: string, visits: number): TableOp => ({ op: "upsert", table: "Clients", match: { email }, row: { visits } });
    await perform(upsert("a@x.test", 1), upsert("b@x.test", 1), upsert("a@x.test", 2));
    expect(await rows(find({}))).toMatchObject([
      { email: "a@x.test", visits: 2 },
      { email: "b@x.test", visits: 1 },
    ]);
  });

  it("count up, from nothing too", async () => {
    const count: TableOp = { op: "increment", table: "Counters", match: { key: "quotes" }, column: "n", by: 2 };
    await perform(count, count);
    expect(await rows(count)).toMatchObject([{ key: "quotes", n: 6 }]);
  });

  it("are looked up through an index once there are many of them", async () => {
    await perform(...Array.from({ length: 200 }, (_, n) => insert({ name: `n${n}`, city: "x" })));
    expect(await names({ name: "n150" })).toEqual(["n150"]);
    const plan = reader.db.sql
      .prepare<unknown[], { detail: string }>(
        `EXPLAIN QUERY PLAN SELECT id FROM data_1 WHERE ifnull(data -> '$."name"', 'null') = ? ORDER BY id`,
      )
      .all('"n1"');
    expect(plan.map((p) => p.detail).join()).toContain("USING");
    expect(plan.map((p) => p.detail).join()).toContain("INDEX data_1_");
  });
});

describe("a step on tables", () => {
  it("leaves nothing behind when one of its operations fails", async () => {
    const bad = await perform(insert({ name: "Ann" }), insert({ name: "Nail" }, "Parts"), insert({ id: 7 }));
    expect(bad).toMatchObject({ ok: false, index: 2, failure: { kind: "user", field: "row.id", outcome: "none" } });
    expect(await rows(find({}))).toEqual([]);
    expect(reader.db.sql.prepare("SELECT count(*) AS n FROM data_tables").get()).toEqual({ n: 0 });
    expect(reader.history(runId(1)).filter((e) => e.kind === "step" && e.step === 1)).toEqual([]);
  });

  it("has its operations and what they gave in its record", async () => {
    const op = insert({ name: "Ann" });
    const reply = await perform(op);
    expect(reader.history(runId(1))).toEqual([
      { ...tableStep(1, 1, []).record, tables: { ops: [op], results: reply.ok && reply.results } },
    ]);
  });

  it.each<[string, TableOp, string]>([
    ["no table name", insert({}, " "), "table"],
    ["quotes in a table name", insert({}, "a'b"), "table"],
    ["a column of the store's own", insert({ updatedAt: 1 }), "row.updatedAt"],
    ["quotes in a column", insert({ 'a"b': 1 }), 'row.a"b'],
    ["quotes in a column to look for", find({ "a'b": 1 }), "match.a'b"],
    ["quotes in a column to sort by", find({}, { sort: { column: "a'b", descending: false } }), "sort"],
    ["a change of every row", { op: "update", table: "Clients", match: {}, row: { a: 1 } }, "match"],
    ["the removal of every row", { op: "delete", table: "Clients", match: {} }, "match"],
    ["an addition of nothing", { op: "increment", table: "Clients", match: { a: 1 }, column: "n", by: Number.NaN }, "by"],
    ["a row that is too large", insert({ a: "x".repeat(1_000_001) }), "row"],
    ["an upsert that would set a number itself", { op: "upsert", table: "Clients", match: { id: 99 }, row: {} }, "match.id"],
  ])("refuses %s", async (_, op, field) => {
    expect(await perform(op)).toMatchObject({ ok: false, index: 0, failure: { field } });
  });

  it("refuses to add to what is no number", async () => {
    await perform(insert({ key: "a", n: "many" }));
    const reply = await perform({ op: "increment", table: "Clients", match: { key: "a" }, column: "n", by: 1 });
    expect(reply).toMatchObject({ ok: false, failure: { field: "column" } });
  });
});
