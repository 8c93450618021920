import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { Dialect, Statement } from "./dialect.ts";
import { plainValue } from "./values.ts";

export const COMPARISONS = ["=", "!=", ">", "<", ">=", "<=", "like", "in", "null", "notNull"] as const;
export interface Condition {
  column: string;
  is: (typeof COMPARISONS)[number];
  value?: unknown;
}
export interface Where {
  conditions: readonly Condition[];
  combine: "and" | "or";
}
export interface TableName {
  schema: string;
  table: string;
}

/** A statement that grows: values are noted as their places are written. */
function draft(dialect: Dialect): Statement & { put(value: unknown): string; name(name: string): string } {
  const values: unknown[] = [];
  return {
    text: "",
    values,
    put(value) {
      values.push(plainValue(value));
      return dialect.place(values.length);
    },
    name: (name) => dialect.quote(name),
  };
}
const done = ({ values }: Statement, text: string): Statement => ({ text, values });

export function tableOf({ schema, table }: TableName, dialect: Dialect): string {
  if (table.trim() === "") throw userError("No table is named.", { field: "table", fix: "Enter the name of the table." });
  return schema.trim() === "" ? dialect.quote(table.trim()) : `${dialect.quote(schema.trim())}.${dialect.quote(table.trim())}`;
}

function whereOf(where: Where, at: ReturnType<typeof draft>): string {
  const parts = where.conditions.map(({ column, is, value }) => {
    if (column.trim() === "") throw userError("A condition names no column.", { field: "where", fix: "Name the column." });
    const name = at.name(column);
    if (is === "null") return `${name} IS NULL`;
    if (is === "notNull") return `${name} IS NOT NULL`;
    if (is === "in") {
      const list = [value].flat();
      return list.length === 0 ? "1 = 0" : `${name} IN (${list.map((one) => at.put(one)).join(", ")})`;
    }
    // Nothing equals nothing in SQL; whoever asks for it means rows without a value.
    if (plainValue(value) === null && (is === "=" || is === "!=")) return `${name} IS ${is === "=" ? "" : "NOT "}NULL`;
    return `${name} ${is === "like" ? "LIKE" : is === "!=" ? "<>" : is} ${at.put(value)}`;
  });
  return parts.length === 0 ? "" : ` WHERE ${parts.join(where.combine === "or" ? " OR " : " AND ")}`;
}

export interface Selection {
  columns: readonly string[];
  where: Where;
  sort: readonly { column: string; descending: boolean }[];
  /** 0 = all. */
  limit: number;
}

export function selectRows(from: TableName, { columns, where, sort, limit }: Selection, dialect: Dialect): Statement {
  const at = draft(dialect);
  const what = columns.length === 0 ? "*" : columns.map((name) => at.name(name)).join(", ");
  const order = sort.map(({ column, descending }) => `${at.name(column)}${descending ? " DESC" : ""}`).join(", ");
  const text = `SELECT ${what} FROM ${tableOf(from, dialect)}${whereOf(where, at)}`;
  return done(at, `${text}${order === "" ? "" : ` ORDER BY ${order}`}${limit > 0 ? ` LIMIT ${Math.floor(limit)}` : ""}`);
}

/** A value that is missing by mistake must not make all rows without one go. */
function refuseMissing({ conditions }: Where): void {
  for (const [index, { column, is, value }] of conditions.entries()) {
    if ((is === "=" || is === "!=") && plainValue(value) === null)
      throw userError(`There is no value to compare "${column}" with, so it is not clear which rows are meant.`, {
        field: `where.${index}.value`,
        fix: "Check what its expression gives for this item. Rows without a value are found by “empty”, those with one by “not empty”.",
      });
  }
}

export function deleteRows(from: TableName, where: Where, dialect: Dialect): Statement {
  refuseMissing(where);
  const at = draft(dialect);
  return done(at, `DELETE FROM ${tableOf(from, dialect)}${whereOf(where, at)}${returning(dialect)}`);
}

export function emptyTable(
  from: TableName,
  how: "truncate" | "drop",
  options: { restart: boolean; cascade: boolean },
  dialect: Dialect,
): Statement {
  const table = tableOf(from, dialect);
  const cascade = options.cascade && dialect.id === "postgres" ? " CASCADE" : "";
  if (how === "drop") return { text: `DROP TABLE IF EXISTS ${table}${cascade}`, values: [] };
  if (dialect.id === "sqlite") return { text: `DELETE FROM ${table}`, values: [] };
  const restart = options.restart && dialect.id === "postgres" ? " RESTART IDENTITY" : "";
  return { text: `TRUNCATE TABLE ${table}${restart}${cascade}`, values: [] };
}

const returning = (dialect: Dialect, columns: readonly string[] = []): string =>
  dialect.id === "mysql" ? "" : ` RETURNING ${columns.length === 0 ? "*" : columns.map((name) => dialect.quote(name)).join(", ")}`;

function columnsOf(row: JsonObject): string[] {
  const columns = Object.keys(row);
  if (columns.length === 0)
    throw userError("There are no values to write.", { field: "values", fix: "Name at least one column and its value." });
  return columns;
}

/**
 * The row as Postgres reads it: one JSON value, of which each column takes its own type, so that lists, JSON and dates
 * fit columns of any kind.
 */
const record = (table: string, row: JsonObject, at: ReturnType<typeof draft>): string =>
  `json_populate_record(NULL::${table}, ${at.put(JSON.stringify(row, (_key, value: unknown) => (value === undefined ? null : value)))}::json)`;

const flat = (value: unknown): unknown => {
  const plain = plainValue(value);
  return Array.isArray(plain) ? JSON.stringify(plain) : plain;
};

function insertText(into: TableName, row: JsonObject, at: ReturnType<typeof draft>, dialect: Dialect, ignore: string): string {
  const table = tableOf(into, dialect);
  const names = columnsOf(row).map((name) => at.name(name));
  if (dialect.id === "postgres")
    return `INSERT INTO ${table} (${names.join(", ")}) SELECT ${names.join(", ")} FROM ${record(table, row, at)}`;
  const places = Object.values(row).map((value) => at.put(flat(value)));
  return `INSERT${ignore} INTO ${table} (${names.join(", ")}) VALUES (${places.join(", ")})`;
}

export function insertRow(
  into: TableName,
  row: JsonObject,
  options: { skip: boolean; returning: readonly string[] },
  dialect: Dialect,
): Statement {
  const at = draft(dialect);
  const ignore = options.skip && dialect.id === "mysql" ? " IGNORE" : "";
  const conflict = options.skip && dialect.id !== "mysql" ? " ON CONFLICT DO NOTHING" : "";
  return done(at, `${insertText(into, row, at, dialect, ignore)}${conflict}${returning(dialect, options.returning)}`);
}

function matching(row: JsonObject, match: readonly string[]): string[] {
  if (match.length === 0)
    throw userError("It is not said by which columns a row is found.", { field: "match", fix: "Name at least one column, such as id." });
  for (const name of match) {
    if (!Object.hasOwn(row, name) || row[name] === undefined || row[name] === null)
      throw userError(`There is no value for "${name}", by which the row is found.`, { field: "match", fix: `Give a value for ${name}.` });
  }
  return Object.keys(row).filter((name) => !match.includes(name));
}

export function upsertRow(
  into: TableName,
  row: JsonObject,
  match: readonly string[],
  columns: readonly string[],
  dialect: Dialect,
): Statement {
  const at = draft(dialect);
  const others = matching(row, match);
  // One that has nothing to change sets what it was found by, so that the row is still told.
  const set = others.length > 0 ? others : match.slice(0, 1);
  const insert = insertText(into, row, at, dialect, "");
  if (dialect.id === "mysql") {
    const changes = set.map((name) => `${at.name(name)} = VALUES(${at.name(name)})`).join(", ");
    return done(at, `${insert} ON DUPLICATE KEY UPDATE ${changes}`);
  }
  const changes = set.map((name) => `${at.name(name)} = EXCLUDED.${at.name(name)}`).join(", ");
  const keys = match.map((name) => at.name(name)).join(", ");
  return done(at, `${insert} ON CONFLICT (${keys}) DO UPDATE SET ${changes}${returning(dialect, columns)}`);
}

export function updateRows(
  into: TableName,
  row: JsonObject,
  match: readonly string[],
  columns: readonly string[],
  dialect: Dialect,
): Statement {
  const at = draft(dialect);
  const table = tableOf(into, dialect);
  const others = matching(row, match);
  if (others.length === 0)
    throw userError("There are no values to write besides those by which the row is found.", {
      field: "values",
      fix: "Name at least one more column.",
    });
  if (dialect.id === "postgres") {
    const set = others.map((name) => `${at.name(name)} = "new row".${at.name(name)}`).join(", ");
    const where = match.map((name) => `"old row".${at.name(name)} = "new row".${at.name(name)}`).join(" AND ");
    const back = columns.length === 0 ? `"old row".*` : columns.map((name) => `"old row".${at.name(name)}`).join(", ");
    return done(at, `UPDATE ${table} AS "old row" SET ${set} FROM ${record(table, row, at)} AS "new row" WHERE ${where} RETURNING ${back}`);
  }
  const set = others.map((name) => `${at.name(name)} = ${at.put(flat(row[name]))}`).join(", ");
  const where = match.map((name) => `${at.name(name)} = ${at.put(row[name])}`).join(" AND ");
  return done(at, `UPDATE ${table} SET ${set} WHERE ${where}${returning(dialect, columns)}`);
}
