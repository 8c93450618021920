import { type Connector, defineConnector } from "#kit/connector.ts";
import { sqlActions } from "#kit/sql/actions.ts";
import { sqliteDialect } from "#kit/sql/dialect.ts";
import { databaseFile } from "./auth.ts";
import { manifest } from "./manifest.ts";
import { run } from "./run.ts";

export const sqlite: Connector = defineConnector({
  manifest,
  auth: [databaseFile],
  actions: sqlActions({ name: "the SQLite file", dialect: sqliteDialect, run }),
  triggers: [],
});
