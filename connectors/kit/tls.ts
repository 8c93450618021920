import { isIP } from "node:net";
import { StepError } from "#shared/model/failure.ts";
import type { Reached } from "./sessions.ts";

/** Encrypted with a checked certificate, with any certificate, or not at all. */
export type TlsMode = "verify" | "encrypt" | "off";

/** What a connection says; other tools call it require, allow and disable, or true and false. */
export function tlsMode(given: string | undefined): TlsMode {
  if (given === "off" || given === "disable" || given === "false") return "off";
  return given === "encrypt" || given === "allow" ? "encrypt" : "verify";
}

/** The name that a certificate has to bear; addresses are no names. */
export const serverName = (to: Reached): { servername?: string } => (isIP(to.host) === 0 ? { servername: to.host } : {});

const refused = (message: string, fix: string, field: string, cause?: unknown): StepError =>
  new StepError({ kind: "connection", message, fix, field }, cause === undefined ? {} : { cause });

/** In the clear only inside one's own network. `field` is the connection's that says so. */
export function refuseClear(to: Reached, field = "tls"): void {
  if (!to.local)
    throw refused(`The password would travel to ${to.host} unencrypted.`, "Open the connection and switch its encryption on.", field);
}

/** The server speaks no TLS: nothing was sent to it. `elsewhere` is what to do where it can't be done without. */
export const noEncryption = (to: Reached, elsewhere: string, cause: unknown, field = "tls"): StepError =>
  refused(
    `${to.host}:${to.port} offers no encryption.`,
    to.local ? "Open the connection and switch its encryption off." : elsewhere,
    field,
    cause,
  );
