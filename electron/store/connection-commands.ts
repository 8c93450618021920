import type { ConnectionInfo } from "#shared/model/connection.ts";
import type { ConnectionId } from "#shared/model/ids.ts";
import type { WriteDb } from "./connection.ts";
import { StoreError } from "./errors.ts";

/** Stores it whole, new or changed. Without `secrets` those that are there stay. */
export function saveConnection(db: WriteDb, args: { connection: Omit<ConnectionInfo, "lastTest">; secrets?: Uint8Array }): void {
  const c = args.connection;
  db.prepare(
    `INSERT INTO connections (id, name, connector, auth, fields, secrets, secrets_set, hosts, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name, connector = excluded.connector, auth = excluded.auth, fields = excluded.fields,
       secrets = coalesce(excluded.secrets, secrets), secrets_set = excluded.secrets_set, hosts = excluded.hosts,
       updated_at = excluded.updated_at`,
  ).run(
    c.id,
    c.name,
    c.connector,
    c.auth,
    JSON.stringify(c.fields),
    args.secrets ?? null,
    JSON.stringify(c.secretsSet),
    JSON.stringify(c.hosts),
    c.createdAt,
    c.updatedAt,
  );
}

function change(db: WriteDb, id: ConnectionId, text: string, ...values: (string | Uint8Array | number)[]): void {
  if (db.prepare(text).run(...values, id).changes === 0) throw new StoreError("missing", `There is no connection ${id}.`);
}

/** New tokens of a login that was renewed. Nothing that a person set changes. */
export function saveSecrets(db: WriteDb, args: { id: ConnectionId; secrets: Uint8Array }): void {
  change(db, args.id, "UPDATE connections SET secrets = ? WHERE id = ?", args.secrets);
}

export function saveConnectionTest(db: WriteDb, args: { id: ConnectionId; test: NonNullable<ConnectionInfo["lastTest"]> }): void {
  change(db, args.id, "UPDATE connections SET last_test = ? WHERE id = ?", JSON.stringify(args.test));
}

export function removeConnection(db: WriteDb, args: { id: ConnectionId }): void {
  change(db, args.id, "DELETE FROM connections WHERE id = ?");
}
