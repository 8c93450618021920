/** The operating system's secret store, handed in by whoever has one. */
export interface SecretBox {
  /** `backend` names the store; one that is not `usable` only hides, and is never used. */
  status(): Promise<{ usable: boolean; backend: string }>;
  seal(plain: Uint8Array): Promise<Uint8Array>;
  /** Throws where another user, machine or backend sealed it. `again`: seal anew, the store has a newer key. */
  open(sealed: Uint8Array): Promise<{ plain: Uint8Array; again: boolean }>;
}
