import { createWorkflows } from "./0010-create-workflows.ts";
import { createRuns } from "./0020-create-runs.ts";
import { createConnections } from "./0030-create-connections.ts";
import { createDataTables } from "./0040-create-data-tables.ts";
import { linkCalledRuns } from "./0050-link-called-runs.ts";
import type { Migration } from "./migration.ts";

/** In order, in tens. A change of a table is a new entry with its before/after test; a published one is never edited. */
export const MIGRATIONS: readonly Migration[] = [createWorkflows, createRuns, createConnections, createDataTables, linkCalledRuns];
