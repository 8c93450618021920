import type { Readable } from "node:stream";
import type SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Reached, SessionKind } from "#kit/sessions.ts";
import { noEncryption, refuseClear, serverName } from "#kit/tls.ts";
import { faultOf } from "./faults.ts";

export interface Session {
  connection: SMTPConnection;
  dead: boolean;
  /** Why it broke while nobody waited for an answer. */
  broken: Error | undefined;
}

const TIMEOUT = 15_000;
/** A server may think about a large mail for a while. */
const ANSWER_TIMEOUT = 120_000;

export const placeOf = (secrets: Readonly<Record<string, string>>) => ({ host: secrets.host ?? "", port: Number(secrets.port || 465) });

/** Other tools say only whether it is encrypted from the start. */
function securityOf(to: Reached, { security = "auto" }: Readonly<Record<string, string>>): "tls" | "starttls" | "off" {
  if (security === "off" || security === "tls" || security === "starttls") return security;
  if (security === "true") return "tls";
  if (security === "false") return "starttls";
  return to.port === 465 ? "tls" : "starttls";
}

/** How to speak with one mail server: encrypted, or inside one's own network. */
export function sessionKind(secrets: Readonly<Record<string, string>>): SessionKind<Session> {
  return {
    async open(to, signal) {
      const { default: Connection } = await import("nodemailer/lib/smtp-connection");
      const security = securityOf(to, secrets);
      if (security === "off") refuseClear(to, "security");
      const connection = new Connection({
        host: to.address,
        port: to.port,
        ...serverName(to),
        secure: security === "tls",
        requireTLS: security === "starttls",
        ignoreTLS: security === "off",
        // The name of this machine is nobody's business.
        name: "[127.0.0.1]",
        connectionTimeout: TIMEOUT,
        greetingTimeout: TIMEOUT,
        socketTimeout: ANSWER_TIMEOUT,
        socketCloseTimeout: 0,
        allowInternalNetworkInterfaces: true,
        tls: { ...(secrets.ca ? { ca: secrets.ca } : {}), ...serverName(to) },
        logger: false,
      });
      const session: Session = { connection, dead: false, broken: undefined };
      const stop = (): void => connection.close();
      signal?.addEventListener("abort", stop, { once: true });
      try {
        await connected(session);
        if (secrets.user) await login(connection, secrets);
      } catch (error) {
        session.dead = true;
        connection.close();
        if (hasNoTls(error)) throw noEncryption(to, "Try port 465, or another server of your provider.", error, "security");
        throw faultOf(error, { host: `${to.host}:${to.port}`, sent: false, cancelled: signal?.aborted ?? false });
      } finally {
        signal?.removeEventListener("abort", stop);
      }
      return session;
    },
    check: ({ connection }) =>
      new Promise<void>((resolve, reject) => {
        connection.reset((error) => (error ? reject(error) : resolve()));
      }),
    alive: (session) => !session.dead && !session.connection.destroyed,
    close(session) {
      session.dead = true;
      session.connection.close();
    },
  };
}

function connected(session: Session): Promise<void> {
  const { connection } = session;
  return new Promise((resolve, reject) => {
    const closed = (): void => {
      session.dead = true;
      reject(session.broken ?? Object.assign(new Error("The server closed the connection."), { code: "ECONNRESET" }));
    };
    connection.on("error", (error: Error) => {
      session.broken ??= error;
      closed();
    });
    connection.on("end", closed);
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}

const login = (connection: SMTPConnection, { user = "", password = "" }: Readonly<Record<string, string>>): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.login({ credentials: { user, pass: password } }, (error) => (error ? reject(error) : resolve()));
  });

/** Hands the server a mail. `sending` is told as soon as its first byte is asked for. */
export function send(session: Session, envelope: { from: string; to: string[] }, mail: Readable, sending: () => void) {
  mail.once("resume", sending);
  return new Promise<SMTPConnection.SentMessageInfo>((resolve, reject) => {
    // What the server said before it hung up comes first.
    const lost = (): void =>
      void setImmediate(() =>
        reject(session.broken ?? Object.assign(new Error("The server closed the connection."), { code: "ECONNRESET" })),
      );
    session.connection.once("end", lost);
    session.connection.send({ ...envelope, to: [...envelope.to] }, mail, (error, info) => {
      session.connection.off("end", lost);
      if (error || info === undefined) reject(error ?? new Error("The server did not say what it did."));
      else resolve(info);
    });
  });
}

const hasNoTls = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ETLS" && /STARTTLS|upgrade|not.*support/i.test(error.message);
