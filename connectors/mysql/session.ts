import { connect, isIP } from "node:net";
import { checkServerIdentity, TLSSocket } from "node:tls";
import type { Connection, ConnectionOptions } from "mysql2";
import type { Reached, SessionKind } from "#kit/sessions.ts";
import { StepError } from "#shared/model/failure.ts";
import { faultOf } from "./faults.ts";

export interface Session {
  connection: Connection;
  dead: boolean;
}

const TIMEOUT = 15_000;

/** Other tools call it disable, allow and require. */
const modeOf = ({ tls = "verify" }: Readonly<Record<string, string>>): "verify" | "encrypt" | "off" =>
  tls === "off" || tls === "disable" || tls === "false" ? "off" : tls === "encrypt" || tls === "allow" ? "encrypt" : "verify";

/** In the clear only inside one's own network. */
function encryption(to: Reached, secrets: Readonly<Record<string, string>>): Pick<ConnectionOptions, "ssl"> {
  const mode = modeOf(secrets);
  const { ca = "" } = secrets;
  if (mode !== "off")
    return { ssl: { rejectUnauthorized: mode === "verify", verifyIdentity: mode === "verify", ...(ca === "" ? {} : { ca }) } };
  if (to.local) return {};
  throw new StepError({
    kind: "connection",
    message: `The password would travel to ${to.host} unencrypted.`,
    fix: "Open the connection and switch its encryption on.",
    field: "tls",
  });
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
        charset: "utf8mb4",
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
      const session: Session = { connection, dead: false };
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
        if (modeOf(secrets) === "verify") checkName(connection, to);
      } catch (error) {
        connection.destroy();
        throw (
          noTls(to, error) ??
          faultOf(error, { host: `${to.host}:${to.port}`, effect: "read", sent: false, cancelled: signal?.aborted ?? false })
        );
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

function noTls(to: Reached, cause: unknown): StepError | undefined {
  if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "HANDSHAKE_NO_SSL_SUPPORT") return undefined;
  return new StepError(
    {
      kind: "connection",
      message: `${to.host}:${to.port} offers no encryption.`,
      fix: to.local ? "Open the connection and switch its encryption off." : "Switch encryption on at the server.",
      field: "tls",
    },
    { cause },
  );
}
