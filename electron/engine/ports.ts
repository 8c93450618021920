import type { TableOp, TableResult } from "#kit/context.ts";
import type { Failure } from "#shared/model/failure.ts";
import type { RunId, StepId, WorkflowId } from "#shared/model/ids.ts";
import type { CalledBy, RunError, RunMode, RunStatus, StepStatus, WaitingFor } from "#shared/model/run.ts";

/** Milliseconds since 1970; timers fire late rather than never, also after sleep. */
export interface Clock {
  now(): number;
  /** Calls `fire` at or after `at`. Returns the cancel. */
  at(at: number, fire: () => void): () => void;
}

/** Where an output's items stand: with their step in the record, or on pages written before it. */
export type OutputText = { kind: "inline"; text: string } | { kind: "paged"; count: number; pages: number };

/**
 * What the journal holds, in the order in which it happened. One first-in-first-out log: whoever waits for a record
 * waits for everything before it. `payload` texts are JSON.
 */
export type JournalRecord =
  /** An accepted trigger event and the run it starts. `payload` = the trigger's output lists, `[[item, ...]]`; `options` = JSON of a test run's options. */
  | {
      kind: "run";
      run: RunId;
      workflow: WorkflowId;
      version: number | null;
      document?: string;
      mode: RunMode;
      trigger: string;
      at: number;
      payload: string;
      rerunOf?: RunId;
      rerunFrom?: string;
      replay?: string;
      options?: string;
      calledBy?: CalledBy;
    }
  /** A run that begins to work (again); `again`: after the engine had ended by itself. */
  | { kind: "running"; run: RunId; at: number; again?: true }
  /** A try at a step is about to reach outside; `item` where the try is for one item of many. */
  | { kind: "started"; run: RunId; step: StepId; node: string; attempt: number; item: number; at: number }
  /** That item's result: `payload` = the items it became, or the failure it ended with. */
  | {
      kind: "item";
      run: RunId;
      step: StepId;
      item: number;
      status: "succeeded" | "failed" | "unknown" | "retry";
      payload: string;
      at: number;
    }
  /** One page of a large output, ahead of its step's record. */
  | { kind: "page"; run: RunId; step: StepId; port: number; page: number; count: number; payload: string }
  /** A step that is over; `outputs` one per port. A step that waits has `waiting` first and `step` later. */
  | {
      kind: "step";
      run: RunId;
      step: StepId;
      node: string;
      runIndex: number;
      status: "succeeded" | "failed" | "skipped" | "cancelled";
      attempt: number;
      at: number;
      ms: number;
      outputs: OutputText[];
      state?: string;
      failure?: Failure;
      inputs: ({ step: StepId; port: number } | null)[];
    }
  /** A step that waits: for a time, an event (`resumeKey`), another try, or a decision (`unknown`). */
  | {
      kind: "waiting";
      run: RunId;
      step: StepId;
      node: string;
      runIndex: number;
      attempt: number;
      for: WaitingFor;
      until?: number;
      resumeKey?: string;
      payload?: string;
      failure?: Failure;
      items?: number[];
      at: number;
    }
  /** A person's or a service's answer about an unknown step. */
  | {
      kind: "settled";
      run: RunId;
      step: StepId;
      item: number | null;
      answer: "happened" | "repeat" | "skip";
      payload?: string;
      by: string;
      at: number;
    }
  /** An outside event that a waiting step had been waiting for. */
  | { kind: "event"; run: RunId; step: StepId; payload: string; at: number }
  | { kind: "log"; run: RunId; step: StepId; text: string; at: number }
  /** The answer given to the sender. */
  | { kind: "answered"; run: RunId; status: number; at: number }
  | { kind: "waits"; run: RunId; for: WaitingFor; until?: number; at: number }
  | { kind: "cancel"; run: RunId; by: string; at: number }
  /** Terminal: nothing follows it in this run. */
  | { kind: "end"; run: RunId; status: Extract<RunStatus, "succeeded" | "failed" | "cancelled">; at: number; error?: RunError };

/** A step whose whole effect is on our own tables: ops and record commit together, or neither. */
export interface TableStep {
  ops: readonly TableOp[];
  /** The step sees what its run wrote before and gets its results, but the tables stay as they are. */
  trial?: boolean;
  /** Becomes the step's record once the ops are done; `outputs` is built by the engine from the results on replay. */
  record: Omit<Extract<JournalRecord, { kind: "step" }>, "outputs">;
}
export type TableReply = { ok: true; results: TableResult[] } | { ok: false; index: number; failure: Failure };

/** The durable log. Nothing is lost that `durable` has confirmed; nothing is confirmed before the disk has it. */
export interface Journal {
  /** Queues a record. The returned number grows by one with each. */
  append(record: JournalRecord): number;
  /** Resolves when everything up to `seq` (default: all so far) is on disk; `undefined` when it already is. Rejects when the disk refuses. */
  durable(seq?: number): Promise<void> | undefined;
  /** Accepts an event with a key, or names the run that the same key started within 30 days. Durable when it resolves. */
  acceptKeyed(record: Extract<JournalRecord, { kind: "run" }>, key: string): Promise<{ accepted: true } | { accepted: false; run: RunId }>;
  commitTables(step: TableStep): Promise<TableReply>;
}

export interface StoredRun {
  run: RunId;
  workflow: WorkflowId;
  version: number | null;
  /** The document as it was, where the run is not of a published version. */
  document?: string;
  mode: RunMode;
  trigger: string;
  at: number;
  status: RunStatus;
  waitingFor?: WaitingFor;
  until?: number;
  rerunOf?: RunId;
  rerunFrom?: string;
  options?: string;
  calledBy?: CalledBy;
}

/** What a table step's record looks like when read back: its ops' results stand in for outputs. */
export type HistoryEntry =
  | Exclude<JournalRecord, { kind: "page" | "run" }>
  | (Omit<Extract<JournalRecord, { kind: "step" }>, "outputs"> & {
      outputs?: undefined;
      tables: { ops: TableOp[]; results: TableResult[] };
    });

/** Reads of the journal, on a read-only connection. Synchronous: rows are small and in the page cache. */
export interface JournalReader {
  /** Runs that have not ended, oldest first. */
  unfinished(): StoredRun[];
  run(run: RunId): StoredRun | undefined;
  /** The trigger's output lists as JSON text. */
  input(run: RunId): string;
  /** In the order of the journal. */
  history(run: RunId): HistoryEntry[];
  page(run: RunId, step: StepId, port: number, page: number): string;
  /** Runs that this one has called for, oldest first. */
  calledFrom(run: RunId): { run: RunId; by: CalledBy }[];
  lastRun(): number;
}

/** What happened, told after it is on disk. */
export type EngineEvent =
  | {
      type: "run";
      run: RunId;
      workflow: WorkflowId;
      status: RunStatus;
      waitingFor?: WaitingFor;
      until?: number;
      at: number;
      mode: RunMode;
      error?: RunError;
    }
  | {
      type: "step";
      run: RunId;
      workflow: WorkflowId;
      step: StepId;
      node: string;
      runIndex: number;
      status: StepStatus;
      counts: number[];
      ms?: number;
      at: number;
      failure?: Failure;
    };

export interface Events {
  emit(event: EngineEvent): void;
}
