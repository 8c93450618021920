import type { Migration } from "./migration.ts";

/**
 * The journal's order is its row id. Integer keys: measured 2-4 times faster in groups than tables clustered by run.
 * `encoding` and `payload`: see payload.ts. `head`: see record-codec.ts.
 */
export const createRuns: Migration = {
  version: 20,
  name: "create-runs",
  sql: `
    CREATE TABLE documents (
      hash TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      encoding INTEGER NOT NULL,
      payload ANY NOT NULL
    ) STRICT;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      workflow TEXT NOT NULL,
      version INTEGER,
      document TEXT,
      mode TEXT NOT NULL,
      trigger TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      status TEXT NOT NULL,
      waiting_for TEXT,
      until INTEGER,
      ended_at INTEGER,
      error TEXT,
      rerun_of INTEGER,
      rerun_from TEXT,
      replay TEXT,
      options TEXT
    ) STRICT;
    CREATE INDEX runs_workflow ON runs (workflow);
    CREATE INDEX runs_open ON runs (id) WHERE ended_at IS NULL;
    CREATE INDEX runs_failed ON runs (id) WHERE status IN ('failed', 'cancelled');
    CREATE INDEX runs_document ON runs (document) WHERE document IS NOT NULL;

    CREATE TABLE journal (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      step INTEGER,
      at INTEGER NOT NULL,
      head TEXT,
      encoding INTEGER NOT NULL,
      payload ANY
    ) STRICT;
    CREATE INDEX journal_run ON journal (run);

    CREATE TABLE pages (
      run INTEGER NOT NULL,
      step INTEGER NOT NULL,
      port INTEGER NOT NULL,
      page INTEGER NOT NULL,
      count INTEGER NOT NULL,
      encoding INTEGER NOT NULL,
      payload ANY NOT NULL,
      UNIQUE (run, step, port, page)
    ) STRICT;

    CREATE TABLE event_keys (
      workflow TEXT NOT NULL,
      trigger TEXT NOT NULL,
      key TEXT NOT NULL,
      run INTEGER NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (workflow, trigger, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX event_keys_at ON event_keys (at);

    CREATE TABLE run_days (
      workflow TEXT NOT NULL,
      day INTEGER NOT NULL,
      succeeded INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      cancelled INTEGER NOT NULL,
      PRIMARY KEY (workflow, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE blob_refs (
      hash TEXT NOT NULL,
      run INTEGER NOT NULL,
      PRIMARY KEY (hash, run)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX blob_refs_run ON blob_refs (run);

    CREATE TABLE sequences (
      name TEXT PRIMARY KEY,
      value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
