import type { Readable } from "node:stream";
import type { Failure } from "#shared/model/failure.ts";
import type { Binary, Item, JsonObject } from "#shared/model/item.ts";
import type { RunMode } from "#shared/model/run.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import type { HttpClient } from "./http.ts";
import type { ItemList, ItemSink } from "./items.ts";
import type { Sessions } from "./sessions.ts";

/** An answer to whoever sent the trigger event (a webhook's caller). */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

export interface BlobAccess {
  /** Stores bytes and returns the reference that an item's `binary` carries. Streams are hashed as they pass. */
  put(data: Uint8Array | Readable, about: { fileName?: string; mimeType?: string }): Promise<Binary>;
  read(binary: Binary): Readable;
  bytes(binary: Binary): Promise<Uint8Array>;
}

export interface FileAccess {
  /** Opens a file that this workflow may read. Errors name the path and the fix. */
  read(path: string): Promise<{ stream: Readable; size: number; name: string }>;
  /**
   * Where a file of this workflow's stands, for what opens it by itself: a plain file in a folder that it may use. `make`:
   * it need not be there yet.
   */
  locate(path: string, make: boolean): Promise<string>;
  /** Writes whole or not at all: beside it first, then renamed. Returns bytes written. */
  write(path: string, data: Readable | Uint8Array | string, options?: { append?: boolean }): Promise<number>;
}

/** What is done in a database file; values stand apart from the text, for its question marks. */
export interface FileDatabaseWork {
  statements: readonly { text: string; values: readonly unknown[] }[];
  readOnly: boolean;
  transaction: boolean;
  mostRows: number;
}
/** For each statement its rows (columns by position), or what it changed; or why SQLite did not do it. */
export type FileDatabaseAnswer =
  | { results: ({ columns: string[]; rows: unknown[][] } | { changes: number; insertId: number | string })[] }
  | { error: { code: string; message: string } };

/** SQLite files, worked on apart from the engine's thread. */
export interface FileDatabases {
  /** `path` is one that `files.locate` gave. */
  run(path: string, work: FileDatabaseWork, signal: AbortSignal): Promise<FileDatabaseAnswer>;
}

/** Another node as `$('Name')` in code sees it. */
export interface CodeNode {
  /** Output items by run and port. */
  runs: Item[][][];
  params: JsonObject;
  executed: boolean;
  /** Port and run that are meant where the code names none; 0 and the last one unless given. */
  port?: number;
  run?: number;
  /** `$('Name').item`: for each input item the one it came from, or why that is not known. Without it: the same index. */
  linked?: readonly (Item | string)[];
}

/** What a code step gets besides its items; plain data, it crosses into a sandbox. */
export interface CodeRequest {
  language: "javascript";
  source: string;
  mode: "all" | "each";
  items: Item[];
  /** Answers for `$('Name')`: loaded only when the source names another node. */
  nodes: Record<string, CodeNode>;
  context: {
    runIndex: number;
    workflow: { id: string; name: string; active: boolean };
    execution: { id: string; mode: string };
    vars: JsonObject;
    env: JsonObject;
    timezone: string;
    now: number;
    nodeName: string;
    prevNode?: string;
    staticData: { global: JsonObject; node: JsonObject };
  };
  /** Bytes of files that the items refer to, base64 by blob id: only where the code reads them. */
  files?: Record<string, string>;
  limits: { ms: number; bytes: number };
}
/** A file that the code made: to be stored, then put at `items[item].binary[key]`. */
export interface CodeFile {
  item: number;
  key: string;
  base64: string;
  mimeType?: string | undefined;
  fileName?: string | undefined;
}
export interface CodeResult {
  items: Item[];
  console: { level: string; text: string }[];
  /** Present where the code has asked for it, so that it may have changed. */
  staticData?: { global: JsonObject; node: JsonObject };
  /** In `each` mode: items that failed while the others went on. */
  failures?: readonly ItemFailure[];
  files?: readonly CodeFile[];
}
export interface CodeRunner {
  /**
   * Runs user code in the sandbox thread. Throws CodeError, with `[line n]` in its message, where the code as a whole
   * failed; in `each` mode the errors of single items are in the result.
   */
  run(request: CodeRequest, signal: AbortSignal): Promise<CodeResult>;
}

/** One change of, or question to, the workspace's tables. It commits in one transaction with its step's record. */
export type TableOp =
  | { op: "insert"; table: string; row: JsonObject }
  | { op: "upsert"; table: string; match: JsonObject; row: JsonObject }
  | { op: "update"; table: string; match: JsonObject; row: JsonObject }
  | { op: "delete"; table: string; match: JsonObject }
  | { op: "find"; table: string; match: JsonObject; limit: number; sort?: { column: string; descending: boolean } }
  | { op: "increment"; table: string; match: JsonObject; column: string; by: number };
/** Rows touched or found, each with `id`, `createdAt`, `updatedAt` beside its columns. */
export interface TableResult {
  rows: JsonObject[];
}

/** A run of another workflow that a step asks for: of the live one with this id, or of a document of its own. */
export interface WorkflowCall {
  workflow: string | Workflow;
  items: readonly Item[];
}
export interface WorkflowCalls {
  count: number;
  /** Asked once for each call whose run is to begin. */
  call(n: number): WorkflowCall;
  /** Runs under way at most. */
  atOnce: number;
  /** Nobody waits for their ends: the answer comes once the last of them has begun, or could not. */
  detached?: boolean;
}
/** What a called run came to. `items`: what its last step gave on its first output. `failed` without `run`: it could not begin. */
export type CalledRun =
  | { status: "succeeded"; run: string; items: ItemList }
  | { status: "started"; run: string }
  | { status: "failed" | "cancelled"; run?: string; failure: Failure };

/** What every action is handed. Nothing else of the world is reachable from a connector. */
export interface StepContext<I> {
  readonly signal: AbortSignal;
  readonly node: { id: string; name: string; type: string; typeVersion: number };
  readonly workflow: { id: string; name: string; timezone: string };
  readonly run: { id: string; mode: RunMode; runIndex: number; startedAt: number };
  /** Milliseconds since 1970. */
  now(): number;
  uuid(): string;
  /** A line in the run's log; secrets are removed from it. */
  log(text: string): void;
  /** The step's parameters for one input item, expressions evaluated and checked by the action's schema. */
  params(index: number): I;
  /** A text of a field marked `later`, for one input item and with further roots (`$response`). What is no expression comes back as it is. */
  evaluate?(text: string, index: number, roots: Readonly<Record<string, unknown>>): unknown;
  readonly http: HttpClient;
  /** For services that speak no HTTP: databases, mail servers. */
  readonly sessions: Sessions;
  /** Secrets of the chosen connection, for SDKs and signatures that can't go through `http` alone. */
  readonly secrets: Readonly<Record<string, string>> | undefined;
  readonly blobs: BlobAccess;
  readonly files: FileAccess;
  readonly databases: FileDatabases;
  readonly code: CodeRunner;
  /** Fills a code request with what the source refers to. */
  codeContext(source: string): Pick<CodeRequest, "nodes" | "context">;
  setStaticData(data: { global: JsonObject; node: JsonObject }): void;
  /** Answers the sender of the trigger event, after everything before it is on disk. Only the first answer counts. */
  respond(answer: Answer): void;
  /** What this node returned as `state` when it last ran in this run. */
  readonly state: unknown;
  /** Input 0 of an earlier run of this node in this run. */
  earlierInput(runIndex: number): ItemList;
}

export interface ItemContext<I> extends StepContext<I> {
  readonly input: I;
  readonly item: Item;
  readonly index: number;
  /** The same for every attempt at this item; new in a rerun. */
  readonly idempotencyKey: string;
}

export interface StreamContext<I> extends StepContext<I> {
  /** Items of this slice; the first has index `offset`. */
  readonly items: readonly Item[];
  readonly offset: number;
  out(port: number): ItemSink;
}

export interface ListContext<I> extends StepContext<I> {
  /** One list per input port, in port order; EMPTY_ITEMS where nothing came. */
  readonly inputs: readonly ItemList[];
  /**
   * Hands items on as they are made, for lists that may be larger than memory: resolves when there is room for more.
   * They stand before what `outputs` returns for the port; if the step fails they are dropped. Absent where whole lists
   * only are taken.
   */
  emit?(port: number, items: readonly Item[]): Promise<void>;
  /** For input items that fail among what is emitted: the error item stands where it is reached, or the step fails by this. */
  emitFailure?(item: number, failure: Failure): void;
  /**
   * Starts a run for each call, once for the whole life of this step, and gives what they came to; undefined while some go
   * on. Return `wait: { runs: true }` then: the step is done anew when one of them has ended. Where the step is not to go on
   * after an error, nothing begins after the first failure.
   */
  callWorkflows?(calls: WorkflowCalls): readonly CalledRun[] | undefined;
}

/** The step ends later: at `until`, when an event with `resumeKey` arrives, whichever is first, or when its `runs` have ended. */
export interface WaitRequest {
  wait: { until?: number; resumeKey?: string; runs?: true };
  /** Outputs when the time has come; an event brings its own items on output 0. */
  outputs: readonly (readonly Item[] | ItemList)[];
  state?: unknown;
}
/** An input item that failed. `at` = how many items stand before its place on output 0, for steps that go on with error items. */
export interface ItemFailure {
  item: number;
  at: number;
  failure: Failure;
}
/** Outputs by port, with what the node wants to find as `ctx.state` next time. */
export interface ListOutputs {
  outputs: readonly (readonly Item[] | ItemList)[];
  state?: unknown;
  /** Input items that failed while the others went on: the step fails with the first of them, or goes on, as its `onError` says. */
  failures?: readonly ItemFailure[];
}
export type ListResult = ListOutputs | WaitRequest;

/** What one item became: plain json objects, or items with binaries; an empty list drops it. On output 0 unless `port` says otherwise. */
export type ItemResult = JsonObject | readonly JsonObject[] | { items: readonly Item[]; port?: number };
