/** Requests that one thread may have in hand. */
export const SLOTS = 64;

/**
 * Words that both sides see at once (Int32). One per slot, then what the thread is doing: slot + 1 (0 = nothing), since
 * when, and by when it has to be through. Times are milliseconds of the machine's monotonic clock.
 */
export const WORDS = SLOTS + 3;
export const WORD = { current: SLOTS, since: SLOTS + 1, until: SLOTS + 2 } as const;

/** A slot's word. Whoever changes `QUEUED` decides: the thread begins, or the client takes the request back. */
export const FREE = 0;
export const QUEUED = 1;
export const BEGUN = 2;
export const WITHDRAWN = 3;

/** Monotonic milliseconds, the same in every thread of the process. */
export const clock = (): number => Number(process.hrtime.bigint() / 1_000_000n);
/** Milliseconds from one shared word's time to another: words hold 32 bits, so they wrap every 49 days. */
export const elapsed = (from: number, to: number): number => ((to | 0) - (from | 0)) | 0;

/** One request as it crosses: flat, texts only, so that a whole tick's requests are one cheap message. */
export interface ToSandbox {
  slot: number;
  source: string;
  mode: "all" | "each";
  /** JSON of the items; empty where they stand on pages. */
  items: string;
  /** JSON of the numbers of the texts that hold the items, page by page. */
  pages: string;
  /** JSON of the sandbox's `Context`, of its `NodeHead` by name, and of files: base64 by blob id. */
  context: string;
  nodes: string;
  files: string;
  /** Asked for by number: pages of items. */
  texts: readonly string[];
  ms: number;
  bytes: number;
}
export type ToThread = { run: readonly ToSandbox[] } | { withdrawn: true };

export interface ConsoleLine {
  level: string;
  text: string;
}
/** `pages`: JSON lists of items. `more`: JSON of failures and new files, or empty. */
export type FromSandbox =
  | { slot: number; kind: "done"; pages: readonly string[]; more: string; statics: string; console: readonly ConsoleLine[] }
  | { slot: number; kind: "failed"; error: SandboxError; statics: string; console: readonly ConsoleLine[] }
  | { slot: number; kind: "withdrawn" };
/** `plain`: slot and its one page, again and again, for runs with nothing else to tell; most are such, and objects cost more to send. */
export type FromThread = { ready: true } | { plain: readonly (number | string)[]; ended: readonly FromSandbox[] };

/** What went wrong, in the sandbox's words, or which limit was met. */
export interface SandboxError {
  name: string;
  message: string;
  description?: string | undefined;
  /** Line of the user's text. */
  line?: number | undefined;
  limit?: "time" | "memory" | "output" | undefined;
}
/** An error of one item in `each` mode; `at` = how many items came out before it. */
export interface ItemError extends SandboxError {
  item: number;
  at: number;
}
