import { setImmediate as nextTurn } from "node:timers/promises";
import type { TableInfo, TableRow } from "#shared/contract/tables.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { ReadDb } from "./connection.ts";
import { type TableRow as StoredRow, tableId } from "./table-rows.ts";

/** Rows looked at, and numbers of rows counted, between two turns of the event loop. */
const SLICE = 500;
const COUNTED = 20_000;
/** Characters of rows that one page may hold, and those looked at between two turns. */
const PAGE_CHARS = 4_000_000;
const SLICE_CHARS = 1_000_000;
/** Rows whose columns stand for the table's. */
const NEWEST = 200;
/** Characters of a text that decide its place. */
const SORTED_BY = 200;

const COLUMNS = "id, data, created_at, updated_at";
const OWN: Readonly<Record<string, (row: StoredRow) => number>> = {
  id: (row) => row.id,
  createdAt: (row) => row.created_at,
  updatedAt: (row) => row.updated_at,
};

const valuesOf = (row: StoredRow): JsonObject => JSON.parse(row.data) as JsonObject;
export const tableRow = (row: StoredRow): TableRow => ({
  id: row.id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  values: valuesOf(row),
});

const last = (db: ReadDb, table: number): number =>
  db.prepare<{ id: number | null }>(`SELECT max(id) AS id FROM data_${table}`).get()?.id ?? 0;

/** Counting reads the whole table: in slices, so that no event waits for it. */
async function countRows(db: ReadDb, table: number): Promise<number> {
  const end = last(db, table);
  let count = 0;
  for (let from = 0; from < end; from += COUNTED) {
    count +=
      db.prepare<{ n: number }>(`SELECT count(*) AS n FROM data_${table} WHERE id > ? AND id <= ?`).get(from, from + COUNTED)?.n ?? 0;
    if (from + COUNTED < end) await nextTurn();
  }
  return count;
}

/** All tables of the workspace, by name. */
export async function listTables(db: ReadDb): Promise<TableInfo[]> {
  const found: TableInfo[] = [];
  for (const { id, name, created_at } of db
    .prepare<{ id: number; name: string; created_at: number }>("SELECT id, name, created_at FROM data_tables ORDER BY name")
    .all())
    found.push({ name, rows: await countRows(db, id), createdAt: created_at });
  return found;
}

/** Every row, in the order of their numbers, in slices of few where they are large. */
export async function* everyRow(db: ReadDb, table: number): AsyncGenerator<StoredRow[]> {
  const end = last(db, table);
  for (let after = 0; after < end; await nextTurn()) {
    const rows = slice(db, table, after, end);
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.id ?? end;
  }
}

function slice(db: ReadDb, table: number, after: number, end: number): StoredRow[] {
  const rows: StoredRow[] = [];
  let chars = 0;
  const text = `SELECT ${COLUMNS} FROM data_${table} WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`;
  for (const row of db.prepare<StoredRow>(text).iterate(after, end, SLICE)) {
    rows.push(row);
    chars += row.data.length;
    if (chars >= SLICE_CHARS) break;
  }
  return rows;
}

function newestColumns(db: ReadDb, table: number): string[] {
  const names = new Set<string>();
  let chars = 0;
  const rows = db.prepare<StoredRow>(`SELECT ${COLUMNS} FROM data_${table} ORDER BY id DESC LIMIT ?`).iterate(NEWEST);
  for (const row of rows) {
    for (const name of Object.keys(valuesOf(row))) names.add(name);
    chars += row.data.length;
    if (chars > PAGE_CHARS) break;
  }
  return [...names];
}

export interface RowsQuery {
  search: string;
  sort: string;
  descending: boolean;
  offset: number;
  limit: number;
}

/** One page of a table's rows; undefined where there is no such table. */
export async function loadRows(
  db: ReadDb,
  name: string,
  query: RowsQuery,
): Promise<{ total: number; columns: string[]; rows: TableRow[] } | undefined> {
  const table = tableId(db, name);
  if (table === undefined) return undefined;
  const columns = newestColumns(db, table);
  const { offset, limit, descending } = query;
  if (query.search.trim() === "" && query.sort === "id") {
    const order = descending ? "DESC" : "ASC";
    const rows = db.prepare<StoredRow>(`SELECT ${COLUMNS} FROM data_${table} ORDER BY id ${order} LIMIT ? OFFSET ?`).iterate(limit, offset);
    return { total: await countRows(db, table), columns, rows: fitting(rows) };
  }
  const ids = await foundIds(db, table, query);
  return { total: ids.length, columns, rows: fitting(rowsOf(db, table, ids.slice(offset, offset + limit))) };
}

/** Each is read when it is asked for: a page may end before the last. */
function* rowsOf(db: ReadDb, table: number, ids: readonly number[]): Generator<StoredRow> {
  const one = db.prepare<StoredRow>(`SELECT ${COLUMNS} FROM data_${table} WHERE id = ?`);
  for (const id of ids) {
    const row = one.get(id);
    if (row) yield row;
  }
}

function fitting(rows: Iterable<StoredRow>): TableRow[] {
  const page: TableRow[] = [];
  let chars = 0;
  for (const row of rows) {
    chars += row.data.length;
    if (page.length > 0 && chars > PAGE_CHARS) break;
    page.push(tableRow(row));
  }
  return page;
}

/** Numbers of the rows that hold the text, in the order asked for. */
async function foundIds(db: ReadDb, table: number, { search, sort, descending }: RowsQuery): Promise<number[]> {
  const wanted = search.trim().toLowerCase();
  const own = Object.hasOwn(OWN, sort) ? OWN[sort] : undefined;
  const found: { id: number; key: unknown }[] = [];
  for await (const rows of everyRow(db, table)) {
    for (const row of rows) {
      const values = valuesOf(row);
      if (wanted !== "" && !holds(row, values, wanted)) continue;
      found.push({ id: row.id, key: own ? own(row) : keyOf(Object.hasOwn(values, sort) ? values[sort] : undefined) });
    }
  }
  const sign = descending ? -1 : 1;
  return found.sort((a, b) => compare(a.key, b.key, sign) || a.id - b.id).map(({ id }) => id);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
const holds = (row: StoredRow, values: JsonObject, wanted: string): boolean =>
  String(row.id) === wanted || Object.values(values).some((value) => textOf(value).toLowerCase().includes(wanted));

const keyOf = (value: unknown): unknown =>
  typeof value === "number" ? value : value === null || value === undefined ? undefined : textOf(value).slice(0, SORTED_BY).toLowerCase();

/** Numbers before texts; what is empty comes last in either direction. */
function compare(a: unknown, b: unknown, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === "number" && typeof b === "number") return sign * (a - b);
  if (typeof a === "string" && typeof b === "string") return sign * (a < b ? -1 : a > b ? 1 : 0);
  return sign * (typeof a === "number" ? -1 : 1);
}
