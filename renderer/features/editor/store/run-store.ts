import { createStore, type StoreApi } from "zustand/vanilla";
import type { Change } from "#shared/contract/engine.ts";
import type { Failure } from "#shared/model/failure.ts";
import type { RunId, WorkflowId } from "#shared/model/ids.ts";
import {
  isFinal,
  type RunError,
  type RunStatus,
  type RunSummary,
  type StepStatus,
  type StepSummary,
  type WaitingFor,
} from "#shared/model/run.ts";

/** One time that a step ran in the run on show. */
export interface StepRun {
  step: number;
  runIndex: number;
  status: StepStatus;
  counts: readonly number[];
  ms: number | undefined;
  message: string | undefined;
  failure: Failure | undefined;
}

/** All times that one node ran: in a loop more than one. */
export interface NodeRun {
  status: StepStatus;
  /** Items per output port, over all times. */
  counts: readonly number[];
  ms: number;
  runs: readonly StepRun[];
}

export interface RunState {
  runId: RunId | null;
  /** Started here in this session: its state is drawn on the canvas. An older one only lends its data. */
  live: boolean;
  status: RunStatus | null;
  waitingFor: WaitingFor | undefined;
  startedAt: number | undefined;
  endedAt: number | undefined;
  error: RunError | undefined;
  /** What it did to data tables is put back. */
  trial: boolean;
  /** It began with a call that was waited for, whose data has not been kept yet. */
  called: boolean;
  nodes: ReadonlyMap<string, NodeRun>;
}

const NO_RUN: RunState = {
  runId: null,
  live: false,
  status: null,
  waitingFor: undefined,
  startedAt: undefined,
  endedAt: undefined,
  error: undefined,
  trial: false,
  called: false,
  nodes: new Map(),
};

/** Steps of runs that may turn out to be the one that was just started: its id comes after its first changes do. */
const HELD = 5000;

export interface RunStore extends StoreApi<RunState> {
  /** Before the call that starts a run: from here on changes are held until its id is known. */
  expect(): void;
  begin(runId: RunId, how?: "called"): void;
  cancelExpected(): void;
  changes(batch: readonly Change[]): void;
  /** The run as the engine has it: the word that counts. */
  load(run: RunSummary, steps: readonly StepSummary[], live: boolean): void;
  /** The data of the call that it began with is kept, or other data is. */
  kept(): void;
  /** Takes it off the canvas; its data stays at hand. */
  putAway(): void;
}

export function createRunStore(workflowId: WorkflowId): RunStore {
  const store = createStore<RunState>()(() => NO_RUN);
  let expecting = false;
  let held: Change[] = [];

  const take = (batch: readonly Change[]): void => {
    const { runId } = store.getState();
    const mine = batch.filter((change) => (change.type === "run" || change.type === "step") && change.runId === runId);
    if (mine.length > 0) store.setState((state) => mine.reduce(apply, state));
  };

  return {
    ...store,
    expect() {
      expecting = true;
      held = [];
    },
    begin(runId, how) {
      expecting = false;
      store.setState({ ...NO_RUN, runId, live: true, status: "queued", startedAt: Date.now(), called: how === "called" });
      take(held);
      held = [];
    },
    cancelExpected() {
      expecting = false;
      held = [];
    },
    changes(batch) {
      if (expecting) {
        held.push(...batch.filter((change) => "workflowId" in change && change.workflowId === workflowId));
        if (held.length > HELD) held = held.slice(-HELD);
      }
      take(batch);
    },
    load(run, steps, live) {
      const nodes = new Map<string, NodeRun>();
      for (const { step, runIndex, node, status, counts, ms, failure } of steps) {
        nodes.set(node, withRun(nodes.get(node), { step, runIndex, status, counts, ms, message: failure?.message, failure }));
      }
      store.setState((state) => ({
        runId: run.runId,
        live,
        status: run.status,
        waitingFor: run.waitingFor,
        startedAt: run.startedAt,
        endedAt: run.endedAt,
        error: run.error,
        trial: run.trial ?? false,
        called: state.called && state.runId === run.runId,
        nodes,
      }));
    },
    kept() {
      store.setState({ called: false });
    },
    putAway() {
      store.setState({ live: false });
    },
  };
}

function apply(state: RunState, change: Change): RunState {
  if (change.type === "run") {
    const ended = isFinal(change.status);
    return {
      ...state,
      status: change.status,
      waitingFor: change.waitingFor,
      ...(ended && { endedAt: change.at }),
      ...(change.status === "running" && { startedAt: state.startedAt ?? change.at }),
    };
  }
  if (change.type !== "step") return state;
  const { step, runIndex, status, counts, ms, message, node } = change;
  const nodes = new Map(state.nodes);
  nodes.set(node, withRun(nodes.get(node), { step, runIndex, status, counts, ms, message, failure: undefined }));
  return { ...state, nodes };
}

function withRun(old: NodeRun | undefined, run: StepRun): NodeRun {
  const runs = [...(old?.runs ?? []).filter((other) => other.step !== run.step), run].sort((a, b) => a.step - b.step);
  const counts: number[] = [];
  for (const one of runs) for (const [port, count] of one.counts.entries()) counts[port] = (counts[port] ?? 0) + count;
  return { status: runs.at(-1)?.status ?? run.status, counts, ms: runs.reduce((sum, one) => sum + (one.ms ?? 0), 0), runs };
}
