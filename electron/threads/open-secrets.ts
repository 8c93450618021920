import { createHmac, createSecretKey } from "node:crypto";
import type { Secrets } from "../api/secrets.ts";
import { createVault } from "../secrets/vault.ts";

/** A connection's secrets under the workspace's key. */
export function openSecrets(key: Uint8Array): Secrets {
  const vault = createVault(key);
  const signing = createSecretKey(key);
  const purpose = (connection: string): string => `connection:${connection}`;
  return {
    seal: (connection, values) => vault.seal(purpose(connection), values),
    open: (connection, sealed) => vault.open(purpose(connection), sealed),
    sign: (text) => createHmac("sha256", signing).update(`sign:${text}`).digest("base64url").slice(0, 32),
  };
}
