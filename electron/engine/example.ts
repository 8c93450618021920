import { RunId } from "#shared/model/ids.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { newWork } from "./active-run.ts";
import { type Core, createCore, type Input, type Step, seed } from "./core.ts";
import type { Executor, ExecutorDeps } from "./executor.ts";
import { Items } from "./items.ts";
import { newRun } from "./new-run.ts";
import { perform } from "./perform.ts";
import type { Plan, PlanNode } from "./plan.ts";
import { seedFrom } from "./resume.ts";

/** Items of each list that an example goes by. */
const FEW = 5;
/** Milliseconds for one step. */
const LIMIT = 1_000;

interface Feed {
  source: PlanNode;
  output: number;
  input: number;
}
export type Feeds = ReadonlyMap<PlanNode, readonly Feed[]>;

/** Which outputs lead to each step. */
export function feedsOf(plan: Plan): Feeds {
  const feeds = new Map<PlanNode, Feed[]>();
  for (const source of plan.nodes) {
    for (const [output, wires] of source.wires.entries()) {
      for (const { to, input } of wires) {
        const known = feeds.get(to);
        if (known) known.push({ source, output, input });
        else feeds.set(to, [{ source, output, input }]);
      }
    }
  }
  return feeds;
}

/** What has last been put before a step, by input. */
export function latestInputs(core: Core, node: PlanNode, feeds: Feeds): (Input | null)[] {
  return node.inputs.map((_, port) => {
    for (const { source, output, input } of feeds.get(node) ?? []) {
      if (input !== port) continue;
      const step = core.runsOf.get(source.index)?.findLast((s) => (s.outputs[output]?.length ?? 0) > 0);
      const items = step?.outputs[output];
      if (step && items) return { items, step: step.id, port: output };
    }
    return null;
  });
}

/** `target` and what leads to it, each after what leads to it; a ring is gone round once. */
function inOrder(target: PlanNode, feeds: Feeds): PlanNode[] {
  const order: PlanNode[] = [];
  const seen = new Set([target]);
  const path = [{ node: target, next: 0 }];
  for (let at = path.at(-1); at; at = path.at(-1)) {
    const feed = feeds.get(at.node)?.[at.next++];
    if (!feed) {
      order.push(at.node);
      path.pop();
    } else if (!seen.has(feed.source)) {
      seen.add(feed.source);
      path.push({ node: feed.source, next: 0 });
    }
  }
  return order;
}

const firstOf = (items: Items, count: number): Item[] =>
  Array.from({ length: Math.min(items.length, count) }, (_, n) => items.at(n) ?? { json: {} });

export interface Example {
  outputs: Item[][];
  before: Record<string, JsonObject>;
}

export const NO_RUN = RunId.parse("0");

/**
 * What a step would put out, by port, and the fields of the first item that each step before it gives, by node id: of the run
 * where it got that far. Nothing for a step that is not there.
 */
export async function exampleOf(executor: Executor, plan: Plan, run: RunId | null, nodeId: string): Promise<Example> {
  const target = plan.byId.get(nodeId);
  if (!target) return { outputs: [], before: {} };
  const core = createCore(plan);
  if (run !== null) seedFrom(executor, core, run, Number.POSITIVE_INFINITY);
  const feeds = feedsOf(plan);
  await playExamples(executor.deps, core, { run: run ?? NO_RUN, feeds, target, withTarget: true });
  const last = (node: PlanNode) => core.runsOf.get(node.index)?.at(-1)?.outputs ?? [];
  const before = inOrder(target, feeds).flatMap((node) => {
    const first = last(node)
      .find((items) => items.length > 0)
      ?.at(0);
    return node === target || !first ? [] : [[node.node.id, first.json] as const];
  });
  return {
    outputs: last(target).map((items) => firstOf(items, FEW)),
    before: Object.fromEntries(before),
  };
}

/**
 * Fills in what steps would put out that have not run: what is pinned to them; of steps that do nothing outside, their own
 * work on the example before them; of the others their sample. Nothing is recorded, nothing leaves, no code of the workflow
 * runs. Gives the ids of the steps it made up.
 */
export async function playExamples(
  deps: ExecutorDeps,
  core: Core,
  about: { run: RunId; feeds: Feeds; target: PlanNode; withTarget: boolean },
): Promise<ReadonlySet<number>> {
  const played = new Set<number>();
  for (const node of inOrder(about.target, about.feeds)) {
    if (core.runsOf.has(node.index) || (node === about.target && !about.withTarget)) continue;
    const inputs = latestInputs(core, node, about.feeds);
    // A step to which nothing leads works on one empty item, as behind a trigger by hand.
    for (const input of inputs) if (input && input.items.length > FEW) input.items = Items.of(firstOf(input.items, FEW));
    if (inputs.length > 0 && !about.feeds.has(node)) inputs[0] = { items: Items.of([{ json: {} }]), step: -1, port: 0 };
    const id = core.steps.length;
    const step: Step = { id, node, runIndex: 0, inputs, phase: "active", outputs: [], state: undefined };
    const outputs = await exampleOutputs(deps, core, step, about.run);
    seed(
      core,
      node,
      id,
      inputs,
      outputs.map((items) => Items.of(items.slice(0, FEW))),
      undefined,
    );
    played.add(id);
  }
  return played;
}

async function exampleOutputs(deps: ExecutorDeps, core: Core, step: Step, id: RunId): Promise<(readonly Item[])[]> {
  const { node, action, trigger, outputs, errorPort } = step.node;
  const onFirst = (items: readonly Item[]) => outputs.map((_, port) => (port === 0 ? items : []));
  if (node.pinned) return onFirst(node.pinned);
  const sample = ((action ?? trigger)?.sample ?? []).map((json): Item => ({ json: { ...json }, ...(trigger ? {} : { source: 0 }) }));
  const sampled = outputs.map((_, port) => (port === errorPort ? [] : sample));
  if (!action || (action.effect !== "none" && !node.disabled)) return sampled;
  const outside = { asked: false };
  const own = quiet(deps, outside);
  const at = deps.clock.now();
  const about = { mode: "test" as const, version: null, options: {}, size: 0, at, active: false };
  try {
    const result = await perform({
      deps: own,
      run: newRun(id, core, about, own),
      work: newWork(step, at),
      hooks: { log: () => {}, respond: () => {}, call: outsideCall(outside) },
      signal: AbortSignal.timeout(LIMIT),
    });
    if (result.kind === "done" || result.kind === "wait") {
      const lists = result.kind === "done" ? result.outputs.map(({ items }) => items) : result.outputs;
      const given = step.inputs.find((input) => input !== null)?.items ?? [];
      // An example that takes another way says nothing of what stands behind this one.
      return lists.map((items, port) => [...(items.length === 0 && action.passes && port !== errorPort ? given : items)]);
    }
  } catch {
    // Its fields are not right yet, or it asked for the outside.
  }
  return outside.asked ? sampled : onFirst([]);
}

/** Other workflows are the outside too. */
const outsideCall = (outside: { asked: boolean }) => (): never => {
  outside.asked = true;
  throw new Error("An example calls no workflow.");
};

/** The same engine without a journal and without the outside. */
function quiet(deps: ExecutorDeps, outside: { asked: boolean }): ExecutorDeps {
  const refuse = (): never => {
    outside.asked = true;
    throw new Error("An example asks nothing of the outside.");
  };
  return {
    ...deps,
    journal: { append: () => 0, durable: () => undefined, acceptKeyed: refuse, commitTables: refuse },
    services: {
      ...deps.services,
      http: refuse,
      sessions: refuse,
      files: refuse,
      secrets: () => undefined,
      code: { run: refuse },
      blobs: { put: refuse, read: refuse, bytes: refuse },
      setStaticData: () => {},
    },
  };
}
