import { z } from "zod";
import { ConnectionInfo } from "#shared/model/connection.ts";
import type { ConnectionId } from "#shared/model/ids.ts";
import type { ReadDb } from "./connection.ts";

const Row = z.object({
  id: z.string(),
  name: z.string(),
  connector: z.string(),
  auth: z.string(),
  fields: z.string(),
  secrets_set: z.string(),
  hosts: z.string(),
  created_at: z.number(),
  updated_at: z.number(),
  last_test: z.string().nullable(),
});
const COLUMNS = "id, name, connector, auth, fields, secrets_set, hosts, created_at, updated_at, last_test";

function rowOut(row: unknown): ConnectionInfo {
  const r = Row.parse(row);
  return ConnectionInfo.parse({
    id: r.id,
    name: r.name,
    connector: r.connector,
    auth: r.auth,
    fields: JSON.parse(r.fields) as unknown,
    secretsSet: JSON.parse(r.secrets_set) as unknown,
    hosts: JSON.parse(r.hosts) as unknown,
    createdAt: r.created_at,
    updatedAt: r.updated_at,
    ...(r.last_test !== null && { lastTest: JSON.parse(r.last_test) as unknown }),
  });
}

export function listConnections(db: ReadDb): ConnectionInfo[] {
  return db.prepare(`SELECT ${COLUMNS} FROM connections ORDER BY name COLLATE NOCASE, id`).all().map(rowOut);
}

export function loadConnection(db: ReadDb, id: ConnectionId): ConnectionInfo | undefined {
  const row = db.prepare(`SELECT ${COLUMNS} FROM connections WHERE id = ?`).get(id);
  return row === undefined ? undefined : rowOut(row);
}

/** Sealed; only the vault can open it. Undefined where the connection has no secrets. */
export function sealedSecrets(db: ReadDb, id: ConnectionId): Uint8Array | undefined {
  return db.prepare<{ secrets: Uint8Array | null }>("SELECT secrets FROM connections WHERE id = ?").get(id)?.secrets ?? undefined;
}
