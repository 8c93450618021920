import { z } from "zod";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { type Action, defineAction, type Incomplete } from "../action.ts";
import type { ItemContext } from "../context.ts";
import { field } from "../field.ts";
import { refuseControl } from "./commands.ts";
import type { Dialect, Statement } from "./dialect.ts";
import { match, nameList, names, parameters, query, returned, table, trusted, values, where } from "./forms.ts";
import { type Condition, deleteRows, emptyTable, insertRow, selectRows, updateRows, upsertRow } from "./rows.ts";
import { statementOf } from "./template.ts";

export interface SqlWork {
  statements: readonly Statement[];
  /** `guarded`: it is said to read, and the database itself sees to it that nothing is changed. */
  nature: "write" | "read" | "guarded";
  /** All of them or none. */
  transaction: boolean;
  /** Their text is the workflow's own, in the form's field of that name: it may do anything to the session. */
  own?: "query" | "statements";
}
/** Runs statements for one item and gives, for each, its rows; `{success: true, …}` where a statement gives none. */
export type SqlRunner = (ctx: ItemContext<unknown>, work: SqlWork) => Promise<JsonObject[][]>;

export interface SqlDatabase {
  name: string;
  dialect: Dialect;
  run: SqlRunner;
}

const Named = z.object(table);
const noTable = (input: z.infer<typeof Named>): Incomplete[] =>
  input.table === "" ? [{ field: "table", message: "No table is named.", fix: "Enter the name of the table." }] : [];

const NATURE = ["changes", "repeatable", "reads"] as const;
const nature = field(z.enum(NATURE).default("changes"), {
  title: "What it does",
  help: "Decides whether it is done again by itself when its answer was lost.",
  labels: ["Changes something", "Changes something; doing it twice does no harm", "Only reads (the database refuses changes)"],
  widget: "select",
  expression: "no",
});

function rowOf(ctx: ItemContext<z.infer<z.ZodObject<typeof values>>>): JsonObject {
  const { input, item } = ctx;
  const row =
    input.values === "item"
      ? item.json
      : Object.fromEntries(
          input.fields.map(({ column, value }) => {
            if (column.trim() === "") throw userError("A column has no name.", { field: "fields", fix: "Name the column." });
            return [column.trim(), value ?? null];
          }),
        );
  return input.emptyAsNull ? Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === "" ? null : value])) : row;
}

const QueryInput = z.object({ query, parameters, nature, trusted });
const SelectInput = z.object({
  ...table,
  ...where,
  columns: names("Columns", "Separated by commas. Empty = all."),
  sort: field(z.array(z.object({ column: z.coerce.string(), descending: z.boolean().default(false) })).default([]), {
    title: "Sorted by",
    widget: "list",
  }),
  limit: field(z.coerce.number().int().min(0).default(50), { title: "At most", help: "0 = all.", widget: "number" }),
});
const InsertInput = z.object({
  ...table,
  ...values,
  skip: field(z.boolean().default(false), { title: "Leave out rows that are there already", widget: "switch", advanced: true }),
  ...returned,
});
const MatchInput = z.object({ ...table, ...match, ...values, ...returned });
const DeleteInput = z.object({
  what: field(z.enum(["rows", "all", "table"]).default("rows"), {
    title: "What to delete",
    labels: ["Rows that meet conditions", "All rows", "The table itself"],
    widget: "select",
    expression: "no",
  }),
  ...table,
  where: field(where.where, { title: "Rows where", widget: "list", showIf: { what: ["rows"] } }),
  combine: field(where.combine, {
    title: "Conditions",
    labels: ["All have to be met", "One is enough"],
    widget: "select",
    showIf: { what: ["rows"] },
    advanced: true,
  }),
  restart: field(z.boolean().default(false), {
    title: "Count new rows from the start again",
    widget: "switch",
    showIf: { what: ["all"] },
    advanced: true,
  }),
  cascade: field(z.boolean().default(false), {
    title: "With all that depends on it",
    widget: "switch",
    showIf: { what: ["all", "table"] },
    advanced: true,
  }),
});
const TransactionInput = z.object({
  statements: field(
    z
      .array(
        z.object({
          query: field(z.string().default(""), { title: "SQL", widget: "multiline" }),
          parameters: field(z.array(z.unknown()).default([]), { title: "Values", help: 'A list such as [5, "a"].', widget: "json" }),
        }),
      )
      .default([]),
    {
      title: "Statements",
      help: "All of them happen, or none. Expressions become values, never SQL.",
      widget: "list",
      expression: "later",
    },
  ),
  trusted,
});

const emptyQuery = (text: string): Incomplete[] =>
  text.trim() === "" || text.trim() === "=" ? [{ field: "query", message: "The query is empty.", fix: "Write the SQL to run." }] : [];

const evaluate = (ctx: ItemContext<unknown>, text: string): unknown => {
  if (!ctx.evaluate) throw new TypeError("This context evaluates no expressions.");
  return ctx.evaluate(text, ctx.index, {});
};

/** The steps that every SQL database has. */
export function sqlActions({ name, dialect, run }: SqlDatabase): Action[] {
  const common = { connection: "required", icon: "database" } as const;
  const row = { id: 7, customer: "Ann Miller", total: 250 };
  const one = async (ctx: ItemContext<unknown>, statement: Statement, nature: SqlWork["nature"] = "write"): Promise<JsonObject[]> =>
    (await run(ctx, { statements: [statement], nature, transaction: false })).flat();

  const runQuery = defineAction<z.infer<typeof QueryInput>>({
    ...common,
    mode: "item",
    id: "query",
    title: "Run SQL",
    description: `Runs a query or command in ${name} and gives its rows.`,
    keywords: ["sql", "select", "execute", "command", "database"],
    input: QueryInput,
    incomplete: (input) => emptyQuery(input.query),
    sample: [row],
    effect: (input) => (input.nature === "reads" ? "read" : "write"),
    idempotent: (input) => (input.nature === "repeatable" ? "naturally" : "no"),
    async run(ctx) {
      const { input } = ctx;
      const [missing] = emptyQuery(input.query);
      if (missing) throw userError(missing.message, { field: missing.field, fix: missing.fix });
      const template = { text: input.query, parameters: [input.parameters].flat(), trusted: input.trusted, field: "query" };
      const statement = statementOf({ ...template, evaluate: (text) => evaluate(ctx, text) }, dialect);
      refuseControl(statement.text, dialect.id, "query");
      const kind = input.nature === "reads" ? "guarded" : "write";
      return (await run(ctx, { statements: [statement], nature: kind, transaction: false, own: "query" })).flat();
    },
  });

  const select = defineAction<z.infer<typeof SelectInput>>({
    ...common,
    mode: "item",
    id: "select",
    title: "Find rows",
    description: `Reads rows of a table in ${name}.`,
    keywords: ["sql", "select", "get", "search", "lookup", "database"],
    parallel: 5,
    input: SelectInput,
    incomplete: noTable,
    sample: [row],
    effect: "read",
    idempotent: "naturally",
    run: (ctx) => {
      const { columns, where: conditions, combine, sort, limit } = ctx.input;
      const selection = { columns: nameList(columns), where: { conditions, combine }, sort, limit };
      return one(ctx, selectRows(ctx.input, selection, dialect), "read");
    },
  });

  const insert = defineAction<z.infer<typeof InsertInput>>({
    ...common,
    mode: "item",
    id: "insert",
    title: "Add row",
    description: `Adds a row to a table in ${name}.`,
    keywords: ["sql", "insert", "create", "database"],
    input: InsertInput,
    incomplete: noTable,
    sample: [row],
    effect: "write",
    idempotent: "no",
    run: (ctx) => one(ctx, insertRow(ctx.input, rowOf(ctx), { skip: ctx.input.skip, returning: nameList(ctx.input.returning) }, dialect)),
  });

  const byColumns = (input: z.infer<typeof MatchInput>): Incomplete[] => [
    ...noTable(input),
    ...(nameList(input.match).length === 0
      ? [{ field: "match", message: "It is not said by which columns a row is found.", fix: "Name at least one column, such as id." }]
      : []),
  ];

  const upsert = defineAction<z.infer<typeof MatchInput>>({
    ...common,
    mode: "item",
    id: "upsert",
    title: "Add or change row",
    description: `Changes the row that has the same key in ${name}, or adds one.`,
    keywords: ["sql", "upsert", "merge", "on conflict", "database"],
    input: MatchInput,
    incomplete: byColumns,
    sample: [row],
    effect: "write",
    idempotent: "naturally",
    run: (ctx) => one(ctx, upsertRow(ctx.input, rowOf(ctx), nameList(ctx.input.match), nameList(ctx.input.returning), dialect)),
  });

  const update = defineAction<z.infer<typeof MatchInput>>({
    ...common,
    mode: "item",
    id: "update",
    title: "Change rows",
    description: `Changes rows of a table in ${name}.`,
    keywords: ["sql", "update", "edit", "database"],
    input: MatchInput,
    incomplete: byColumns,
    sample: [row],
    effect: "write",
    idempotent: "naturally",
    run: (ctx) => one(ctx, updateRows(ctx.input, rowOf(ctx), nameList(ctx.input.match), nameList(ctx.input.returning), dialect)),
  });

  const remove = defineAction<z.infer<typeof DeleteInput>>({
    ...common,
    mode: "item",
    id: "delete",
    title: "Delete rows",
    description: `Deletes rows of a table in ${name}, or the table.`,
    keywords: ["sql", "delete", "remove", "truncate", "drop", "database"],
    input: DeleteInput,
    incomplete: (input) => [
      ...noTable(input),
      ...(input.what === "rows" && input.where.length === 0
        ? [{ field: "where", message: "It is not said which rows are deleted.", fix: "Add a condition, or choose to delete all rows." }]
        : []),
    ],
    sample: [row],
    effect: "write",
    idempotent: "naturally",
    dangerous: "delete",
    run(ctx) {
      const { what, where: conditions, combine, restart, cascade } = ctx.input;
      if (what !== "rows") return one(ctx, emptyTable(ctx.input, what === "all" ? "truncate" : "drop", { restart, cascade }, dialect));
      if (conditions.length === 0)
        throw userError("It is not said which rows are deleted.", {
          field: "where",
          fix: "Add a condition, or choose to delete all rows.",
        });
      return one(ctx, deleteRows(ctx.input, { conditions: conditions as Condition[], combine }, dialect));
    },
  });

  const transaction = defineAction<z.infer<typeof TransactionInput>>({
    ...common,
    mode: "item",
    id: "transaction",
    title: "Run SQL together",
    description: `Runs several statements in ${name}: all of them happen, or none.`,
    keywords: ["sql", "transaction", "commit", "rollback", "database"],
    input: TransactionInput,
    incomplete: (input) =>
      input.statements.length === 0 ? [{ field: "statements", message: "There are no statements.", fix: "Add at least one." }] : [],
    sample: [row],
    effect: "write",
    idempotent: "no",
    async run(ctx) {
      const { input } = ctx;
      const statements = input.statements.map(({ query: text, parameters: given }, index) => {
        if (text.trim() === "")
          throw userError(`Statement ${index + 1} is empty.`, { field: `statements.${index}.query`, fix: "Write the SQL to run." });
        const list = given.map((value) => (typeof value === "string" ? evaluate(ctx, value) : value));
        const template = { text, parameters: list, trusted: input.trusted, field: `statements.${index}.query` };
        const statement = statementOf({ ...template, evaluate: (one_) => evaluate(ctx, one_) }, dialect);
        refuseControl(statement.text, dialect.id, "statements");
        return statement;
      });
      if (statements.length === 0) throw userError("There are no statements.", { field: "statements", fix: "Add at least one." });
      return (await run(ctx, { statements, nature: "write", transaction: true, own: "statements" })).flat();
    },
  });

  return [runQuery, select, insert, upsert, update, remove, transaction];
}
