import type { Action } from "#kit/action.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import type { ActiveRun, StepResult, Work } from "./active-run.ts";
import type { ContextHooks } from "./context.ts";
import type { Step } from "./core.ts";
import { Items } from "./items.ts";
import { inline, type PageStore } from "./outputs.ts";
import { performItems } from "./perform-items.ts";
import { performList } from "./perform-list.ts";
import { performStream } from "./perform-stream.ts";
import { performTable } from "./perform-table.ts";
import type { Clock } from "./ports.ts";
import type { Services } from "./services.ts";

export interface PerformDeps extends PageStore {
  readonly clock: Clock;
  readonly services: Services;
  /** Gives a step's outputs in its place, by port; undefined: it does its own work. Throws what the step is to fail with. */
  readonly standIn?: (step: Step) => readonly (readonly Item[])[] | undefined;
}

/** What a single try of a step is given. */
export interface Try {
  readonly deps: PerformDeps;
  readonly run: ActiveRun;
  readonly work: Work;
  readonly hooks: ContextHooks;
  /** Aborts with the run, the step or the step's time limit. */
  readonly signal: AbortSignal;
}

/** A disabled step hands on what comes in: with several outputs, by the first. */
function passThrough(attempt: Try): StepResult {
  const { step } = attempt.work;
  const input = step.inputs.find((i) => i !== null)?.items ?? Items.of([]);
  const copies = [...input].map((item, source): Item => ({ ...item, source }));
  return { kind: "done", outputs: step.node.outputs.map((_, port) => inline(port === 0 ? copies : [])) };
}

function firstItemOnly(attempt: Try): void {
  const { step } = attempt.work;
  const inputs = step.inputs as ({ items: Items } | null)[];
  for (const input of inputs) {
    const first = input?.items.at(0);
    if (input && first && input.items.length > 1) input.items = Items.of([first]);
  }
}

/** Nothing leaves the machine: the step's recorded sample stands for what the outside would answer, once for each item. */
function simulated(attempt: Try, action: Action): StepResult {
  const { step } = attempt.work;
  const count = step.inputs.find((i) => i !== null)?.items.length ?? 0;
  if (action.sample.length === 0) {
    throw userError(`${step.node.node.name}: this step has no sample to simulate with.`, {
      fix: "Pin an output to it, or leave it out of the simulation.",
    });
  }
  const items = Array.from({ length: count }, (_, source) =>
    action.sample.map((json): Item => ({ json: structuredClone(json), source })),
  ).flat();
  return { kind: "done", outputs: step.node.outputs.map((_, port) => inline(port === 0 ? items : [])) };
}

/** Runs a step once. Synchronous where the action is: the way of most steps. */
export function perform(attempt: Try): StepResult | Promise<StepResult> {
  const { run, work } = attempt;
  const { node, action } = { node: work.step.node.node, action: work.step.node.action };
  if (node.disabled) return passThrough(attempt);
  const given = attempt.deps.standIn?.(work.step);
  if (given) return { kind: "done", outputs: work.step.node.outputs.map((_, port) => inline(given[port] ?? [])) };
  if (node.pinned && run.mode !== "live" && run.options.usePinned !== false) {
    return { kind: "done", outputs: work.step.node.outputs.map((_, port) => inline(port === 0 ? (node.pinned ?? []) : [])) };
  }
  if (!action) {
    const what = work.step.node.trigger
      ? "A trigger can't stand behind another step."
      : `Nothing here can run steps of type '${node.original?.type ?? node.type}'.`;
    throw userError(`${node.name}: ${what}`, { fix: "Replace this step by one from the catalog, or remove it." });
  }
  if (node.runOnce) firstItemOnly(attempt);
  if (run.mode === "simulate" && action.effect !== "none") return simulated(attempt, action);
  switch (action.mode) {
    case "stream":
      return performStream(attempt, action);
    case "list":
      return performList(attempt, action);
    case "table":
      return performTable(attempt, action);
    case "item":
      return performItems(attempt, action);
  }
}
