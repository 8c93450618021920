import type { Secrets } from "../api/secrets.ts";
import { openWorkspaceKey, type Unlock } from "../secrets/workspace-key.ts";
import { lockWorkspace } from "../store/lock.ts";
import { openSecrets } from "./open-secrets.ts";

/** A workspace that is ours alone while this process lives, with its secrets open. */
export interface Unlocked {
  readonly secrets: Secrets;
  /** Tells `imx` and other programs of this user where the engine answers. */
  announce(where: { url: string | null; token: string }): void;
  release(): void;
}

/** Throws StoreError where another engine works on it, VaultError where its secrets can't be opened. */
export async function unlockWorkspace(dir: string, unlock: Unlock = {}): Promise<Unlocked> {
  const lock = lockWorkspace(dir);
  try {
    const key = await openWorkspaceKey(dir, unlock);
    return {
      secrets: openSecrets(key),
      announce: ({ url, token }) => lock.announce({ pid: process.pid, url, token, startedAt: Date.now() }),
      release: () => lock.release(),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
