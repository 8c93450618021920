import { bool, group, isExpression, isObject, type Mapped, type Mapper, record, type Source, text, type Unsupported } from "../mapper.ts";

type Params = Record<string, unknown>;

/** The value of a field that may be chosen from a list. */
const chosen = (value: unknown): unknown => (isObject(value) ? (value.value ?? "") : (value ?? ""));
const names = (value: unknown): string[] =>
  (Array.isArray(value) ? value.map((name) => text(name)) : text(value).split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "");

const COMPARISONS: Readonly<Record<string, string>> = {
  equal: "=",
  "=": "=",
  "!=": "!=",
  LIKE: "like",
  ">": ">",
  "<": "<",
  ">=": ">=",
  "<=": "<=",
  "IS NULL": "null",
  "IS NOT NULL": "notNull",
};

function whereOf({ parameters }: Source): Params {
  const where = group(parameters.where, "values").map(({ column, condition, value }) => {
    const is = COMPARISONS[text(condition, "equal")] ?? "=";
    return { column: chosen(column), is, ...(is === "null" || is === "notNull" ? {} : { value: value ?? "" }) };
  });
  return { where, ...(parameters.combineConditions === "OR" ? { combine: "or" } : {}) };
}

/** Columns and their values, in each of the forms that versions have had. */
function valuesOf({ type, parameters, version }: Source, partial: string[]): { values: Params; match: string[] } {
  const mapper = record(parameters.columns);
  if (isObject(parameters.columns) || (type === "postgres" && version >= 2.2)) {
    const match = names(mapper.matchingColumns);
    if (mapper.mappingMode === "autoMapInputData") return { values: {}, match };
    const fields = Object.entries(record(mapper.value)).map(([column, value]) => ({ column, value }));
    return { values: { values: "fields", fields }, match };
  }
  const match = names(chosen(parameters.columnToMatchOn));
  if (version < 2) {
    // The first versions name the item's fields that are written.
    const columns = names(parameters.columns);
    const keys = names(parameters.updateKey);
    if ([parameters.columns, parameters.updateKey].some(isExpression))
      partial.push("which columns it writes is an expression, so it writes all");
    if (columns.length === 0) return { values: {}, match: keys };
    const written = [...new Set([...keys, ...columns])].map((column) => column.split(":")[0] ?? column);
    return {
      values: { values: "fields", fields: written.map((column) => ({ column, value: `={{ $json[${JSON.stringify(column)}] }}` })) },
      match: keys,
    };
  }
  if (text(parameters.dataMode, "autoMapInputData") === "autoMapInputData") return { values: {}, match };
  const fields = group(parameters.valuesToSend, "values").map(({ column, value }) => ({ column: chosen(column), value: value ?? "" }));
  const [key] = match;
  return {
    values: { values: "fields", fields: key === undefined ? fields : [{ column: key, value: parameters.valueToMatchOn ?? "" }, ...fields] },
    match,
  };
}

/** `a, {{ b }}` as a list: a comma inside an expression parts nothing. */
function listed(value: unknown): unknown {
  const given = text(value);
  if (given === "") return Array.isArray(value) ? value : [];
  const pieces = (isExpression(given) ? given.slice(1) : given).split(/(\{\{[\s\S]*?\}\})/);
  // One expression may be a list by itself.
  if (pieces.filter((piece) => piece.trim() !== "").length === 1 && pieces.length === 3) return given;
  const parts: string[] = [""];
  for (const [index, piece] of pieces.entries()) {
    const [first = "", ...rest] = index % 2 === 1 ? [piece] : piece.split(",");
    parts[parts.length - 1] += first;
    parts.push(...rest);
  }
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => (isExpression(given) && part.includes("{{") ? `=${part}` : part));
}

function queryOf(source: Source, partial: string[]): Params {
  const { parameters, version } = source;
  const options = record(parameters.options ?? parameters.additionalFields);
  const raw = text(parameters.query);
  // Here an expression in the query is a value; n8n takes its text for SQL. Older forms name fields of the item instead.
  const inQuery = raw.includes("{{") && !raw.startsWith("=") ? `=${raw}` : raw;
  const whole = /^=\s*\{\{[\s\S]*\}\}[\s;]*$/.test(inQuery) && inQuery.indexOf("{{", inQuery.indexOf("{{") + 2) === -1;
  if (whole) partial.push("its whole query comes from an expression: allow that in the step if you trust what writes it");
  else if (inQuery.includes("{{"))
    partial.push("expressions in its query are values now: names of tables and columns have to be written out, and lists given as lists");
  const fields = version < 2 ? names(options.queryParams) : [];
  const given = version < 2 ? fields.map((name) => `={{ $json[${JSON.stringify(name)}] }}`) : listed(options.queryReplacement);
  return { query: inQuery, ...(Array.isArray(given) && given.length === 0 ? {} : { parameters: given }) };
}

function optionsOf({ parameters }: Source, partial: string[]): Params {
  const options = record(parameters.options);
  const batching = text(options.queryBatching ?? options.mode);
  if (batching === "transaction") partial.push("its items are written one by one, not all in one transaction");
  if (options.largeNumbersOutput === "numbers")
    partial.push("large numbers come as the connection says: choose there that they are numbers");
  return options.replaceEmptyStrings === true ? { emptyAsNull: true } : {};
}

function rowsOf(source: Source, tool: string): Mapped | Unsupported {
  const { parameters, version } = source;
  const partial: string[] = [];
  const options = record(parameters.options);
  const schema = tool === "postgres" ? { schema: chosen(parameters.schema) || "public" } : {};
  const at = { ...schema, table: chosen(parameters.table) };
  const as = (operation: string, params: Params): Mapped => ({ type: `${tool}.${operation}`, params, partial });
  const emptyAsNull = optionsOf(source, partial);
  const output = options.outputColumns ?? (version < 2 ? parameters.returnFields : undefined);
  const returning = tool === "postgres" && output !== undefined && !names(output).includes("*") ? { returning: names(output) } : {};
  const write = (operation: string, matched: boolean): Mapped => {
    const { values, match } = valuesOf(source, partial);
    return as(operation, { ...at, ...(matched ? { match } : {}), ...values, ...emptyAsNull, ...returning });
  };
  const operation = text(parameters.operation, "insert");
  switch (operation) {
    case "executeQuery":
      return as("query", queryOf(source, partial));
    case "select": {
      const columns =
        options.outputColumns === undefined || names(options.outputColumns).includes("*") ? {} : { columns: names(options.outputColumns) };
      const sort = group(parameters.sort, "values").map((one) => ({ column: chosen(one.column), descending: one.direction === "DESC" }));
      const limit = bool(parameters.returnAll, false) ? 0 : (parameters.limit ?? 50);
      return as("select", { ...at, ...whereOf(source), ...columns, ...(sort.length > 0 ? { sort } : {}), limit });
    }
    case "insert": {
      const mapped = write("insert", false);
      return options.skipOnConflict === true || options.ignore === true ? { ...mapped, params: { ...mapped.params, skip: true } } : mapped;
    }
    case "upsert":
      return write("upsert", true);
    case "update":
      return write("update", true);
    case "deleteTable": {
      const command = text(parameters.deleteCommand, "truncate");
      const cascade = options.cascade === true ? { cascade: true } : {};
      if (command === "drop") return as("delete", { what: "table", ...at, ...cascade });
      const rows = whereOf(source);
      if (command === "truncate" || (Array.isArray(rows.where) && rows.where.length === 0))
        return as("delete", { what: "all", ...at, ...(parameters.restartSequences === true ? { restart: true } : {}), ...cascade });
      return as("delete", { ...at, ...rows });
    }
    default:
      return { unsupported: `Its operation ${JSON.stringify(operation)} is not known.` };
  }
}

export const postgres: Mapper = (source) => rowsOf(source, "postgres");
export const mySql: Mapper = (source) => rowsOf(source, "mysql");
