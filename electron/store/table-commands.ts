import type { Failure } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { WriteDb } from "./connection.ts";
import { StoreError } from "./errors.ts";
import { columnFault, tableNameFault } from "./table-names.ts";
import { runTableOps } from "./table-ops.ts";
import { createTable, type TableRow, tableId } from "./table-rows.ts";

/** What a person may have got wrong is answered, not thrown: it names the field. */
export type RowReply = { ok: true; row: TableRow } | { ok: false; failure: Pick<Failure, "message" | "field"> };

export function mustTable(db: WriteDb, name: string): number {
  const table = tableId(db, name);
  if (table === undefined) throw new StoreError("missing", `There is no table ${name}.`);
  return table;
}

const rowOf = (db: WriteDb, table: number, id: number): TableRow => {
  const row = db.prepare<TableRow>(`SELECT id, data, created_at, updated_at FROM data_${table} WHERE id = ?`).get(id);
  if (!row) throw new StoreError("missing", `There is no row ${id} in this table any more.`);
  return row;
};

export function makeTable(db: WriteDb, args: { name: string; at: number }): { ok: true } | { ok: false; message: string } {
  const fault = tableNameFault(args.name);
  if (fault) return { ok: false, message: fault };
  if (tableId(db, args.name) !== undefined) throw new StoreError("conflict", `There already is a table called ${args.name}.`);
  createTable(db, args.name, args.at);
  return { ok: true };
}

/** The table with all its rows, for good. */
export function removeTable(db: WriteDb, args: { table: string }): void {
  const table = mustTable(db, args.table);
  db.sql.exec(`DROP TABLE data_${table}`);
  db.prepare("DELETE FROM data_tables WHERE id = ?").run(table);
}

export function addRow(db: WriteDb, args: { table: string; values: JsonObject; at: number }): RowReply {
  const table = mustTable(db, args.table);
  const done = runTableOps(db, [{ op: "insert", table: args.table, row: args.values }], args.at);
  if (!done.ok) return { ok: false, failure: done.failure };
  return { ok: true, row: rowOf(db, table, Number(done.results[0]?.rows[0]?.["id"])) };
}

/** The row holds these values and no other afterwards. */
export function replaceRow(db: WriteDb, args: { table: string; row: number; values: JsonObject; at: number }): RowReply {
  const table = mustTable(db, args.table);
  rowOf(db, table, args.row);
  for (const column of Object.keys(args.values)) {
    const fault = columnFault(column);
    if (fault) return { ok: false, failure: { message: fault, field: `row.${column}` } };
  }
  // Emptied first, so that the change leaves nothing else in it; both in one transaction.
  db.prepare(`UPDATE data_${table} SET data = '{}' WHERE id = ?`).run(args.row);
  const done = runTableOps(db, [{ op: "update", table: args.table, match: { id: args.row }, row: args.values }], args.at);
  if (!done.ok) throw new StoreError("conflict", done.failure.message);
  return { ok: true, row: rowOf(db, table, args.row) };
}

export function removeRow(db: WriteDb, args: { table: string; row: number }): void {
  const table = mustTable(db, args.table);
  rowOf(db, table, args.row);
  db.prepare(`DELETE FROM data_${table} WHERE id = ?`).run(args.row);
}
