import { z } from "zod";
import { defineAction, type Incomplete } from "#kit/action.ts";
import type { ListContext, TableOp } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { toJsonValue } from "../values/convert.ts";

const OPERATIONS = ["insert", "upsert", "update", "delete", "find", "increment"] as const;
const WITH_MATCH = ["upsert", "update", "delete", "find", "increment"] as const;
const WITH_ROW = ["insert", "upsert", "update"] as const;

const Pair = z.object({ column: z.string(), value: z.unknown().optional() });

const Input = z.object({
  operation: field(z.enum(OPERATIONS).default("insert"), {
    title: "What to do",
    labels: ["Add a row", "Add or change a row", "Change rows", "Delete rows", "Find rows", "Count up"],
    widget: "select",
    expression: "no",
  }),
  table: field(z.string().default(""), { title: "Table", help: "Made when it is first written to.", widget: "table" }),
  match: field(z.array(Pair).default([]), {
    title: "Rows where",
    help: "All of these columns have these values.",
    widget: "key-value",
    showIf: { operation: WITH_MATCH },
  }),
  values: field(z.enum(["item", "fields"]).default("item"), {
    title: "Values",
    labels: ["The item's fields", "Chosen fields"],
    widget: "select",
    expression: "no",
    showIf: { operation: WITH_ROW },
  }),
  fields: field(z.array(Pair).default([]), { title: "Columns", widget: "key-value", showIf: { operation: WITH_ROW, values: ["fields"] } }),
  column: field(z.string().default(""), { title: "Column to count up", showIf: { operation: ["increment"] } }),
  by: field(z.coerce.number().default(1), { title: "By", widget: "number", showIf: { operation: ["increment"] } }),
  limit: field(z.coerce.number().int().min(1).max(10_000).default(50), {
    title: "At most",
    widget: "number",
    showIf: { operation: ["find"] },
  }),
  sortBy: field(z.string().default(""), { title: "Sort by column", showIf: { operation: ["find"] } }),
  descending: field(z.boolean().default(false), { title: "Largest first", widget: "switch", showIf: { operation: ["find"] } }),
});
type Input = z.infer<typeof Input>;

/** Object.fromEntries makes own properties whatever a column is called. */
function columns(pairs: Input["fields"], fieldName: string): JsonObject {
  return Object.fromEntries(
    pairs.map(({ column, value }) => {
      if (column.trim() === "") throw userError("A column has no name", { field: fieldName, fix: "Name the column." });
      return [column.trim(), toJsonValue(value) ?? null];
    }),
  );
}

function matched(input: Input): JsonObject {
  const match = columns(input.match, "match");
  if (Object.keys(match).length === 0 && input.operation !== "find") {
    throw userError("It is not said which rows are meant", { field: "match", fix: "Give at least one column and its value." });
  }
  return match;
}

function op(ctx: ListContext<Input>, index: number): TableOp {
  const input = ctx.params(index);
  const table = input.table.trim();
  if (table === "") throw userError("No table is chosen", { field: "table", fix: "Choose or name a table." });
  const row = (): JsonObject => (input.values === "item" ? { ...ctx.inputs[0]?.at(index)?.json } : columns(input.fields, "fields"));
  switch (input.operation) {
    case "insert":
      return { op: "insert", table, row: row() };
    case "upsert":
      return { op: "upsert", table, match: matched(input), row: row() };
    case "update":
      return { op: "update", table, match: matched(input), row: row() };
    case "delete":
      return { op: "delete", table, match: matched(input) };
    case "find": {
      const sort = input.sortBy.trim() === "" ? undefined : { column: input.sortBy.trim(), descending: input.descending };
      return { op: "find", table, match: matched(input), limit: input.limit, ...(sort ? { sort } : {}) };
    }
    case "increment":
      if (input.column.trim() === "") throw userError("No column is named", { field: "column", fix: "Name the column to count up." });
      return { op: "increment", table, match: matched(input), column: input.column.trim(), by: input.by };
  }
}

function incomplete(input: Input): Incomplete[] {
  const missing: Incomplete[] = [];
  if (input.table.trim() === "") missing.push({ field: "table", message: "No table is chosen.", fix: "Choose or name a table." });
  if (["upsert", "update", "delete", "increment"].includes(input.operation) && input.match.length === 0)
    missing.push({ field: "match", message: "It is not said which rows are meant.", fix: "Give at least one column and its value." });
  if (input.operation === "increment" && input.column.trim() === "")
    missing.push({ field: "column", message: "No column is named.", fix: "Name the column to count up." });
  return missing;
}

export const dataTableAction = defineAction<Input>({
  id: "data_table",
  title: "Data table",
  description: "Keeps rows in a table of this workspace: add, find, change, delete, count.",
  example: "Each order that comes in is added to the table 'Orders', or changes its row there.",
  keywords: ["database", "store", "save", "row", "record", "counter", "lookup", "memory"],
  icon: "table",
  mode: "table",
  input: Input,
  incomplete,
  sample: [{ id: 1, email: "ada@example.com", visits: 3, createdAt: 1_764_000_000_000, updatedAt: 1_764_000_000_000 }],
  effect: (input) => (input.operation === "find" ? "read" : "write"),
  idempotent: "naturally",
  op,
  result: (_op, result) => result.rows,
});
