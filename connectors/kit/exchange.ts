import type { Readable } from "node:stream";
import type { Checked } from "./guard.ts";
import type { HttpMethod } from "./http.ts";
import type { EncodedBody } from "./request-body.ts";

/** One request to one address, before redirects. */
export interface Hop {
  method: HttpMethod;
  url: URL;
  /** Names as given; the transport adds only what HTTP itself needs. */
  headers: Readonly<Record<string, string>>;
  body: EncodedBody | undefined;
  checked: Checked | undefined;
  signal: AbortSignal;
  /** Accept a certificate that nobody signed. */
  insecure: boolean;
}

export interface RawAnswer {
  status: number;
  statusText: string;
  /** Lower-case names; repeated ones joined by `, `. */
  headers: Record<string, string>;
  /** Decompressed, unread. */
  body: Readable;
}

/** The request ended without an answer. `sent`: the connection stood, so bytes may have arrived. `stale`: an idle connection was already closed. */
export class SendError extends Error {
  readonly sent: boolean;
  readonly stale: boolean;
  constructor(cause: unknown, sent: boolean, stale: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "SendError";
    this.sent = sent;
    this.stale = stale;
  }
}

/** The lowest layer: the network, or a recorded answer. Throws SendError, or StepError where it knows better. */
export type Exchange = (hop: Hop) => Promise<RawAnswer>;
