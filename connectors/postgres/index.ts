import { type Connector, defineConnector } from "#kit/connector.ts";
import { sqlActions } from "#kit/sql/actions.ts";
import { postgresDialect } from "#kit/sql/dialect.ts";
import { databaseLogin } from "#kit/sql/login.ts";
import { manifest } from "./manifest.ts";
import { run, runWith } from "./run.ts";

const WHO = { text: "SELECT current_user AS name, current_database() AS place, split_part(version(), ' on ', 1) AS version", values: [] };

export const postgres: Connector = defineConnector({
  manifest,
  auth: [databaseLogin({ port: 5432, database: "postgres" })],
  actions: sqlActions({ name: "Postgres", dialect: postgresDialect, run }),
  triggers: [],
  async test(_http, secrets, sessions) {
    const [rows] = await runWith({ sessions, secrets }, { statements: [WHO], nature: "read", transaction: false });
    const { name, place, version } = rows?.[0] ?? {};
    return { label: `${String(name)} at ${String(place)} (${String(version)})` };
  },
});
