import { randomBytes, scrypt } from "node:crypto";
import { VaultError } from "./errors.ts";
import { type KeySlot, keyPath, readKeyFile, writeKeyFile } from "./key-file.ts";
import { KEY_BYTES, seal, unseal } from "./sealing.ts";
import type { SecretBox } from "./secret-box.ts";

/** What may open the workspace's key besides its file. */
export interface Unlock {
  box?: SecretBox;
  passphrase?: string;
}

const WRAP = "workspace key";
/** Half a second of work and 128 MB for each guess. */
const COST = { cost: 131_072, blockSize: 8, parallel: 1 };

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const fromBase64 = (text: string): Uint8Array => Buffer.from(text, "base64");

/**
 * The key that seals a workspace's secrets (32 bytes), by whichever slot can be opened. A workspace without one gets a new
 * key with a file slot, so that every program of its user finds it. Throws VaultError.
 */
export async function openWorkspaceKey(dir: string, unlock: Unlock = {}): Promise<Uint8Array> {
  const slots = readKeyFile(dir);
  if (!slots) {
    const key = randomBytes(KEY_BYTES);
    writeKeyFile(dir, [{ kind: "file", key: toBase64(key) }]);
    return key;
  }
  let refused: unknown;
  for (const slot of slots) {
    try {
      const key = await openSlot(dir, slots, slot, unlock);
      if (key?.length === KEY_BYTES) return key;
    } catch (error) {
      refused = error;
    }
  }
  if (refused instanceof VaultError) throw refused;
  const ways = [...new Set(slots.map((slot) => (slot.kind === "os" ? `the system's secret store (${slot.backend})` : `a ${slot.kind}`)))];
  throw new VaultError("locked", `The secrets of ${dir} are locked. Open them with ${ways.join(" or ")}.`, { cause: refused });
}

async function openSlot(dir: string, slots: readonly KeySlot[], slot: KeySlot, unlock: Unlock): Promise<Uint8Array | undefined> {
  if (slot.kind === "file") return fromBase64(slot.key);
  if (slot.kind === "os") {
    if (!unlock.box) return undefined;
    const { plain, again } = await unlock.box.open(fromBase64(slot.sealed));
    if (again) writeKeyFile(dir, slots.map((s) => s).with(slots.indexOf(slot), await osSlot(unlock.box, plain)));
    return plain;
  }
  if (unlock.passphrase === undefined) return undefined;
  try {
    return unseal(await stretch(unlock.passphrase, slot), WRAP, fromBase64(slot.sealed));
  } catch (error) {
    throw new VaultError("wrong-passphrase", "This is not the passphrase of this workspace.", { cause: error });
  }
}

function stretch(passphrase: string, slot: { salt: string; cost: number; blockSize: number; parallel: number }): Promise<Uint8Array> {
  const options = { N: slot.cost, r: slot.blockSize, p: slot.parallel, maxmem: 256 * slot.cost * slot.blockSize };
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize("NFKC"), fromBase64(slot.salt), KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key))),
  );
}

async function osSlot(box: SecretBox, key: Uint8Array): Promise<KeySlot> {
  const { usable, backend } = await box.status();
  if (!usable) throw new VaultError("weak-store", `The system's secret store (${backend}) only hides secrets, so it is not used.`);
  return { kind: "os", backend, sealed: toBase64(await box.seal(key)) };
}

async function passphraseSlot(passphrase: string, key: Uint8Array): Promise<KeySlot> {
  const about = { salt: toBase64(randomBytes(16)), ...COST };
  return { kind: "passphrase", ...about, sealed: toBase64(seal(await stretch(passphrase, about), WRAP, key)) };
}

/** Adds a way to the key, in place of an earlier one of its kind. */
export async function addSlot(
  dir: string,
  key: Uint8Array,
  way: { box: SecretBox } | { passphrase: string } | { file: true },
): Promise<void> {
  let slot: KeySlot;
  if ("box" in way) slot = await osSlot(way.box, key);
  else if ("passphrase" in way) slot = await passphraseSlot(way.passphrase, key);
  else slot = { kind: "file", key: toBase64(key) };
  writeKeyFile(dir, [...(readKeyFile(dir) ?? []).filter((s) => s.kind !== slot.kind), slot]);
}

/** Takes a way away; the last one stays, or nothing could ever open the secrets again. */
export function removeSlot(dir: string, kind: KeySlot["kind"]): void {
  const left = (readKeyFile(dir) ?? []).filter((slot) => slot.kind !== kind);
  if (left.length === 0) throw new VaultError("last-slot", `${keyPath(dir)} would hold no way to the key any more. Add another one first.`);
  writeKeyFile(dir, left);
}

/** Which ways there are, for showing. */
export function listSlots(dir: string): { kind: KeySlot["kind"]; backend?: string }[] {
  return (readKeyFile(dir) ?? []).map((slot) => (slot.kind === "os" ? { kind: slot.kind, backend: slot.backend } : { kind: slot.kind }));
}
