import type { Failure } from "#shared/model/failure.ts";
import type { StepId } from "#shared/model/ids.ts";
import { Items } from "./items.ts";
import type { Plan, PlanNode } from "./plan.ts";

/**
 * The executor's pure heart: what has happened in a run, and what may happen next. No clock, no disk, no network.
 * The same calls in the same order give the same state, so a run is resumed by replaying its journal.
 */
export interface Input {
  items: Items;
  step: StepId;
  port: number;
}

export interface Step {
  readonly id: StepId;
  readonly node: PlanNode;
  /** How often this node had been scheduled before in this run. */
  readonly runIndex: number;
  readonly inputs: readonly (Input | null)[];
  phase: "ready" | "active" | "done" | "failed" | "cancelled";
  outputs: readonly Items[];
  /** What the action wants to find when this node runs next. */
  state: unknown;
}

interface JoinSlot {
  readonly node: PlanNode;
  readonly inputs: (Input | null)[];
}

/** Limits of a test run: only these nodes run, and nothing leaves `upTo`. */
export interface Scope {
  readonly only: ReadonlySet<number>;
  readonly upTo: PlanNode;
}

export interface Core {
  readonly plan: Plan;
  readonly steps: Step[];
  /** Done runs of each node, by node index. */
  readonly runsOf: Map<number, Step[]>;
  readonly scheduled: Map<number, number>;
  ready: Step[];
  head: number;
  /** Taken and not yet over: running, waiting, or of unknown outcome. */
  readonly active: Set<Step>;
  slots: JoinSlot[];
  readonly limit: Scope | undefined;
  failed: { step: Step; failure: Failure } | undefined;
  cancelled: boolean;
}

export function createCore(plan: Plan, limit?: Scope): Core {
  return {
    plan,
    steps: [],
    runsOf: new Map(),
    scheduled: new Map(),
    ready: [],
    head: 0,
    active: new Set(),
    slots: [],
    limit,
    failed: undefined,
    cancelled: false,
  };
}

function newStep(core: Core, node: PlanNode, inputs: readonly (Input | null)[], id = core.steps.length): Step {
  const runIndex = core.scheduled.get(node.index) ?? 0;
  core.scheduled.set(node.index, runIndex + 1);
  const step: Step = { id, node, runIndex, inputs, phase: "ready", outputs: [], state: undefined };
  core.steps[id] = step;
  return step;
}

function recordDone(core: Core, step: Step, outputs: readonly Items[], state: unknown): void {
  step.phase = "done";
  step.outputs = outputs;
  step.state = state;
  const runs = core.runsOf.get(step.node.index);
  if (runs) runs.push(step);
  else core.runsOf.set(step.node.index, [step]);
}

/** The run starts with what a trigger gave. */
export function startAtTrigger(core: Core, trigger: PlanNode, outputs: readonly Items[]): Step {
  const step = newStep(core, trigger, []);
  recordDone(core, step, outputs, undefined);
  deliver(core, step);
  if (core.slots.length > 0) closeJoins(core);
  return step;
}

/** The run starts at a step in the middle, with these items on its inputs. */
export function startAtNode(core: Core, node: PlanNode, inputs: readonly (Input | null)[], id?: StepId): Step {
  const step = newStep(core, node, inputs, id);
  core.ready.push(step);
  return step;
}

/** A step of the run that this one repeats: known to `$('Name')`, delivers nothing. */
export function seed(
  core: Core,
  node: PlanNode,
  id: StepId,
  inputs: readonly (Input | null)[],
  outputs: readonly Items[],
  state: unknown,
): void {
  recordDone(core, newStep(core, node, inputs, id), outputs, state);
}

function schedule(core: Core, node: PlanNode, inputs: readonly (Input | null)[]): void {
  core.ready.push(newStep(core, node, inputs));
}

function arrive(core: Core, node: PlanNode, port: number, input: Input): void {
  if (!node.join) {
    const inputs: (Input | null)[] = node.inputs.map(() => null);
    inputs[port] = input;
    schedule(core, node, inputs);
    return;
  }
  let slot = core.slots.find((s) => s.node === node && s.inputs[port] === null);
  if (!slot) {
    slot = { node, inputs: node.inputs.map(() => null) };
    core.slots.push(slot);
  }
  slot.inputs[port] = input;
  const full = slot;
  if ([...node.connected].every((i) => full.inputs[i] !== null)) {
    core.slots.splice(core.slots.indexOf(slot), 1);
    schedule(core, node, slot.inputs);
  } else if (core.plan.order === "n8n-v0") forceMissing(core, slot);
}

/** The oldest order runs what would feed a join's missing input and never got anything itself, with one empty item. */
function forceMissing(core: Core, slot: JoinSlot): void {
  for (const i of slot.node.connected) {
    if (slot.inputs[i] !== null || canStillArrive(core, slot, i)) continue;
    for (const feeder of core.plan.direct(slot.node, i)) {
      const idle = firstIdle(core, feeder);
      if (!idle || (core.limit && !core.limit.only.has(idle.index))) continue;
      schedule(
        core,
        idle,
        idle.inputs.map((_, port) => (port === 0 ? { items: Items.of([{ json: {} }]), step: -1, port: 0 } : null)),
      );
    }
  }
}

/** The first node on the way to this one that was never scheduled; undefined where this one itself was. */
function firstIdle(core: Core, node: PlanNode): PlanNode | undefined {
  const idle = (one: PlanNode): boolean => !one.trigger && !core.scheduled.has(one.index);
  if (!idle(node)) return undefined;
  let first = node;
  for (const seen = new Set([first]); ; seen.add(first)) {
    const before = core.plan.direct(first, 0).find((one) => idle(one) && !seen.has(one));
    if (!before) return first;
    first = before;
  }
}

function deliver(core: Core, step: Step): void {
  const { wires } = step.node;
  if (core.limit?.upTo === step.node) return;
  const targets: { node: PlanNode; port: number; input: Input }[] = [];
  for (let port = 0; port < wires.length; port++) {
    const items = step.outputs[port];
    if (!items) continue;
    const none = items.length === 0;
    // In the oldest order a join's later inputs take an empty list for an answer.
    if (none && core.plan.order !== "n8n-v0") continue;
    for (const wire of wires[port] ?? []) {
      if (none && !(wire.to.join && wire.input > 0)) continue;
      if (core.limit && !core.limit.only.has(wire.to.index)) continue;
      targets.push({ node: wire.to, port: wire.input, input: { items, step: step.id, port } });
    }
  }
  // n8n v1 finishes the branch that stands highest before the next: the last one pushed is taken first.
  if (core.plan.order === "n8n-v1") targets.sort((a, b) => b.node.rank - a.node.rank);
  for (const t of targets) arrive(core, t.node, t.port, t.input);
}

const readyCount = (core: Core): number => core.ready.length - core.head;

function canStillArrive(core: Core, slot: JoinSlot, input: number): boolean {
  const feeders = core.plan.feeders(slot.node, input);
  for (const step of core.active) if (feeders.has(step.node.index)) return true;
  for (let i = core.head; i < core.ready.length; i++) if (feeders.has(core.ready[i]?.node.index ?? -1)) return true;
  return core.slots.some((other) => other !== slot && other.node !== slot.node && feeders.has(other.node.index));
}

/** A join runs with what it has once no input that it misses can still get anything. */
function closeJoins(core: Core): void {
  const idle = readyCount(core) === 0 && core.active.size === 0;
  if (core.plan.order !== "parallel" && !idle) return;
  if (core.plan.order === "n8n-v0") {
    core.slots = [];
    return;
  }
  const missing = (slot: JoinSlot): number[] => [...slot.node.connected].filter((i) => slot.inputs[i] === null);
  let closed = core.slots.filter((slot) => !missing(slot).some((i) => canStillArrive(core, slot, i)));
  // Joins that wait for one another in a ring: the one that waits longest goes on.
  if (closed.length === 0 && idle) closed = core.slots.slice(0, 1);
  if (core.plan.order === "n8n-v1") closed = closed.slice(0, 1);
  for (const slot of closed) {
    core.slots.splice(core.slots.indexOf(slot), 1);
    schedule(core, slot.node, slot.inputs);
  }
}

/** The next step that may run now, now active; undefined when something must end first or nothing is left. */
export function take(core: Core): Step | undefined {
  if (core.failed || core.cancelled) return undefined;
  if (core.plan.order !== "parallel" && core.active.size > 0) return undefined;
  if (readyCount(core) === 0) return undefined;
  let step: Step | undefined;
  if (core.plan.order === "n8n-v1") step = core.ready.pop();
  else {
    step = core.ready[core.head++];
    if (core.head > 64 && core.head * 2 > core.ready.length) {
      core.ready = core.ready.slice(core.head);
      core.head = 0;
    }
  }
  if (!step) return undefined;
  step.phase = "active";
  core.active.add(step);
  return step;
}

/** An active step has ended well; its outputs go where its wires lead. */
export function complete(core: Core, step: Step, outputs: readonly Items[], state?: unknown): void {
  core.active.delete(step);
  recordDone(core, step, outputs, state);
  if (core.failed || core.cancelled) return;
  deliver(core, step);
  // Here and nowhere else: when joins close must follow from the order of events alone, or a replay would number steps otherwise.
  if (core.slots.length > 0) closeJoins(core);
}

/** An active step has failed and its workflow says stop: nothing new starts. */
export function fail(core: Core, step: Step, failure: Failure): void {
  core.active.delete(step);
  step.phase = "failed";
  core.failed ??= { step, failure };
}

export function cancelStep(core: Core, step: Step): void {
  core.active.delete(step);
  step.phase = "cancelled";
}

/** Nothing is active and nothing can start any more. */
export function isOver(core: Core): boolean {
  if (core.active.size > 0) return false;
  if (core.failed || core.cancelled) return true;
  return readyCount(core) === 0 && (core.slots.length === 0 || core.plan.order === "n8n-v0");
}

/** What the node returned as state when it last ended in this run. */
export const lastState = (core: Core, node: PlanNode): unknown => core.runsOf.get(node.index)?.at(-1)?.state;
