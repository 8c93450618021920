import { safeStorage } from "electron";
import type { SecretBox } from "../secrets/secret-box.ts";

/** Linux backends that only hide: a password known to everybody, or none found yet. */
const WEAK: ReadonlySet<string> = new Set(["basic_text", "unknown"]);

/** The operating system's secret store, by its name: which one sealed a secret is kept beside it. */
export function createSecretBox(platform: NodeJS.Platform): SecretBox {
  const backend = () => (platform === "darwin" ? "keychain" : platform === "win32" ? "dpapi" : safeStorage.getSelectedStorageBackend());
  return {
    async status() {
      const name = backend();
      return { backend: name, usable: !WEAK.has(name) && (await safeStorage.isAsyncEncryptionAvailable()) };
    },
    async seal(plain) {
      const name = backend();
      if (WEAK.has(name)) throw new Error(`The system offers no safe place for secrets (${name}).`);
      return safeStorage.encryptStringAsync(Buffer.from(plain).toString("base64"));
    },
    async open(sealed) {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      return { plain: Buffer.from(result, "base64"), again: shouldReEncrypt };
    },
  };
}
