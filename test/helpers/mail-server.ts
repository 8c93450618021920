import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface ReceivedMail {
  from: string;
  to: string[];
  /** As it came over the wire. */
  text: string;
  secure: boolean;
}
export interface MailServer {
  port: number;
  received: ReceivedMail[];
  /** Connections so far. */
  readonly connections: number;
  close(): Promise<void>;
}

export const USER = "office";
export const PASSWORD = "canary:p@ss/word";

/** What a server answers besides yes. */
export const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

/** A mail server on this machine that keeps what it is given. */
export async function mailServer(options: SMTPServerOptions & { drop?: boolean } = {}): Promise<MailServer> {
  const { drop = false, ...more } = options;
  const received: ReceivedMail[] = [];
  let connections = 0;
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    authOptional: true,
    logger: false,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onAuth(auth, _session, done) {
      if (auth.username === USER && auth.password === PASSWORD) done(null, { user: auth.username });
      else done(refusal(535, "Authentication credentials invalid"));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const mail = {
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map((one) => one.address),
          text: Buffer.concat(chunks).toString(),
          secure: session.secure,
        };
        received.push(mail);
        if (drop) for (const one of connectionsOf(server)) one.destroy();
        else done(null, "OK: queued");
      });
    },
    ...more,
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    received,
    get connections() {
      return connections;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const connectionsOf = (server: SMTPServer): { destroy(): void }[] =>
  [...(server as unknown as { connections: Set<{ _socket: { destroy(): void } }> }).connections].map((one) => one._socket);
