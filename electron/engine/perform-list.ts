import type { ListAction } from "#kit/action.ts";
import type { ItemFailure, ListOutputs, ListResult } from "#kit/context.ts";
import type { ItemList } from "#kit/items.ts";
import { turn } from "#kit/turn.ts";
import { StepError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import type { StepResult } from "./active-run.ts";
import { EngineContext } from "./context.ts";
import { errorItem, goesOn } from "./error-items.ts";
import { asItems, PAGE_ITEMS } from "./items.ts";
import { Collector, inline } from "./outputs.ts";
import type { Try } from "./perform.ts";
import { interrupted, type Nature, natureOf, whenInterrupted } from "./retry.ts";

/** Hands an action whole lists and takes whole lists; large results go to the journal page by page. */
export function performList(attempt: Try, action: ListAction<unknown>): StepResult | Promise<StepResult> {
  const { deps, run, work } = attempt;
  const sinks = work.step.node.outputs.map((_, port) => new Collector(deps, run.id, work.step.id, port));
  const context = new EngineContext(run, work.step, deps.services, attempt.hooks, attempt.signal, sinks);
  if (action.effect !== "none") {
    const nature = natureOf(action, context.params(0));
    work.nature = nature;
    if (nature.effect === "write") return writeOnce(attempt, action, context, nature, sinks);
  }
  const result = action.run(context);
  return result instanceof Promise ? result.then((r) => finish(attempt, r, sinks)) : finish(attempt, result, sinks);
}

/** A write over the whole list is one try: on record before it starts, and in doubt as a whole if it is cut off. */
async function writeOnce(
  attempt: Try,
  action: ListAction<unknown>,
  context: EngineContext,
  nature: Nature,
  sinks: readonly Collector[],
): Promise<StepResult> {
  const { deps, run, work } = attempt;
  const { progress, step } = work;
  const settled = progress.outcomes.get(0);
  if (settled?.status === "skipped") return { kind: "done", outputs: step.node.outputs.map(() => inline([])) };
  if (settled?.status === "succeeded")
    return { kind: "done", outputs: step.node.outputs.map((_, port) => inline(port === settled.port ? settled.items : [])) };
  if (progress.interrupted.delete(0)) {
    const choice = whenInterrupted(step.node.node, nature);
    if (choice === "skip") return { kind: "done", outputs: step.node.outputs.map(() => inline([])) };
    if (choice === "ask") {
      const failure = interrupted(0);
      progress.unknown.set(0, failure);
      return { kind: "unknown", failure, items: [0] };
    }
  }
  deps.journal.append({
    kind: "started",
    run: run.id,
    step: step.id,
    node: step.node.node.id,
    attempt: work.attempt,
    item: 0,
    at: deps.clock.now(),
  });
  await deps.journal.durable();
  attempt.signal.throwIfAborted();
  const result = await finish(attempt, await action.run(context), sinks);
  return result.kind === "done" ? { ...result, wrote: true } : result;
}

function finish(attempt: Try, result: ListResult, sinks: readonly Collector[]): StepResult | Promise<StepResult> {
  const { step } = attempt.work;
  if ("wait" in result) {
    const { until, resumeKey, runs } = result.wait;
    return {
      kind: "wait",
      ...(until === undefined ? {} : { until }),
      ...(resumeKey === undefined ? {} : { resumeKey }),
      ...(runs === undefined ? {} : { runs }),
      outputs: step.node.outputs.map((_, port) => asItems(result.outputs[port] ?? [])),
      state: result.state,
    };
  }
  if (result.failures?.length) return finish(attempt, withFailures(attempt, result.outputs, result.failures, result.state), sinks);
  const large = sinks.some((sink) => !sink.empty) || result.outputs.some((list) => list.length > PAGE_ITEMS);
  if (!large)
    return { kind: "done", outputs: step.node.outputs.map((_, port) => inline(asArray(result.outputs[port]))), state: result.state };
  return inPages(attempt, result.outputs, result.state, sinks);
}

/** Items that failed while the others went on: the step fails with the first, or error items stand in their places. */
function withFailures(attempt: Try, outputs: ListOutputs["outputs"], failures: readonly ItemFailure[], state: unknown): ListOutputs {
  const { node, inputs } = attempt.work.step;
  const first = failures[0];
  if (first && !goesOn(node)) throw new StepError({ ...first.failure, item: first.item });
  const input = inputs.find((i) => i !== null)?.items;
  const lists = node.outputs.map((_, port) => [...asArray(outputs[port])]);
  for (const [n, f] of failures.entries()) {
    const failed = errorItem(node, f.failure, input?.at(f.item), f.item);
    // On output 0 it takes the place it would have had; those put in before it have moved it on.
    if (failed.port === 0) lists[0]?.splice(f.at + n, 0, failed.item);
    else lists[failed.port]?.push(failed.item);
  }
  return { outputs: lists, state };
}

const asArray = (list: readonly Item[] | ItemList | undefined): readonly Item[] =>
  list === undefined ? [] : Array.isArray(list) ? list : (asItems(list).single() ?? [...list]);

/** What was emitted comes first, then the lists that were returned. */
async function inPages(
  attempt: Try,
  lists: readonly (readonly Item[] | ItemList)[],
  state: unknown,
  sinks: readonly Collector[],
): Promise<StepResult> {
  for (const [port, list] of lists.entries()) {
    const sink = sinks[port];
    if (!sink) continue;
    let count = 0;
    for (const item of list) {
      sink.push(item);
      if (++count % PAGE_ITEMS === 0) {
        if (sink.crowded) await sink.ease();
        else await turn();
        attempt.signal.throwIfAborted();
      }
    }
  }
  for (const sink of sinks) sink.close();
  for (const sink of sinks) await sink.settle();
  return { kind: "done", outputs: sinks.map((s) => s.build()), state };
}
