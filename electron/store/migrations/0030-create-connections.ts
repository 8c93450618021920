import type { Migration } from "./migration.ts";

export const createConnections: Migration = {
  version: 30,
  name: "create-connections",
  sql: `
    CREATE TABLE connections (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      connector TEXT NOT NULL,
      auth TEXT NOT NULL,
      fields TEXT NOT NULL,
      secrets BLOB,
      secrets_set TEXT NOT NULL,
      hosts TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      last_test TEXT
    ) STRICT;

    CREATE TABLE settings (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
