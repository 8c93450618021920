import type { MessagePort } from "node:worker_threads";

/** What the engine thread may ask of the desktop; anything else it does itself. */
export interface HostPort {
  /** Opens a page in the system's browser; false where the address is refused. */
  openExternal(address: string): Promise<boolean>;
}

/** A running engine thread. */
export interface Engine {
  /** One end of a new channel whose other end speaks the contract in the engine: one for each window. */
  port(): MessagePort;
  /** The machine has slept: look at the clock anew. */
  woke(): void;
  /** Resolves when the thread is gone without having been stopped; the text says why. */
  ended: Promise<string>;
  /** Finishes what is being written and ends the thread. */
  stop(): Promise<void>;
}
