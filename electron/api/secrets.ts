/** Seals and opens the secrets of a connection with the workspace's key; bound to the connection, so one can't stand in for another. */
export interface Secrets {
  seal(connection: string, values: Readonly<Record<string, string>>): Uint8Array;
  open(connection: string, sealed: Uint8Array): Record<string, string>;
  /** A text that only who has the workspace's key can make; the same for the same text. */
  sign(text: string): string;
}
