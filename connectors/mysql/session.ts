import { connect, isIP } from "node:net";
import { checkServerIdentity, TLSSocket } from "node:tls";
import type { Connection, ConnectionOptions } from "mysql2";
import type { Reached, SessionKind } from "#kit/sessions.ts";
import { noEncryption, refuseClear, tlsMode } from "#kit/tls.ts";
import { faultOf } from "./faults.ts";

export interface Session {
  connection: Connection;
  dead: boolean;
  /** SQL of the workflow's own has run in it: it may have changed settings, taken locks, made tables. */
  used: boolean;
}

const TIMEOUT = 15_000;
const CHARSET = "utf8mb4";

function encryption(to: Reached, { tls, ca = "" }: Readonly<Record<string, string>>): Pick<ConnectionOptions, "ssl"> {
  const mode = tlsMode(tls);
  if (mode !== "off")
    return { ssl: { rejectUnauthorized: mode === "verify", verifyIdentity: mode === "verify", ...(ca === "" ? {} : { ca }) } };
  refuseClear(to);
  return {};
}

/** How to speak with the server of one connection. Nothing of this machine is handed to it, not even a file that it asks for. */
export function sessionKind(secrets: Readonly<Record<string, string>>): SessionKind<Session> {
  const text = secrets.numbers !== "number";
  return {
    async open(to, signal) {
      const { createConnection } = (await import("mysql2")).default;
      const options: ConnectionOptions = {
        host: to.host,
        port: to.port,
        // The address that was checked, whatever the name means by now.
        stream: () => connect(to.port, to.address),
        ...(secrets.database ? { database: secrets.database } : {}),
        user: secrets.user ?? "",
        password: secrets.password ?? "",
        ...encryption(to, secrets),
        connectTimeout: TIMEOUT,
        charset: CHARSET,
        disableEval: true,
        multipleStatements: false,
        flags: ["-LOCAL_FILES"],
        supportBigNumbers: text,
        bigNumberStrings: false,
        decimalNumbers: !text,
        dateStrings: true,
        jsonStrings: true,
        maxPreparedStatements: 100,
        enableKeepAlive: true,
      };
      const connection = createConnection(options);
      const session: Session = { connection, dead: false, used: false };
      const die = (): void => {
        session.dead = true;
      };
      connection.on("error", die);
      connection.on("end", die);
      const stop = (): void => connection.destroy();
      signal?.addEventListener("abort", stop, { once: true });
      try {
        await new Promise<void>((resolve, reject) => {
          connection.connect((error) => (error ? reject(error) : resolve()));
        });
        if (tlsMode(secrets.tls) === "verify") checkName(connection, to);
      } catch (error) {
        connection.destroy();
        if (hasNoTls(error)) throw noEncryption(to, "Switch encryption on at the server.", error);
        throw faultOf(error, { host: `${to.host}:${to.port}`, effect: "read", sent: false, cancelled: signal?.aborted ?? false });
      } finally {
        signal?.removeEventListener("abort", stop);
      }
      return session;
    },
    alive: (session) => !session.dead,
    check: ({ connection }) =>
      new Promise<void>((resolve, reject) => {
        connection.ping((error) => (error ? reject(error) : resolve()));
      }),
    async reset(session) {
      // Signing in again is the one thing that also brings back the database. The driver has noted what the SQL changed.
      session.connection.config.database = secrets.database || "";
      if (session.used)
        await new Promise<void>((resolve, reject) => {
          session.connection.changeUser({ charset: CHARSET }, (error) => (error ? reject(error) : resolve()));
        });
      session.used = false;
    },
    close(session) {
      session.dead = true;
      session.connection.destroy();
    },
  };
}

/** The driver compares names only; an address has to stand in the certificate as well. */
function checkName(connection: Connection, to: Reached): void {
  const { stream } = connection as unknown as { stream: unknown };
  if (isIP(to.host) === 0 || !(stream instanceof TLSSocket)) return;
  const wrong = checkServerIdentity(to.host, stream.getPeerCertificate());
  if (wrong) throw wrong;
}

const hasNoTls = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "HANDSHAKE_NO_SSL_SUPPORT";
