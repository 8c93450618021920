import type { Migration } from "./migration.ts";

/**
 * `draft` is the plain JSON beside the draft's document updates, for lists and scripts; `draft_hash` and `versions.hash`
 * are of the JSON with sorted keys, so that they tell whether the draft differs from what is live. `retention`: days that the
 * last published version keeps its ended runs.
 */
export const createWorkflows: Migration = {
  version: 10,
  name: "create-workflows",
  sql: `
    CREATE TABLE workflows (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      draft TEXT NOT NULL,
      draft_hash TEXT NOT NULL,
      triggers TEXT NOT NULL DEFAULT '[]',
      problems INTEGER NOT NULL DEFAULT 0,
      live_version INTEGER,
      retention INTEGER,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      deleted_at INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE draft_updates (
      id INTEGER PRIMARY KEY,
      workflow TEXT NOT NULL REFERENCES workflows ON DELETE CASCADE,
      bytes BLOB NOT NULL,
      at INTEGER NOT NULL,
      source TEXT NOT NULL
    ) STRICT;
    CREATE INDEX draft_updates_workflow ON draft_updates (workflow);

    CREATE TABLE draft_snapshots (
      workflow TEXT PRIMARY KEY REFERENCES workflows ON DELETE CASCADE,
      state BLOB NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE versions (
      workflow TEXT NOT NULL REFERENCES workflows ON DELETE CASCADE,
      version INTEGER NOT NULL,
      at INTEGER NOT NULL,
      author TEXT NOT NULL,
      note TEXT NOT NULL,
      document TEXT NOT NULL,
      hash TEXT NOT NULL,
      UNIQUE (workflow, version)
    ) STRICT;

    CREATE TABLE static_data (
      workflow TEXT PRIMARY KEY,
      data TEXT NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE schedules (
      workflow TEXT NOT NULL,
      trigger TEXT NOT NULL,
      last_at INTEGER,
      next_at INTEGER,
      PRIMARY KEY (workflow, trigger)
    ) STRICT, WITHOUT ROWID;
  `,
};
