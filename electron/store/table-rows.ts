import { createHash } from "node:crypto";
import type { JsonObject } from "#shared/model/item.ts";
import { canonical } from "./canonical.ts";
import type { ReadDb, Value, WriteDb } from "./connection.ts";

export interface TableRow {
  id: number;
  data: string;
  created_at: number;
  updated_at: number;
}
export interface Sort {
  column: string;
  descending: boolean;
}

/** Rows below which a scan is as fast as an index. */
const SMALL = 64;
const MAX_INDEXES = 8;

const OWN: Readonly<Record<string, string>> = { id: "id", createdAt: "created_at", updatedAt: "updated_at" };
const ownColumn = (name: string): string | undefined => (Object.hasOwn(OWN, name) ? OWN[name] : undefined);
const path = (column: string): string => `'$."${column}"'`;
/** The column's JSON text, a missing one as null: equal texts are equal values of the same type. */
const jsonOf = (column: string): string => `ifnull(data -> ${path(column)}, 'null')`;
const isPrimitive = (value: unknown): boolean => value === null || value === undefined || typeof value !== "object";

export function tableId(db: ReadDb, name: string): number | undefined {
  return db.prepare<{ id: number }>("SELECT id FROM data_tables WHERE name = ?").get(name)?.id;
}

export function createTable(db: WriteDb, name: string, now: number): number {
  const id = Number(db.prepare("INSERT INTO data_tables (name, created_at) VALUES (?, ?)").run(name, now).lastInsertRowid);
  db.sql.exec(
    `CREATE TABLE data_${id} (id INTEGER PRIMARY KEY AUTOINCREMENT, data TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT`,
  );
  return id;
}

/** A row as steps see it. */
export const rowOut = (row: TableRow): JsonObject => ({
  id: row.id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  ...(JSON.parse(row.data) as JsonObject),
});

/**
 * Rows whose columns equal `match`: null equals a missing column, "1" and 1 differ, objects are equal whatever the order of
 * their keys; only a row's own number is found by its text too. Names must have been checked. A negative limit is none.
 */
export function findRows(db: ReadDb, table: number, match: JsonObject, limit: number, sort?: Sort): TableRow[] {
  const where: string[] = [];
  const values: Value[] = [];
  const deep: [string, unknown][] = [];
  for (const [column, value] of Object.entries(match)) {
    const own = ownColumn(column);
    if (!isPrimitive(value)) deep.push([column, value]);
    else if (own) {
      where.push(`${own} IS ?`);
      values.push(typeof value === "number" || typeof value === "string" ? value : null);
    } else {
      where.push(`${jsonOf(column)} = ?`);
      values.push(JSON.stringify(value ?? null));
    }
  }
  const order = sort ? `${ownColumn(sort.column) ?? `data ->> ${path(sort.column)}`} ${sort.descending ? "DESC" : "ASC"}, id` : "id";
  const text = `SELECT id, data, created_at, updated_at FROM data_${table}${where.length > 0 ? ` WHERE ${where.join(" AND ")}` : ""} ORDER BY ${order}`;
  if (deep.length === 0) return db.prepare<TableRow>(`${text} LIMIT ?`).all(...values, limit);
  const wanted = deep.map(([column, value]) => [column, canonical(value)] as const);
  const rows = db.prepare<TableRow>(text).all(...values);
  const same = rows.filter((row) => {
    const data = JSON.parse(row.data) as JsonObject;
    return wanted.every(([column, value]) => Object.hasOwn(data, column) && canonical(data[column]) === value);
  });
  return limit < 0 ? same : same.slice(0, limit);
}

/** Keeps looking up by these columns fast, once the table is large enough to care. */
export function ensureIndex(db: WriteDb, table: number, match: JsonObject): void {
  const columns = Object.keys(match)
    .filter((column) => ownColumn(column) === undefined && isPrimitive(match[column]))
    .sort();
  if (columns.length === 0 || Object.hasOwn(match, "id")) return;
  const newest = db.prepare<{ id: number | null }>(`SELECT max(id) AS id FROM data_${table}`).get()?.id ?? 0;
  if (newest <= SMALL) return;
  const name = `data_${table}_${createHash("sha256").update(JSON.stringify(columns)).digest("hex").slice(0, 16)}`;
  const indexes = db.prepare<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?").all(`data_${table}`);
  if (indexes.length >= MAX_INDEXES || indexes.some((index) => index.name === name)) return;
  db.sql.exec(`CREATE INDEX ${name} ON data_${table} (${columns.map(jsonOf).join(", ")})`);
}
