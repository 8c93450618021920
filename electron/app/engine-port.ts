import type { MessagePort } from "node:worker_threads";

/** A running engine thread, as far as windows need it. */
export interface Engine {
  /** One end of a new channel whose other end speaks the contract in the engine: one for each window. */
  port(): MessagePort;
  /** Resolves when the thread is gone without having been stopped; the text says why. */
  readonly ended: Promise<string>;
  /** Finishes what is being written and ends the thread. */
  stop(): Promise<void>;
}
