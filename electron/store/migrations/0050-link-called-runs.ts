import type { Migration } from "./migration.ts";

/** `called_by`: the run that called for this one. `call`: JSON of the calling step (null: its failure), call, attempt and depth. */
export const linkCalledRuns: Migration = {
  version: 50,
  name: "link-called-runs",
  sql: `
    ALTER TABLE runs ADD COLUMN called_by INTEGER;
    ALTER TABLE runs ADD COLUMN call TEXT;
    CREATE INDEX runs_called_by ON runs (called_by, id) WHERE called_by IS NOT NULL;
  `,
};
