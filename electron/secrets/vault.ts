import { z } from "zod";
import { seal, unseal } from "./sealing.ts";

const Secrets = z.record(z.string(), z.string());

/** Seals and opens with the workspace's key. Whoever holds a vault can read every secret: keep it in the engine thread. */
export interface Vault {
  /** `purpose` names what it is for, e.g. `connection:<id>`: only the same purpose opens it. */
  seal(purpose: string, secrets: Readonly<Record<string, string>>): Uint8Array;
  /** Throws VaultError: `wrong-key`, or `damaged` where it was changed or sealed for another purpose. */
  open(purpose: string, sealed: Uint8Array): Record<string, string>;
}

export function createVault(key: Uint8Array): Vault {
  return {
    seal: (purpose, secrets) => seal(key, purpose, Buffer.from(JSON.stringify(secrets))),
    open: (purpose, sealed) => Secrets.parse(JSON.parse(Buffer.from(unseal(key, purpose, sealed)).toString())),
  };
}
