export type VaultErrorCode = "locked" | "wrong-passphrase" | "wrong-key" | "damaged" | "weak-store" | "not-writable" | "last-slot";

/** Why secrets can't be sealed or opened, and what to do. Its text never holds a secret. */
export class VaultError extends Error {
  readonly code: VaultErrorCode;
  constructor(code: VaultErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "VaultError";
    this.code = code;
  }
}
