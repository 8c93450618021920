import { z } from "zod";
import { defineAction, type Port } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { pace } from "#kit/turn.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, Source } from "#shared/model/item.ts";
import { mergeByFields } from "../merge/by-fields.ts";
import { type Clash, combine, type Entry, linked, linkOf } from "../merge/combine.ts";
import { MergeInput } from "../merge/input.ts";
import { MOST_PAIRS, MOST_VALUES, widthOf } from "../merge/match.ts";
import { selectFrom } from "../sql/select.ts";

const Count = z.number().int().min(2).max(10).catch(2);

export const mergePorts = (params: Record<string, unknown>): Port[] =>
  Array.from({ length: Count.parse(params.inputs) }, (_, i) => ({ id: `in${i + 1}`, label: `Input ${i + 1}` }));

function byPosition(lists: readonly Entry[][], input: MergeInput, clash: Clash): Item[] {
  const lengths = lists.map((list) => list.length);
  const rows = input.unpaired === "all" ? Math.max(...lengths) : input.unpaired === "first" ? (lengths[0] ?? 0) : Math.min(...lengths);
  return Array.from({ length: rows }, (_, at) => {
    const entries = lists.flatMap((list) => list[at] ?? []);
    const [only] = entries;
    return entries.length === 1 && only && clash.prefer !== "suffix" ? linked(only) : combine(entries, clash);
  });
}

async function everyPair(first: readonly Entry[], second: readonly Entry[], clash: Clash): Promise<Item[]> {
  const pairs = first.length * second.length;
  if (pairs > MOST_PAIRS || pairs * (widthOf(first) + widthOf(second)) > MOST_VALUES)
    throw userError(`${first.length} and ${second.length} items make more pairs than fit into memory.`, {
      field: "mode",
      fix: "Merge by matching fields, or leave out items before this step.",
    });
  const paced = pace();
  const items: Item[] = [];
  for (const a of first) {
    for (const b of second) items.push(combine([a, b], clash));
    await paced();
  }
  return items;
}

function chosen(lists: readonly Entry[][], choose: number): Item[] {
  if (choose > 0) return (lists[choose - 1] ?? []).map(linked);
  const source: Source = lists.flat().map(linkOf);
  return [{ json: {}, source }];
}

/** More than these are not named: a sum is of everything. */
const MOST_SOURCES = 1_000;

async function queried(lists: readonly Entry[][], query: string): Promise<Item[]> {
  if (query.trim() === "") throw userError("There is no query.", { field: "query", fix: "Write one that begins with SELECT." });
  const links = new Map(lists.flat().map((entry) => [entry.item.json, linkOf(entry)]));
  const tables = new Map(lists.map((list, n) => [`input${n + 1}`, list.map(({ item }) => item.json)]));
  const paced = pace();
  const items: Item[] = [];
  for (const { json, from } of await selectFrom(query, tables)) {
    const waited = paced();
    if (waited) await waited;
    const source = from.length > MOST_SOURCES ? [] : from.flatMap((fields) => links.get(fields) ?? []);
    items.push({ json, ...(source.length > 0 ? { source } : {}) });
  }
  return items;
}

async function merge(ctx: ListContext<MergeInput>): Promise<ListOutputs> {
  const input = ctx.params(0);
  const lists = ctx.inputs.map((list, number) => Array.from(list, (item, index): Entry => ({ item, index, input: number })));
  const [first = [], second = []] = lists;
  const prefer = input.clash === "prefer" ? input.prefer - 1 : input.clash;
  const clash: Clash = { prefer, deep: input.nested === "deep", keepFilled: input.keepFilled };
  switch (input.mode) {
    case "append":
      return { outputs: [lists.flat().map(linked)] };
    case "fields":
      return { outputs: [mergeByFields(first, second, input, clash)] };
    case "position":
      return { outputs: [byPosition(lists, input, clash)] };
    case "all":
      return { outputs: [await everyPair(first, second, clash)] };
    case "choose":
      return { outputs: [chosen(lists, input.choose)] };
    case "sql":
      return { outputs: [await queried(lists, input.query)] };
  }
}

export const mergeAction = defineAction<MergeInput>({
  id: "merge",
  title: "Merge",
  description: "Waits for several branches and makes one list of their items.",
  example: "Orders and customers become one item each where the customer's id is the same.",
  keywords: ["join", "combine", "append", "lookup", "match", "union", "vlookup"],
  icon: "merge",
  mode: "list",
  input: MergeInput,
  sample: [{ id: 1, name: "Ada", total: 120.5 }],
  effect: "none",
  idempotent: "naturally",
  inputs: mergePorts,
  join: true,
  run: merge,
});
