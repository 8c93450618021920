import { createHash, randomUUID } from "node:crypto";
import type { Connector } from "#kit/connector.ts";
import type { Lookup } from "#kit/guard.ts";
import type { HttpClient } from "#kit/http.ts";
import { createHttpClient } from "#kit/http-client.ts";
import { createLimiters } from "#kit/limiter.ts";
import { connectionRedactor } from "#kit/login.ts";
import { type Network, openNetwork } from "#kit/network.ts";
import type { RecordedRequest } from "#kit/recorded.ts";
import type { Redactor } from "#kit/redact.ts";
import { createReplayClient, openTape, type Tape } from "#kit/replay.ts";
import { createSessionPool, noSessions, type Sessions } from "#kit/sessions.ts";
import { StepError } from "#shared/model/failure.ts";
import type { HttpAnswer } from "#shared/model/test-case.ts";
import type { Asker, Services } from "../engine/services.ts";
import { lazyHttp } from "./lazy-http.ts";
import { createFileDatabases } from "./sqlite-client.ts";

/** A connection opened for use: only ever inside the engine thread. */
export interface OpenConnection {
  id: string;
  name: string;
  connector: string;
  auth: string;
  hosts: readonly string[];
  /** Fields and secrets together, as the auth kind wants them. */
  secrets: Readonly<Record<string, string>>;
}

export interface Connections {
  /** The connection that a node uses; undefined where it names none. Throws StepError where it is gone or locked. */
  of(asker: Pick<Asker, "node">): OpenConnection | undefined;
}

/** A way to the outside, with its own names where it has them. */
export type OwnNetwork = Network & { lookup?: Lookup };

export interface Replay {
  entries: readonly HttpAnswer[];
  /** Answers kept apart for single steps, by node id: such a step takes from no others. */
  ofStep?: ReadonlyMap<string, readonly HttpAnswer[]>;
  readonly record: (request: RecordedRequest) => void;
}

export type Outside = Pick<Services, "http" | "sessions" | "databases" | "secrets" | "redactor" | "uuid" | "random" | "sha256"> & {
  /** A client for a connection apart from any step: its test call. */
  client(connection: OpenConnection): HttpClient;
  /** The same for services that speak no HTTP. */
  sessionsOf(connection: OpenConnection): Sessions;
  /** Removes the connection's secrets from text. */
  redactorOf(connection: OpenConnection): Redactor;
  close(): void;
};

const asItIs: Redactor = (text) => text;

export function openOutside(options: {
  connectors: readonly Connector[];
  connections: Connections;
  replay?: Replay | undefined;
  record?: ((request: RecordedRequest) => void) | undefined;
  network?: OwnNetwork;
}): Outside {
  const network: OwnNetwork = options.network ?? openNetwork();
  const limiters = createLimiters();
  const databases = createFileDatabases();
  const pool = createSessionPool(network.lookup ? { lookup: network.lookup } : {});
  const tape = options.replay && openTape(options.replay.entries);
  const tapes = new Map(Array.from(options.replay?.ofStep ?? [], ([node, entries]) => [node, openTape(entries)] as const));
  const connectorOf = (id: string): Connector | undefined => options.connectors.find((c) => c.manifest.id === id);

  function clientFor(
    connector: Connector | undefined,
    connection: OpenConnection | undefined,
    grants: readonly string[],
    own?: Tape,
  ): HttpClient {
    const { manifest } = connector ?? {};
    const kind = connection && connector?.auth.find((a) => a.id === connection.auth);
    if (connection && !kind)
      throw new StepError({
        kind: "connection",
        message: `The connection '${connection.name}' does not fit this step.`,
        fix: "Choose another connection.",
      });
    const hosts = connection && kind ? [...(manifest?.hosts ?? []), ...connection.hosts, ...(kind.hosts?.(connection.secrets) ?? [])] : [];
    const auth = connection && kind ? { kind, secrets: connection.secrets, hosts } : undefined;
    const shared = { baseUrl: manifest?.baseUrl, auth, idempotencyHeader: manifest?.idempotencyHeader };
    if (tape && options.replay) return createReplayClient(own ?? tape, options.replay.record, shared);
    return createHttpClient({
      ...shared,
      exchange: network.exchange,
      ...(network.lookup ? { lookup: network.lookup } : {}),
      grants,
      limiter: connection ? limiters(connection.id, manifest?.rate) : undefined,
      record: options.record,
    });
  }

  function sessionsFor(connection: OpenConnection | undefined): Sessions {
    if (tape) return noSessions;
    if (!connection) return pool.of("");
    const login = createHash("sha256").update(JSON.stringify(connection.secrets)).digest("hex");
    return pool.of(`${connection.id}\n${login}`, limiters(connection.id, connectorOf(connection.connector)?.manifest.rate));
  }

  function redactorOf(connection: OpenConnection): Redactor {
    const kind = connectorOf(connection.connector)?.auth.find((a) => a.id === connection.auth);
    return kind ? connectionRedactor({ kind, secrets: connection.secrets }) : asItIs;
  }

  return {
    http: (asker) =>
      lazyHttp(() => {
        const { type, id } = asker.node.node;
        return clientFor(connectorOf(type.split(".", 1)[0] ?? ""), options.connections.of(asker), asker.grants, tapes.get(id));
      }),
    sessions: (asker) => sessionsFor(options.connections.of(asker)),
    secrets: (asker) => options.connections.of(asker)?.secrets,
    redactor(asker) {
      try {
        const connection = options.connections.of(asker);
        return connection ? redactorOf(connection) : asItIs;
      } catch {
        // Gone or locked: the step has not had its secrets either.
        return asItIs;
      }
    },
    redactorOf,
    client: (connection) => clientFor(connectorOf(connection.connector), connection, []),
    databases,
    sessionsOf: sessionsFor,
    uuid: () => randomUUID(),
    random: () => Math.random(),
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    close() {
      pool.close();
      databases.close();
      network.close();
    },
  };
}
