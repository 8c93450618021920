import type { StreamAction } from "#kit/action.ts";
import type { ItemList } from "#kit/items.ts";
import { turn } from "#kit/turn.ts";
import { failureOf } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import type { StepResult } from "./active-run.ts";
import { EngineContext } from "./context.ts";
import { errorItem, goesOn } from "./error-items.ts";
import { Items } from "./items.ts";
import { Collector } from "./outputs.ts";
import type { Try } from "./perform.ts";

/** Milliseconds that a step may hold the thread before others get a turn. */
const SLICE_MS = 12;
const FIRST_CHUNK = 64;

/** Works through the input in chunks that fit a slice; stays synchronous while it is quick. */
export function performStream(attempt: Try, action: StreamAction<unknown>): StepResult | Promise<StepResult> {
  const { deps, run, work } = attempt;
  const { step } = work;
  const sinks = step.node.outputs.map((_, port) => new Collector(deps, run.id, step.id, port));
  const context = new EngineContext(run, step, deps.services, attempt.hooks, attempt.signal, sinks);
  const input = step.inputs.find((i) => i !== null)?.items ?? Items.of([]);

  const runChunk = (items: readonly Item[], offset: number): void => {
    let from = 0;
    while (from < items.length) {
      context.items = from === 0 ? items : items.slice(from);
      context.offset = offset + from;
      try {
        action.run(context);
        return;
      } catch (error) {
        const failure = failureOf(error);
        const at = failure.item;
        if (!goesOn(step.node) || failure.kind === "engine" || at === undefined) throw error;
        const failed = errorItem(step.node, failure, items[at - offset], at);
        sinks[failed.port]?.push(failed.item);
        from = at - offset + 1;
      }
    }
  };
  const build = (): StepResult => ({ kind: "done", outputs: sinks.map((s) => s.build()) });

  const only = input.single();
  if (only && only.length <= FIRST_CHUNK) {
    runChunk(only, 0);
    // A few items may have become many: their last page goes to the journal too.
    return sinks.some((s) => s.paged) ? endPages(sinks).then(build) : build();
  }
  return inSlices(input, runChunk, sinks, attempt.signal).then(build);
}

async function inSlices(
  input: ItemList,
  runChunk: (items: readonly Item[], offset: number) => void,
  sinks: readonly Collector[],
  signal: AbortSignal,
): Promise<void> {
  let offset = 0;
  let chunk = FIRST_CHUNK;
  let sliceStart = performance.now();
  for (const page of input.pages()) {
    for (let from = 0; from < page.length; ) {
      const before = performance.now();
      const items = from === 0 && chunk >= page.length ? page : page.slice(from, from + chunk);
      runChunk(items, offset + from);
      from += items.length;
      const now = performance.now();
      const ms = now - before;
      if (ms < SLICE_MS / 3) chunk = Math.min(chunk * 2, 4096);
      else if (ms > SLICE_MS) chunk = Math.max(1, chunk >> 1);
      if (sinks.some((s) => s.crowded)) {
        for (const s of sinks) await s.ease();
        sliceStart = performance.now();
      } else if (now - sliceStart > SLICE_MS) {
        await turn();
        sliceStart = performance.now();
      }
      signal.throwIfAborted();
    }
    offset += page.length;
  }
  await endPages(sinks);
}

async function endPages(sinks: readonly Collector[]): Promise<void> {
  for (const s of sinks) s.close();
  if (sinks.some((s) => s.paged)) for (const s of sinks) await s.settle();
}
