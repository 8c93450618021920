import { ORPCError } from "@orpc/server";
import { csvLine } from "#shared/lib/csv.ts";
import type { JsonObject } from "#shared/model/item.ts";
import type { RowReply } from "../../store/table-commands.ts";
import { everyRow, listTables, loadRows, tableRow } from "../../store/table-list.ts";
import { tableId } from "../../store/table-rows.ts";
import { os } from "../base.ts";
import type { Workspace } from "../workspace.ts";

export function tableHandlers(w: Workspace) {
  const changed = (): void => w.changes.publish({ type: "tables" });
  const none = (table: string) => new ORPCError("NOT_FOUND", { message: `There is no table ${table}.` });
  const unusable = (field: string, message: string) =>
    new ORPCError("UNUSABLE", { status: 422, message, data: { problems: [{ severity: "error", code: "table", message, field }] } });
  const written = (reply: RowReply) => {
    if (!reply.ok) throw unusable(reply.failure.field ?? "values", reply.failure.message);
    changed();
    return tableRow(reply.row);
  };

  return {
    list: os.tables.list.handler(() => listTables(w.db)),
    create: os.tables.create.handler(async ({ input }) => {
      const at = w.now();
      const name = input.name.trim();
      const made = await w.writer.call("tables.create", { name, at });
      if (!made.ok) throw unusable("name", made.message);
      changed();
      return { name, rows: 0, createdAt: at };
    }),
    remove: os.tables.remove.handler(async ({ input }) => {
      await w.writer.call("tables.remove", { table: input.table });
      changed();
      return {};
    }),
    rows: os.tables.rows.handler(async ({ input: { table, ...query } }) => {
      const page = await loadRows(w.db, table, query);
      if (!page) throw none(table);
      return page;
    }),
    add: os.tables.add.handler(async ({ input }) =>
      written(await w.writer.call("tables.add", { table: input.table, values: input.values, at: w.now() })),
    ),
    replace: os.tables.replace.handler(async ({ input }) =>
      written(await w.writer.call("tables.replace", { table: input.table, row: input.row, values: input.values, at: w.now() })),
    ),
    removeRow: os.tables.removeRow.handler(async ({ input }) => {
      await w.writer.call("tables.removeRow", { table: input.table, row: input.row });
      changed();
      return {};
    }),
    csv: os.tables.csv.handler(({ input }) => {
      const table = tableId(w.db, input.table);
      if (table === undefined) throw none(input.table);
      return csvOf(w, table);
    }),
  };
}

/** Twice through the table, so that the first line names every column that any row has. */
async function* csvOf(w: Workspace, table: number): AsyncGenerator<string> {
  const names = new Set<string>();
  for await (const rows of everyRow(w.db, table))
    for (const row of rows) for (const name of Object.keys(tableRow(row).values)) names.add(name);
  const columns = [...names];
  // Excel knows by it that the file is UTF-8.
  yield `\ufeff${csvLine(["id", ...columns, "createdAt", "updatedAt"])}`;
  const own = (values: JsonObject, name: string): unknown => (Object.hasOwn(values, name) ? values[name] : undefined);
  for await (const rows of everyRow(w.db, table)) {
    yield rows
      .map((stored) => {
        const { id, values, createdAt, updatedAt } = tableRow(stored);
        return csvLine([id, ...columns.map((name) => own(values, name)), stamp(createdAt), stamp(updatedAt)]);
      })
      .join("");
  }
}

const stamp = (at: number): string => new Date(at).toISOString();
