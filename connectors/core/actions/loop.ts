import { z } from "zod";
import { defineAction, type Port } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import type { ItemList } from "#kit/items.ts";
import type { Item } from "#shared/model/item.ts";

const Input = z.object({
  size: field(z.coerce.number().int().min(1).default(1), { title: "Items at a time", widget: "number" }),
  reset: field(z.unknown().default(false), {
    title: "Begin anew",
    help: "True where the items that come in are a new list and not the last round's: inside another loop, for example.",
    placeholder: "={{ $prevNode.name === 'Get orders' }}",
    advanced: true,
  }),
  ways: field(z.enum(["done-loop", "loop-done", "loop"]).default("done-loop"), {
    title: "Outputs",
    labels: ["Done, then loop", "Loop, then done", "Loop only"],
    widget: "select",
    expression: "no",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

/** What a round leaves to the next; the first three are what expressions see as the loop's context. */
const State = z.object({
  noItemsLeft: z.boolean(),
  currentRunIndex: z.number().int(),
  maxRunIndex: z.number().int(),
  /** The run of this step that was given the list. */
  first: z.number().int(),
  /** How many of its items have gone round. */
  offset: z.number().int(),
});
type State = z.infer<typeof State>;

const here = (ctx: ListContext<Input>): ItemList | undefined => ctx.inputs[0];

function round(list: ItemList | undefined, offset: number, size: number, run: number, now: number): Item[] {
  const items: Item[] = [];
  for (let at = offset; at < Math.min(list?.length ?? 0, offset + size); at++) {
    const item = list?.at(at);
    if (item) items.push({ ...item, source: run === now ? at : { item: at, run } });
  }
  return items;
}

/** What came back from the rounds since `first`, in their order. */
function results(ctx: ListContext<Input>, first: number): Item[] {
  const now = ctx.run.runIndex;
  const all: Item[] = [];
  for (let run = first + 1; run <= now; run++) {
    const list = run === now ? here(ctx) : ctx.earlierInput(run);
    let at = 0;
    for (const item of list ?? []) {
      all.push({ ...item, source: run === now ? at : { item: at, run } });
      at++;
    }
  }
  return all;
}

function loop(ctx: ListContext<Input>): ListOutputs {
  const { size, reset, ways } = ctx.params(0);
  const now = ctx.run.runIndex;
  const stored = reset === true || reset === "true" ? undefined : State.safeParse(ctx.state).data;
  const first = stored?.first ?? now;
  const offset = stored?.offset ?? 0;
  const list = first === now ? here(ctx) : ctx.earlierInput(first);
  const total = list?.length ?? 0;
  const items = round(list, offset, size, first, now);
  const state: State = {
    noItemsLeft: offset + items.length >= total,
    currentRunIndex: stored ? stored.currentRunIndex + 1 : 0,
    maxRunIndex: stored?.maxRunIndex ?? Math.ceil(total / size),
    first,
    offset: offset + items.length,
  };
  const done = items.length === 0 && ways !== "loop" && stored ? results(ctx, first) : [];
  return { outputs: ways === "done-loop" ? [done, items] : [items, done], state };
}

const DONE: Port = { id: "done", label: "Done" };
const LOOP: Port = { id: "loop", label: "Loop" };

function loopPorts(params: Record<string, unknown>): Port[] {
  if (params.ways === "loop") return [LOOP];
  return params.ways === "loop-done" ? [LOOP, DONE] : [DONE, LOOP];
}

export const loopAction = defineAction<Input>({
  id: "loop",
  title: "Loop over items",
  description: "Sends the items round in batches until all have been; then hands on what came back.",
  example: "500 customers go to a service in groups of 50, one group after the other.",
  keywords: ["batch", "each", "repeat", "iterate", "while", "chunk"],
  icon: "repeat",
  mode: "list",
  input: Input,
  sample: [{ id: 1 }],
  effect: "none",
  idempotent: "naturally",
  outputs: loopPorts,
  run: loop,
});
