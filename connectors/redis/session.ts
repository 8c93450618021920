import type { RedisClientType } from "@redis/client";
import type { ItemContext } from "#kit/context.ts";
import type { Reached, SessionKind, Sessions } from "#kit/sessions.ts";
import { refuseClear, serverName, tlsMode } from "#kit/tls.ts";
import { faultOf } from "./faults.ts";

type Client = Pick<RedisClientType, "sendCommand" | "destroy" | "isReady" | "on" | "connect">;
interface Session {
  client: Client;
  /** The server's own word, not a lost connection. */
  isReply: (error: unknown) => boolean;
}

/** What Redis answers: text, whole numbers, lists of these, nothing. */
export type Reply = string | number | null | Reply[];
export type Command = (...args: readonly string[]) => Promise<Reply>;

const TIMEOUT = 15_000;

type Tls = { tls: false } | { tls: true; servername?: string; rejectUnauthorized: boolean; ca?: string };

function encryption(to: Reached, { tls, ca = "" }: Readonly<Record<string, string>>): Tls {
  const mode = tlsMode(tls);
  if (mode !== "off") return { tls: true, ...serverName(to), rejectUnauthorized: mode === "verify", ...(ca === "" ? {} : { ca }) };
  refuseClear(to);
  return { tls: false };
}

function sessionKind(secrets: Readonly<Record<string, string>>): SessionKind<Session> {
  return {
    async open(to, signal) {
      const { createClient, ErrorReply } = await import("@redis/client");
      const client: Client = createClient({
        RESP: 2,
        // A command whose answer was lost is never sent again by the driver itself.
        socket: { host: to.address, port: to.port, connectTimeout: TIMEOUT, reconnectStrategy: false, ...encryption(to, secrets) },
        ...(secrets.user ? { username: secrets.user } : {}),
        ...(secrets.password ? { password: secrets.password } : {}),
        database: Number(secrets.database || 0),
        disableOfflineQueue: true,
        disableClientInfo: true,
        maintNotifications: "disabled",
      }) as unknown as Client;
      const session: Session = { client, isReply: (error) => error instanceof ErrorReply };
      client.on("error", () => {});
      const stop = (): void => end(client);
      signal?.addEventListener("abort", stop, { once: true });
      try {
        await client.connect();
      } catch (error) {
        stop();
        const lost = { host: `${to.host}:${to.port}`, effect: "read", sent: false, cancelled: signal?.aborted ?? false } as const;
        throw faultOf(error, session.isReply(error), lost);
      } finally {
        signal?.removeEventListener("abort", stop);
      }
      return session;
    },
    alive: ({ client }) => client.isReady,
    check: ({ client }) => client.sendCommand(["PING"]),
    close: ({ client }) => end(client),
  };
}

/** It throws where it has ended already. */
function end(client: Client): void {
  try {
    client.destroy();
  } catch {
    // Then there is nothing to end.
  }
}

/** Lets `work` send commands; whatever fails becomes a StepError that says who must act and whether a repeat is safe. */
export function withRedis<T>(
  given: { sessions: Sessions; secrets: Readonly<Record<string, string>> | undefined; signal?: AbortSignal },
  effect: "read" | "write",
  work: (command: Command) => Promise<T>,
): Promise<T> {
  const { sessions, secrets = {}, signal } = given;
  const place = { host: secrets.host ?? "", port: Number(secrets.port || 6379) };
  return sessions.use(place, sessionKind(secrets), signal, async ({ client, isReply }) => {
    let sent = false;
    try {
      return await work((...args) => {
        sent = true;
        return client.sendCommand<Reply>(args);
      });
    } catch (error) {
      throw faultOf(error, isReply(error), { host: `${place.host}:${place.port}`, effect, sent, cancelled: signal?.aborted ?? false });
    }
  });
}

export const inStep = <T>(ctx: ItemContext<unknown>, effect: "read" | "write", work: (command: Command) => Promise<T>): Promise<T> =>
  withRedis(ctx, effect, work);
