import { z } from "zod";
import { type Connector, defineConnector } from "#kit/connector.ts";
import { sqlActions } from "#kit/sql/actions.ts";
import { mysqlDialect } from "#kit/sql/dialect.ts";
import { databaseLogin } from "#kit/sql/login.ts";
import { manifest } from "./manifest.ts";
import { run, runWith } from "./run.ts";

const Who = z.object({ name: z.string(), place: z.string().nullable(), version: z.string() });
const WHO = { text: "SELECT current_user() AS name, database() AS place, version() AS version", values: [] };

export const mysql: Connector = defineConnector({
  manifest,
  auth: [databaseLogin({ port: 3306, database: "" })],
  actions: sqlActions({ name: "MySQL", dialect: mysqlDialect, run }),
  triggers: [],
  async test(_http, secrets, sessions) {
    const [rows] = await runWith({ sessions, secrets }, { statements: [WHO], nature: "read", transaction: false });
    const { name, place, version } = Who.parse(rows?.[0]);
    return { label: `${name}${place === null ? "" : ` at ${place}`} (${version})` };
  },
});
