import type { Client, CustomTypesConfig } from "pg";
import { parseJson } from "#kit/response-body.ts";
import type { Reached, SessionKind } from "#kit/sessions.ts";
import { noEncryption, refuseClear, serverName, tlsMode } from "#kit/tls.ts";
import { faultOf } from "./faults.ts";

export interface Session {
  client: Client;
  dead: boolean;
  /** SQL of the workflow's own has run in it: it may have changed settings, taken locks, made tables. */
  used: boolean;
}

const TIMEOUT = 15_000;

/** Kinds of columns by their numbers in the system catalog, and how their text is read. */
const OID = { int8: 20, numeric: 1700, json: 114, jsonb: 3802, date: 1082, timestamp: 1114, timestamptz: 1184, bytea: 17 } as const;
const asText = (text: string): string => text;
/** `2026-01-04 10:00:00` says no zone, so none is made up. */
const asLocal = (text: string): string => text.replace(" ", "T");
/** Dates far beyond what JavaScript knows (infinity, BC) stay as they are. */
const asInstant = (text: string): string => {
  const time = Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
  return Number.isNaN(time) ? text : new Date(time).toISOString();
};
const asBase64 = (text: string): string => Buffer.from(text.replace(/^\\x/, ""), "hex").toString("base64");

async function typesOf(numbers: boolean): Promise<CustomTypesConfig> {
  const { types } = (await import("pg")).default;
  const own = new Map<number, (text: string) => unknown>([
    [OID.int8, numbers ? Number : asText],
    [OID.numeric, numbers ? Number : asText],
    [OID.json, parseJson],
    [OID.jsonb, parseJson],
    [OID.date, asText],
    [OID.timestamp, asLocal],
    [OID.timestamptz, asInstant],
    [OID.bytea, asBase64],
  ]);
  return {
    getTypeParser: ((oid: number, format?: "text") =>
      own.get(oid) ?? types.getTypeParser(oid, format)) as CustomTypesConfig["getTypeParser"],
  };
}

type Encryption = false | { servername?: string; rejectUnauthorized: boolean; ca?: string };

function encryption(to: Reached, { tls, ca = "" }: Readonly<Record<string, string>>): Encryption {
  const mode = tlsMode(tls);
  if (mode !== "off") return { ...serverName(to), rejectUnauthorized: mode === "verify", ...(ca === "" ? {} : { ca }) };
  refuseClear(to);
  return false;
}

/** Left empty these two come from PGOPTIONS and PGREPLICATION of this machine, and poolers take no other value for them. */
function forgetEnvironment(client: Client): void {
  const { connectionParameters } = client as unknown as { connectionParameters: Record<"options" | "replication", string | undefined> };
  Object.assign(connectionParameters, { options: undefined, replication: undefined });
}

/** How to speak with the server of one connection. The driver's own environment variables and password files play no part. */
export function sessionKind(secrets: Readonly<Record<string, string>>): SessionKind<Session> {
  return {
    async open(to, signal) {
      const { default: pg } = await import("pg");
      const ssl = encryption(to, secrets);
      const client = new pg.Client({
        host: to.address,
        port: to.port,
        database: secrets.database || "postgres",
        user: secrets.user ?? "",
        password: () => secrets.password ?? "",
        ssl,
        connectionTimeoutMillis: TIMEOUT,
        application_name: "Infinite Matrix",
        types: await typesOf(secrets.numbers === "number"),
        keepAlive: true,
      });
      forgetEnvironment(client);
      const session: Session = { client, dead: false, used: false };
      const die = (): void => {
        session.dead = true;
      };
      client.on("error", die);
      client.on("end", die);
      const stop = (): void => void client.connection.stream.destroy();
      signal?.addEventListener("abort", stop, { once: true });
      try {
        await client.connect();
      } catch (error) {
        stop();
        if (error instanceof Error && error.message.includes("does not support SSL"))
          throw noEncryption(to, "Switch encryption on at the server.", error);
        throw faultOf(error, { host: `${to.host}:${to.port}`, effect: "read", sent: false, cancelled: signal?.aborted ?? false });
      } finally {
        signal?.removeEventListener("abort", stop);
      }
      return session;
    },
    alive: (session) => !session.dead,
    check: ({ client }) => client.query("SELECT 1"),
    async reset(session) {
      if (session.client.getTransactionStatus() !== "I") throw new Error("A transaction was left open.");
      if (session.used) await session.client.query("DISCARD ALL");
      session.used = false;
    },
    close(session) {
      session.dead = true;
      // With something under way it does not wait for it.
      session.client.end().catch(() => {});
    },
  };
}
