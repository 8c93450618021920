import type { Migration } from "./migration.ts";

/** Each of the user's tables has its rows in `data_<id>` (see tables.ts), so that an index concerns that table alone. */
export const createDataTables: Migration = {
  version: 40,
  name: "create-data-tables",
  sql: `
    CREATE TABLE data_tables (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      created_at INTEGER NOT NULL
    ) STRICT;
  `,
};
