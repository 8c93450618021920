import type { TableOp, TableResult } from "#kit/context.ts";
import { assertNever } from "#shared/lib/assert-never.ts";
import type { Failure } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { WriteDb } from "./connection.ts";
import { columnFault, matchFault, tableNameFault } from "./table-names.ts";
import { createTable, ensureIndex, findRows, rowOut, type TableRow, tableId } from "./table-rows.ts";

/** Characters of JSON that one row may hold. */
const MAX_ROW = 1_000_000;
const EVERY = -1;

type Outcome = { ok: true; results: TableResult[] } | { ok: false; index: number; failure: Failure };

class OpFault extends Error {
  readonly field: string;
  constructor(message: string, field: string) {
    super(message);
    this.field = field;
  }
}

/** Performs the operations in order. The caller undoes all of them when one fails. */
export function runTableOps(db: WriteDb, ops: readonly TableOp[], now: number): Outcome {
  const results: TableResult[] = [];
  for (const [index, op] of ops.entries()) {
    try {
      results.push({ rows: perform(db, op, now).map(rowOut) });
    } catch (error) {
      if (!(error instanceof OpFault)) throw error;
      const failure: Failure = { kind: "user", message: error.message, field: error.field, retryable: false, outcome: "none" };
      return { ok: false, index, failure };
    }
  }
  return { ok: true, results };
}

function perform(db: WriteDb, op: TableOp, now: number): TableRow[] {
  const nameFault = tableNameFault(op.table);
  if (nameFault) throw new OpFault(nameFault, "table");
  const found = tableId(db, op.table);
  if ("match" in op) checkColumns(op.match, "match", matchFault);
  if ("row" in op) checkColumns(op.row, "row", columnFault);
  switch (op.op) {
    case "insert":
      return [insert(db, found ?? createTable(db, op.table, now), op.row, now)];
    case "find": {
      const sortFault = op.sort && matchFault(op.sort.column);
      if (sortFault) throw new OpFault(sortFault, "sort");
      if (found === undefined) return [];
      ensureIndex(db, found, op.match);
      return findRows(db, found, op.match, op.limit, op.sort);
    }
    case "update":
      return matched(db, found, op.match).map((row) => update(db, Number(found), row, op.row, now));
    case "upsert": {
      const rows = matched(db, found, op.match);
      if (rows.length > 0) return rows.map((row) => update(db, Number(found), row, op.row, now));
      checkColumns(op.match, "match", columnFault);
      return [insert(db, found ?? createTable(db, op.table, now), { ...op.match, ...op.row }, now)];
    }
    case "delete": {
      const rows = matched(db, found, op.match);
      for (const row of rows) db.prepare(`DELETE FROM data_${Number(found)} WHERE id = ?`).run(row.id);
      return rows;
    }
    case "increment": {
      const fault = columnFault(op.column);
      if (fault) throw new OpFault(fault, "column");
      if (!Number.isFinite(op.by)) throw new OpFault(`${op.by} is not a number to add.`, "by");
      const rows = matched(db, found, op.match);
      if (rows.length > 0) return rows.map((row) => increment(db, Number(found), row, op.column, op.by, now));
      checkColumns(op.match, "match", columnFault);
      return [insert(db, found ?? createTable(db, op.table, now), { ...op.match, [op.column]: op.by }, now)];
    }
    default:
      return assertNever(op);
  }
}

function checkColumns(columns: JsonObject, field: string, faultOf: (name: string) => string | undefined): void {
  for (const name of Object.keys(columns)) {
    const fault = faultOf(name);
    if (fault) throw new OpFault(fault, `${field}.${name}`);
  }
}

/** Rows to change. Without a condition it would be every row of the table, which nobody asks for on purpose. */
function matched(db: WriteDb, table: number | undefined, match: JsonObject): TableRow[] {
  if (Object.keys(match).length === 0) throw new OpFault("Say which rows: give at least one column to look for.", "match");
  if (table === undefined) return [];
  ensureIndex(db, table, match);
  return findRows(db, table, match, EVERY);
}

function textOf(row: JsonObject): string {
  const text = JSON.stringify(row);
  if (text.length > MAX_ROW)
    throw new OpFault(`A row may hold ${MAX_ROW.toLocaleString("en")} characters; this one has ${text.length}.`, "row");
  return text;
}

function insert(db: WriteDb, table: number, row: JsonObject, now: number): TableRow {
  const data = textOf(row);
  const { lastInsertRowid } = db.prepare(`INSERT INTO data_${table} (data, created_at, updated_at) VALUES (?, ?, ?)`).run(data, now, now);
  return { id: Number(lastInsertRowid), data, created_at: now, updated_at: now };
}

function update(db: WriteDb, table: number, row: TableRow, change: JsonObject, now: number): TableRow {
  const data = textOf({ ...(JSON.parse(row.data) as JsonObject), ...change });
  db.prepare(`UPDATE data_${table} SET data = ?, updated_at = ? WHERE id = ?`).run(data, now, row.id);
  return { ...row, data, updated_at: now };
}

function increment(db: WriteDb, table: number, row: TableRow, column: string, by: number, now: number): TableRow {
  const value = (JSON.parse(row.data) as JsonObject)[column] ?? 0;
  if (typeof value !== "number")
    throw new OpFault(`The column ${column} of row ${row.id} holds no number, so nothing can be added to it.`, "column");
  return update(db, table, row, { [column]: value + by }, now);
}
