import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { VaultError } from "./errors.ts";

/** Bytes of a key. */
export const KEY_BYTES = 32;
const VERSION = 1;
const ID = 4;
const IV = 12;
const TAG = 16;
const HEAD = 1 + ID + IV + TAG;

/** Tells keys apart without telling anything about them. */
const idOf = (key: Uint8Array): Buffer => createHash("sha256").update("imx key id").update(key).digest().subarray(0, ID);

/**
 * AES-256-GCM: version, key id, iv, tag, then the text. `purpose` is bound in, so that what was sealed for one thing can't be
 * passed off as another.
 */
export function seal(key: Uint8Array, purpose: string, plain: Uint8Array): Uint8Array {
  const iv = randomBytes(IV);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), idOf(key), iv, cipher.getAuthTag(), body]);
}

export function unseal(key: Uint8Array, purpose: string, sealed: Uint8Array): Uint8Array {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < HEAD || bytes[0] !== VERSION) throw damaged();
  if (!bytes.subarray(1, 1 + ID).equals(idOf(key))) {
    throw new VaultError(
      "wrong-key",
      "This was sealed with another workspace's key. Restore the key.json that belongs to it, or enter the secret again.",
    );
  }
  const iv = bytes.subarray(1 + ID, 1 + ID + IV);
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG })
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(HEAD - TAG, HEAD));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(HEAD)), decipher.final()]);
  } catch (error) {
    throw damaged(error);
  }
}

const damaged = (cause?: unknown): VaultError =>
  new VaultError("damaged", "A sealed secret was changed or belongs to something else. Enter it again.", { cause });
