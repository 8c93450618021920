import { implement } from "@orpc/server";
import { contract } from "#shared/contract/index.ts";
import { type FakeState, NOW } from "./fake-data.ts";

const implemented = () => implement(contract).use(({ next }) => next());

/** The calls about data tables, over tables in memory. */
export function fakeTables(os: ReturnType<typeof implemented>["tables"], state: FakeState) {
  const rowsOf = (table: string) => state.tables.find(({ name }) => name === table)?.rows;
  return {
    list: os.list.handler(() => state.tables.map(({ rows, ...table }) => ({ ...table, rows: rows.length }))),
    create: os.create.handler(({ input }) => {
      const table = { name: input.name, createdAt: NOW, rows: [] };
      state.tables.push(table);
      return { ...table, rows: 0 };
    }),
    remove: os.remove.handler(({ input }) => {
      state.tables = state.tables.filter(({ name }) => name !== input.table);
      return {};
    }),
    rows: os.rows.handler(({ input, errors }) => {
      const rows = rowsOf(input.table)?.filter(({ values }) => JSON.stringify(values).toLowerCase().includes(input.search.toLowerCase()));
      if (!rows) throw errors.NOT_FOUND();
      if (input.descending) rows.reverse();
      const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
      return { total: rows.length, columns, rows: rows.slice(input.offset, input.offset + input.limit) };
    }),
    add: os.add.handler(({ input, errors }) => {
      const rows = rowsOf(input.table);
      if (!rows) throw errors.NOT_FOUND();
      const row = { id: rows.length + 1, createdAt: NOW, updatedAt: NOW, values: input.values };
      rows.push(row);
      return row;
    }),
    replace: os.replace.handler(({ input, errors }) => {
      const row = rowsOf(input.table)?.find(({ id }) => id === input.row);
      if (!row) throw errors.NOT_FOUND();
      row.values = input.values;
      return row;
    }),
    removeRow: os.removeRow.handler(({ input }) => {
      const rows = rowsOf(input.table);
      rows?.splice(
        rows.findIndex(({ id }) => id === input.row),
        1,
      );
      return {};
    }),
    csv: os.csv.handler(async function* ({ input }) {
      yield "id\r\n";
      for (const { id } of rowsOf(input.table) ?? []) yield `${id}\r\n`;
    }),
  };
}
