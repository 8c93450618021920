import type { ServerResponse } from "node:http";
import { afterEach } from "vitest";
import { coreAuth } from "../../connectors/core/auth.ts";
import type { AuthKind } from "../../connectors/kit/connector.ts";
import { createHttpClient, type HttpClientOptions } from "../../connectors/kit/http-client.ts";
import { type Network, openNetwork } from "../../connectors/kit/network.ts";
import { type Failure, StepError } from "../../electron/shared/model/failure.ts";
import { type LocalServer, localServer, type Seen } from "./local-server.ts";

export const network: Network = openNetwork();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** Closes it when the test is over. */
export const closeLater = (server: { close(): Promise<void> }): void => void open.push(server);

export async function serve(answer: (request: Seen, response: ServerResponse) => void): Promise<LocalServer> {
  const server = await localServer(answer);
  closeLater(server);
  return server;
}

/** A client that may call this server. */
export const clientFor = (server: LocalServer, more: Partial<HttpClientOptions> = {}) =>
  createHttpClient({ exchange: network.exchange, grants: [server.host], ...more });

export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StepError) return error.failure;
    throw error;
  }
  throw new Error("It did not fail.");
}

export function login(id: string): AuthKind {
  const kind = coreAuth.find((one) => one.id === id);
  if (!kind) throw new Error(`core has no login of kind ${id}`);
  return kind;
}
