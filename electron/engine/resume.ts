import { z } from "zod";
import { Failure } from "#shared/model/failure.ts";
import type { RunId } from "#shared/model/ids.ts";
import { Item } from "#shared/model/item.ts";
import { type ActiveRun, newWork, type RunOptions, type Work } from "./active-run.ts";
import {
  type Core,
  cancelStep,
  complete,
  createCore,
  fail,
  type Input,
  type Step,
  seed,
  startAtNode,
  startAtTrigger,
  take,
} from "./core.ts";
import type { Executor } from "./executor.ts";
import { Items } from "./items.ts";
import { limitOf } from "./new-run.ts";
import { pagedItems, parseItems } from "./outputs.ts";
import { tableOutputs } from "./perform-table.ts";
import type { Plan, PlanNode } from "./plan.ts";
import type { HistoryEntry, StoredRun } from "./ports.ts";

const Lists = z.array(z.array(Item));
const Held = z.object({ outputs: Lists, state: z.unknown().optional() });
const ItemPayload = z.object({ port: z.number().int(), items: z.array(Item) });
const Attempt = z.object({ attempt: z.number().int() });
export const Options = z.object({
  upTo: z.string().optional(),
  only: z.string().optional(),
  usePinned: z.boolean().optional(),
  trial: z.boolean().optional(),
});

type StepEntry = Extract<HistoryEntry, { kind: "step" }>;

/** The journal tells of something that this workflow does not have: it was made by another version of the program. */
export class HistoryMismatch extends Error {
  constructor(run: RunId, what: string) {
    super(`The record of run ${run} does not fit its workflow: ${what}.`);
    this.name = "HistoryMismatch";
  }
}

/** A step's outputs as they are on record. */
export function recordedOutputs(executor: Executor, run: RunId, node: PlanNode, step: Step, entry: StepEntry): Items[] {
  if (entry.outputs) {
    return entry.outputs.map((out, port) => {
      if (out.kind === "inline") return Items.of(parseItems(out.text));
      return pagedItems(executor.deps, run, entry.step, port, out.count);
    });
  }
  if (node.action?.mode !== "table") throw new HistoryMismatch(run, `step ${entry.step} changed a table`);
  const outputs = tableOutputs(step, node.action, entry.tables.ops, entry.tables.results);
  if (node.node.alwaysOutputData && (outputs[0]?.length ?? 0) === 0) outputs[0] = Items.of([{ json: {} }]);
  return outputs;
}

/**
 * Puts a run together again from its journal, up to the last thing on record. It does not start anything yet. `payload`: what
 * the run begins with, where its record is not on disk yet.
 */
export function rebuild(executor: Executor, plan: Plan, stored: StoredRun, active: boolean, payload?: string): ActiveRun {
  const { reader } = executor.deps;
  const options: RunOptions = stored.options === undefined ? {} : Options.parse(JSON.parse(stored.options));
  const core = createCore(plan, limitOf(plan, options));
  const input = payload ?? reader.input(stored.run);
  const run = executor.createRun(stored.run, core, {
    mode: stored.mode,
    version: stored.version,
    options,
    at: stored.at,
    size: input.length,
    active,
    calledBy: stored.calledBy,
  });
  const start = plan.byId.get(stored.trigger);
  if (!start) throw new HistoryMismatch(stored.run, "its first step is gone");
  const lists = Lists.parse(JSON.parse(input)).map((list) => Items.of(list));
  const from = stored.rerunFrom === undefined ? undefined : Number(stored.rerunFrom);
  if (stored.rerunOf !== undefined && from !== undefined) seedFrom(executor, core, stored.rerunOf, from);
  if (start.trigger) startAtTrigger(core, start, lists);
  else startAtNode(core, start, inputsOf(core, start, lists, from, executor, stored), from);
  for (const entry of reader.history(stored.run)) replay(executor, run, entry);
  return run;
}

/** The wires by which a rerun's first step had got its items, so that lineage reaches back through them. */
function inputsOf(
  core: Core,
  node: PlanNode,
  lists: readonly Items[],
  from: number | undefined,
  executor: Executor,
  stored: StoredRun,
): (Input | null)[] {
  const wires = from === undefined || stored.rerunOf === undefined ? [] : originalInputs(executor, stored.rerunOf, from);
  return node.inputs.map((_, port) => {
    const items = lists[port];
    if (!items) return null;
    const wire = wires[port];
    return { items, step: wire && core.steps[wire.step] ? wire.step : -1, port: wire?.port ?? 0 };
  });
}

function originalInputs(executor: Executor, run: RunId, step: number): readonly ({ step: number; port: number } | null)[] {
  for (const entry of executor.deps.reader.history(run)) if (entry.kind === "step" && entry.step === step) return entry.inputs;
  return [];
}

/** What the step that ended last in an ended run gave on its first output; of a run without steps, what it started with. */
export function lastOutput(executor: Executor, plan: Plan, stored: StoredRun): Items {
  const { reader } = executor.deps;
  const entry = reader.history(stored.run).findLast((e): e is StepEntry => e.kind === "step" && e.status === "succeeded");
  const node = entry && plan.byId.get(entry.node);
  if (!entry || !node) return Items.of(Lists.parse(JSON.parse(reader.input(stored.run)))[0] ?? []);
  const shape: Step = { id: entry.step, node, runIndex: entry.runIndex, inputs: [], phase: "done", outputs: [], state: undefined };
  return recordedOutputs(executor, stored.run, node, shape, entry)[0] ?? Items.of([]);
}

/** The items that a recorded step was given, by input port. */
export function recordedInputs(executor: Executor, plan: Plan, stored: StoredRun, step: number): Item[][] {
  const history = executor.deps.reader.history(stored.run);
  const entry = (id: number): StepEntry | undefined => history.find((e): e is StepEntry => e.kind === "step" && e.step === id);
  return (entry(step)?.inputs ?? []).map((wire) => {
    if (!wire) return [];
    const source = entry(wire.step);
    if (!source) return wire.step === 0 ? (Lists.parse(JSON.parse(executor.deps.reader.input(stored.run)))[wire.port] ?? []) : [];
    const node = plan.byId.get(source.node);
    if (!node) return [];
    const shape: Step = { id: source.step, node, runIndex: source.runIndex, inputs: [], phase: "done", outputs: [], state: undefined };
    return [...(recordedOutputs(executor, stored.run, node, shape, source)[wire.port] ?? [])];
  });
}

/** Steps that the repeated run had done before the one it is repeated from. */
export function seedFrom(executor: Executor, core: Core, run: RunId, before: number): void {
  const { reader } = executor.deps;
  const stored = reader.run(run);
  const trigger = stored && core.plan.byId.get(stored.trigger);
  if (trigger?.trigger)
    seed(
      core,
      trigger,
      0,
      [],
      Lists.parse(JSON.parse(reader.input(run))).map((l) => Items.of(l)),
      undefined,
    );
  for (const entry of reader.history(run)) {
    if (entry.kind !== "step" || entry.status !== "succeeded" || entry.step >= before) continue;
    const node = core.plan.byId.get(entry.node);
    if (!node) continue;
    const inputs = entry.inputs.map((i): Input | null => {
      const source = i && core.steps[i.step];
      return i && source ? { items: source.outputs[i.port] ?? Items.of([]), step: i.step, port: i.port } : null;
    });
    const shape: Step = { id: entry.step, node, runIndex: entry.runIndex, inputs, phase: "done", outputs: [], state: undefined };
    seed(
      core,
      node,
      entry.step,
      inputs,
      recordedOutputs(executor, run, node, shape, entry),
      entry.state === undefined ? undefined : JSON.parse(entry.state),
    );
  }
}

/** The step, taken as it was then. */
function active(run: ActiveRun, id: number): Step {
  for (;;) {
    const step = run.core.steps[id];
    if (step?.phase === "active") return step;
    const next = take(run.core);
    if (!next) throw new HistoryMismatch(run.id, `step ${id} does not follow from what is before it`);
    run.works.set(next, newWork(next, run.startedAt));
  }
}

function workOf(run: ActiveRun, id: number): Work {
  const step = active(run, id);
  const work = run.works.get(step) ?? newWork(step, run.startedAt);
  run.works.set(step, work);
  return work;
}

function replay(executor: Executor, run: ActiveRun, entry: HistoryEntry): void {
  if ("node" in entry && active(run, entry.step).node.node.id !== entry.node)
    throw new HistoryMismatch(run.id, `step ${entry.step} was '${entry.node}'`);
  switch (entry.kind) {
    case "started": {
      const { progress } = workOf(run, entry.step);
      progress.interrupted.add(entry.item);
      progress.attempts.set(entry.item, entry.attempt);
      return;
    }
    case "item":
      replayItem(workOf(run, entry.step), entry);
      return;
    case "step": {
      const step = active(run, entry.step);
      run.works.delete(step);
      if (entry.status === "cancelled") cancelStep(run.core, step);
      else if (entry.status === "failed") fail(run.core, step, entry.failure ?? Failure.parse({ kind: "engine", message: "failed" }));
      else
        complete(
          run.core,
          step,
          recordedOutputs(executor, run.id, step.node, step, entry),
          entry.state === undefined ? undefined : JSON.parse(entry.state),
        );
      return;
    }
    case "waiting": {
      const work = workOf(run, entry.step);
      work.attempt = entry.attempt;
      work.waiting = {
        for: entry.for,
        ...(entry.until === undefined ? {} : { until: entry.until }),
        ...(entry.resumeKey === undefined ? {} : { resumeKey: entry.resumeKey }),
      };
      if (entry.payload !== undefined) {
        const held = Held.parse(JSON.parse(entry.payload));
        work.held = { outputs: held.outputs.map((l) => Items.of(l)), state: held.state };
      }
      work.awaitsRuns = entry.for === "run";
      work.runsUntil = work.awaitsRuns ? entry.until : undefined;
      // What is tried again has failed on record: nothing is in doubt about it.
      if (entry.for === "retry") for (const item of entry.items ?? [0]) work.progress.interrupted.delete(item);
      if (entry.for === "decision" && entry.failure) for (const item of entry.items ?? [0]) markUnknown(work, item, entry.failure);
      return;
    }
    case "settled":
      if (entry.item !== null) replaySettled(workOf(run, entry.step), entry.item, entry);
      return;
    case "event": {
      const work = workOf(run, entry.step);
      const lists = Lists.parse(JSON.parse(entry.payload)).map((l) => Items.of(l));
      work.held = { outputs: lists, state: work.held?.state };
      work.waiting = { for: "timer", until: 0 };
      return;
    }
    case "cancel":
      run.core.cancelled = true;
      run.abort.abort();
      return;
    case "running":
    case "log":
    case "answered":
    case "waits":
    case "end":
      return;
  }
}

function markUnknown(work: Work, item: number, failure: Failure): void {
  work.progress.interrupted.delete(item);
  work.progress.unknown.set(item, failure);
}

function replayItem(work: Work, entry: Extract<HistoryEntry, { kind: "item" }>): void {
  const { progress } = work;
  progress.interrupted.delete(entry.item);
  if (entry.status === "succeeded")
    progress.outcomes.set(entry.item, { status: "succeeded", ...ItemPayload.parse(JSON.parse(entry.payload)) });
  else {
    const recorded: unknown = JSON.parse(entry.payload);
    const failure = Failure.parse(recorded);
    if (entry.status === "retry") progress.attempts.set(entry.item, Attempt.parse(recorded).attempt);
    else if (entry.status === "failed") progress.outcomes.set(entry.item, { status: "failed", failure });
    else progress.unknown.set(entry.item, failure);
  }
}

export function replaySettled(
  work: Work,
  item: number,
  entry: { answer: "happened" | "repeat" | "skip"; payload?: string | undefined },
): void {
  const { progress } = work;
  progress.unknown.delete(item);
  progress.interrupted.delete(item);
  if (progress.unknown.size === 0 && work.waiting?.for === "decision") work.waiting = undefined;
  if (entry.answer === "happened") {
    const items = entry.payload === undefined ? [] : z.array(Item).parse(JSON.parse(entry.payload));
    progress.outcomes.set(item, { status: "succeeded", port: 0, items });
  } else if (entry.answer === "skip") progress.outcomes.set(item, { status: "skipped" });
}

/** Sets a rebuilt run going: timers are armed, what was under way is tried again, what is unknown asks. */
export function setGoing(executor: Executor, run: ActiveRun): void {
  const over = run.core.cancelled || run.core.failed !== undefined;
  // A list of its own: one that goes on at once brings steps that have begun already.
  for (const work of Array.from(run.works.values())) {
    if (work.awaitsRuns && !over) executor.wake(run, work);
    else if (work.waiting) executor.arm(run, work, work.waiting);
    else executor.attempt(run, work);
  }
  executor.drive(run);
}
