import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { VaultError } from "./errors.ts";

const Base64 = z.base64();

/** One way to the workspace's key. Any slot alone opens it. */
export const KeySlot = z.discriminatedUnion("kind", [
  /** The key itself: whoever can read the file has it. */
  z.object({ kind: z.literal("file"), key: Base64 }),
  /** Sealed by the operating system's store; `backend` says which one. */
  z.object({ kind: z.literal("os"), backend: z.string(), sealed: Base64 }),
  /** Sealed with a key made from the passphrase by scrypt. */
  z.object({
    kind: z.literal("passphrase"),
    salt: Base64,
    cost: z.number().int().min(1_024).max(1_048_576),
    blockSize: z.number().int().min(1).max(32),
    parallel: z.number().int().min(1).max(16),
    sealed: Base64,
  }),
]);
export type KeySlot = z.infer<typeof KeySlot>;

const KeyFile = z.object({ format: z.literal(1), slots: z.array(KeySlot).min(1) });

export const keyPath = (dir: string): string => join(dir, "key.json");

/** Undefined where the workspace has no key yet. */
export function readKeyFile(dir: string): KeySlot[] | undefined {
  const path = keyPath(dir);
  if (!existsSync(path)) return undefined;
  try {
    const { slots } = KeyFile.parse(JSON.parse(readFileSync(path, "utf8")));
    // Copying a folder about may have opened it to others.
    if (process.platform !== "win32") chmodSync(path, 0o600);
    return slots;
  } catch (error) {
    throw new VaultError(
      "damaged",
      `${path} can't be read as a key file. Restore it from a backup; without it the stored secrets stay sealed.`,
      {
        cause: error,
      },
    );
  }
}

/** Whole or not at all, for the user alone. */
export function writeKeyFile(dir: string, slots: readonly KeySlot[]): void {
  const path = keyPath(dir);
  const part = `${path}.part`;
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    rmSync(part, { force: true });
    const handle = openSync(part, "wx", 0o600);
    try {
      writeSync(handle, `${JSON.stringify({ format: 1, slots }, null, 2)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(part, path);
  } catch (error) {
    throw new VaultError("not-writable", `${path} can't be written. Give your user write permission for this folder.`, { cause: error });
  }
}
