import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { base } from "./errors.ts";

export const TableInfo = z.object({ name: z.string(), rows: z.number().int(), createdAt: z.number() });
export type TableInfo = z.infer<typeof TableInfo>;

/** A row: its own number and times, and what its columns hold. */
export const TableRow = z.object({
  id: z.number().int(),
  createdAt: z.number(),
  updatedAt: z.number(),
  values: z.record(z.string(), z.unknown()),
});
export type TableRow = z.infer<typeof TableRow>;

const Name = z.string().min(1).max(100);
const ByName = z.object({ table: Name });
const Row = z.coerce.number().int().positive();
const Values = z.record(z.string(), z.unknown());

export const tables = {
  list: base.route({ method: "GET", path: "/tables", summary: "Data tables with their number of rows" }).output(z.array(TableInfo)),
  create: base
    .route({ method: "POST", path: "/tables", summary: "A new, empty table" })
    .input(z.object({ name: Name }))
    .output(TableInfo),
  remove: base
    .route({ method: "DELETE", path: "/tables/{table}", summary: "Delete a table with all its rows" })
    .input(ByName)
    .output(z.object({})),
  /**
   * A page of rows. `columns` are those that the newest rows have, in the order of their first appearance. A page may be
   * shorter than `limit` where its rows are large: go on at `offset` + its length until `total`.
   */
  rows: base
    .route({ method: "GET", path: "/tables/{table}/rows", summary: "Rows, a page at a time" })
    .input(
      z.object({
        table: Name,
        /** Text that any column holds, in any case. */
        search: z.string().max(200).default(""),
        /** A column, or `id`, `createdAt`, `updatedAt`. */
        sort: z.string().max(100).default("id"),
        descending: z.union([z.boolean(), z.stringbool()]).default(false),
        offset: z.coerce.number().int().nonnegative().default(0),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
    )
    .output(z.object({ total: z.number().int(), columns: z.array(z.string()), rows: z.array(TableRow) })),
  add: base
    .route({ method: "POST", path: "/tables/{table}/rows", summary: "Add a row" })
    .input(z.object({ table: Name, values: Values }))
    .output(TableRow),
  /** What is not named in `values` is no longer in the row. */
  replace: base
    .route({ method: "PUT", path: "/tables/{table}/rows/{row}", summary: "Replace what a row holds" })
    .input(z.object({ table: Name, row: Row, values: Values }))
    .output(TableRow),
  removeRow: base
    .route({ method: "DELETE", path: "/tables/{table}/rows/{row}", summary: "Delete a row" })
    .input(z.object({ table: Name, row: Row }))
    .output(z.object({})),
  /** Pieces of the file, in order. A text that a spreadsheet would run as a formula gets a `'` before it. */
  csv: base
    .route({ method: "GET", path: "/tables/{table}/csv", summary: "The whole table as CSV" })
    .input(ByName)
    .output(eventIterator(z.string())),
};
