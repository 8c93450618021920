import type { Answer } from "#kit/context.ts";
import type { Failure } from "#shared/model/failure.ts";
import type { RunId } from "#shared/model/ids.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import type { CalledBy, RunError, RunMode, RunStatus, WaitingFor } from "#shared/model/run.ts";
import type { Called } from "./calls.ts";
import type { Core, Step } from "./core.ts";
import type { Items } from "./items.ts";
import type { OutputText } from "./ports.ts";
import type { Nature } from "./retry.ts";
import type { RunFacts } from "./scope.ts";
import type { Turn, Turns } from "./turns.ts";

/** What became of one item of a step that works item by item. */
export type ItemOutcome =
  | { status: "succeeded"; items: readonly Item[]; port: number }
  | { status: "failed"; failure: Failure }
  | { status: "skipped" };

/** How far an item step has come; survives retries, and a crash by way of the journal. */
export interface ItemProgress {
  outcomes: Map<number, ItemOutcome>;
  attempts: Map<number, number>;
  /** Started at a try whose result is not on record. */
  interrupted: Set<number>;
  /** Outcome unknown: waits for an answer. */
  unknown: Map<number, Failure>;
}

/** A step that is under way. */
export interface Work {
  readonly step: Step;
  attempt: number;
  startedAt: number;
  progress: ItemProgress;
  /** What its write can promise, where that follows from its params; known once they are worked out. */
  nature?: Nature;
  waiting: { for: WaitingFor; until?: number; resumeKey?: string } | undefined;
  /** Outputs that a wait gives when its time has come, with their texts. */
  held: { outputs: readonly Items[]; state: unknown } | undefined;
  cancelTimer: (() => void) | undefined;
  /** Its place among the ended steps, where its record is on its way already. */
  turn: Turn | undefined;
  /** Runs that it has called for. */
  called?: Called;
  /** It is tried again when one of them has ended; that is no further try. */
  awaitsRuns?: boolean;
  /** Its time limit ends the wait for them then. */
  runsUntil?: number | undefined;
  /** What its log has said of expressions that came to nothing. */
  faults?: Set<string>;
}

export type StepResult =
  | {
      kind: "done";
      outputs: readonly { items: Items; text: OutputText }[];
      state?: unknown /** It changed something outside: its record must be on disk before anything follows. */;
      wrote?: boolean /** Its record is already in the journal. */;
      recorded?: boolean;
    }
  | { kind: "wait"; until?: number; resumeKey?: string; runs?: true; outputs: readonly Items[]; state?: unknown }
  | { kind: "retry"; at: number; failure: Failure; item?: number }
  | { kind: "unknown"; failure: Failure; items: number[] }
  | { kind: "failed"; failure: Failure };

/** What a test run was asked to do beyond running the workflow. */
export interface RunOptions {
  upTo?: string | undefined;
  only?: string | undefined;
  usePinned?: boolean | undefined;
  /** What it does to data tables and static data is put back. */
  trial?: boolean | undefined;
}

export interface ActiveRun {
  readonly id: RunId;
  readonly core: Core;
  readonly facts: RunFacts;
  readonly mode: RunMode;
  readonly version: number | null;
  readonly options: RunOptions;
  readonly calledBy: CalledBy | undefined;
  readonly startedAt: number;
  readonly size: number;
  readonly works: Map<Step, Work>;
  readonly turns: Turns;
  readonly abort: AbortController;
  /** Resolves a while after the run was stopped: made when the first step works asynchronously. */
  abandoned: Promise<StepResult> | undefined;
  status: RunStatus;
  waitingFor: WaitingFor | undefined;
  until: number | undefined;
  error: RunError | undefined;
  driving: boolean;
  /** That it begins anew is being put on record: nothing of it is tried yet. */
  held?: boolean;
  /** It counts among the runs under way. */
  holds: boolean;
  /** Milliseconds of work left, where the workflow sets a limit; waits do not count. */
  timeLeft: number | undefined;
  /** Stops the watch that runs while it works. */
  stopWatch: (() => void) | undefined;
  /** Told once, when an answer for the sender is on disk. */
  answer: ((answer: Answer) => void) | undefined;
  answered: Answer | undefined;
  /** The workflow's static data as a test has changed it: it keeps none. */
  statics: JsonObject | undefined;
  readonly ended: Promise<void>;
  readonly resolveEnded: () => void;
}

export const newProgress = (): ItemProgress => ({ outcomes: new Map(), attempts: new Map(), interrupted: new Set(), unknown: new Map() });

export function newWork(step: Step, at: number): Work {
  return {
    step,
    attempt: 1,
    startedAt: at,
    progress: newProgress(),
    waiting: undefined,
    held: undefined,
    cancelTimer: undefined,
    turn: undefined,
  };
}
