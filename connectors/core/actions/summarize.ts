import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { EMPTY_ITEMS } from "#kit/items.ts";
import { turn } from "#kit/turn.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { orPass, passField } from "../failing-items.ts";
import { AGGREGATIONS, keyOf, plainKey, type Tally, tallyOf } from "../summarize/measures.ts";
import { toText } from "../values/convert.ts";
import { canonical } from "../values/equality.ts";
import { fieldNames, getPath, isRecord, setOwn } from "../values/path.ts";

const Input = z.object({
  measures: field(
    z
      .array(
        z.object({
          aggregation: z.enum(AGGREGATIONS).default("count"),
          field: z.string(),
          includeEmpty: z.boolean().default(false),
          separator: z.string().default(","),
        }),
      )
      .default([]),
    { title: "Sums, counts and lists", widget: "list" },
  ),
  groupBy: field(z.union([z.string(), z.array(z.string())]).default(""), {
    title: "For each value of",
    help: "Field names, separated by commas. Empty: one result for all items.",
  }),
  output: field(z.enum(["items", "single"]).default("items"), {
    title: "Result",
    labels: ["One item for each group", "All groups in one item"],
    widget: "select",
    advanced: true,
  }),
  skipEmptyGroups: field(z.boolean().default(false), { title: "Leave out items without a group", widget: "switch", advanced: true }),
  dotNotation: field(z.boolean().default(true), { title: "Dots make paths", widget: "switch", advanced: true }),
  groupsAsText: field(z.boolean().default(false), { title: "Groups as text", widget: "switch", advanced: true }),
  missing: field(z.enum(["ignore", "fail"]).default("ignore"), {
    title: "If no item has a field",
    labels: ["Its result is empty", "The step fails"],
    widget: "select",
    advanced: true,
  }),
  failures: passField,
});
type Input = z.infer<typeof Input>;

/** A value of the first grouping field, and below it those of the next; what is summed up stands at the last. */
interface Group {
  readonly value: unknown;
  readonly inside: Map<string, Group>;
  readonly tallies: Tally[];
  /** Places in the input of the items that are in it. */
  readonly source: number[];
}

const newGroup = (value: unknown): Group => ({ value, inside: new Map(), tallies: [], source: [] });

const groupText = (value: unknown): string =>
  value === undefined ? "undefined" : value === null ? "null" : isRecord(value) ? "[object Object]" : toText(value);

/** Goes through the items once and keeps none of them, so that a list may be larger than memory. */
class Summary {
  readonly #input: Input;
  readonly #names: readonly string[];
  readonly #root = newGroup(undefined);
  /** By measure: some item has its field. */
  readonly #present: boolean[];
  #count = 0;

  constructor(input: Input) {
    this.#input = input;
    this.#names = fieldNames(input.groupBy);
    this.#present = input.measures.map(() => false);
  }

  add({ json }: Item): void {
    const { measures, dotNotation } = this.#input;
    const index = this.#count++;
    const group = this.#groupOf(json);
    if (group?.tallies.length === 0) group.tallies.push(...measures.map(tallyOf));
    group?.source.push(index);
    for (let n = 0; n < measures.length; n++) {
      const value = getPath(json, measures[n]?.field ?? "", dotNotation);
      if (value !== undefined) this.#present[n] = true;
      group?.tallies[n]?.add(value);
    }
  }

  /** Undefined: the item has no group and is left out. */
  #groupOf(json: JsonObject): Group | undefined {
    const { dotNotation, groupsAsText, skipEmptyGroups } = this.#input;
    let group = this.#root;
    for (const name of this.#names) {
      const raw = getPath(json, name, dotNotation);
      const value = groupsAsText ? groupText(raw) : (raw ?? null);
      if (skipEmptyGroups && (value === null || value === "")) return undefined;
      const id = canonical(value);
      const known = group.inside.get(id);
      if (known) group = known;
      else {
        const made = newGroup(value);
        group.inside.set(id, made);
        group = made;
      }
    }
    return group;
  }

  items(): Item[] {
    const { measures, missing, output } = this.#input;
    for (const [n, { field: name }] of measures.entries()) {
      if (missing === "fail" && !this.#present[n]) {
        throw userError(`The field '${name}' does not exist in any items`, { field: "measures", fix: "Name a field that the items have." });
      }
    }
    if (output === "single") {
      return [{ json: this.#nested(this.#root, this.#names.length), source: Array.from({ length: this.#count }, (_, index) => index) }];
    }
    return [...this.#separate(this.#root, this.#names, {})];
  }

  #measured({ tallies }: Group): JsonObject {
    return Object.fromEntries(this.#input.measures.map((one, n) => [keyOf(one), tallies[n]?.result()]));
  }

  *#separate(group: Group, [name, ...rest]: readonly string[], key: JsonObject): Generator<Item> {
    if (name === undefined) {
      yield { json: { ...this.#measured(group), ...key }, source: group.source };
      return;
    }
    for (const inside of this.#inside(group)) yield* this.#separate(inside, rest, { ...key, [plainKey(name)]: inside.value });
  }

  #nested(group: Group, depth: number): JsonObject {
    if (depth === 0) return this.#measured(group);
    const json: JsonObject = {};
    for (const inside of this.#inside(group)) setOwn(json, groupText(inside.value), this.#nested(inside, depth - 1));
    return json;
  }

  /** As text, groups stand in the order in which JavaScript lists an object's keys: whole numbers first. */
  #inside({ inside }: Group): Group[] {
    const groups = [...inside.values()];
    if (!this.#input.groupsAsText) return groups;
    const isIndex = ({ value }: Group): boolean => typeof value === "string" && /^(?:0|[1-9]\d{0,8})$/.test(value);
    const numbers = groups.filter(isIndex).sort((a, b) => Number(a.value) - Number(b.value));
    return [...numbers, ...groups.filter((group) => !isIndex(group))];
  }
}

function summarize(ctx: ListContext<Input>): ListOutputs | Promise<ListOutputs> {
  const [list = EMPTY_ITEMS] = ctx.inputs;
  if (list.length === 0) return { outputs: [[]] };
  const input = ctx.params(0);
  if (input.measures.length === 0) throw userError("Nothing to sum up is chosen", { field: "measures", fix: "Add at least one field." });
  if (input.measures.some(({ field: name }) => name.trim() === ""))
    throw userError("A field has no name", { field: "measures", fix: "Name the field." });
  const summary = new Summary(input);
  const pages = list.pages()[Symbol.iterator]();
  const first = pages.next();
  if (!first.done) for (const item of first.value) summary.add(item);
  return list.length === first.value?.length ? { outputs: [summary.items()] } : addPages(summary, pages, ctx.signal);
}

/** Others get a turn between two pages. */
async function addPages(summary: Summary, pages: Iterator<readonly Item[]>, signal: AbortSignal): Promise<ListOutputs> {
  for (let page = pages.next(); !page.done; page = pages.next()) {
    await turn();
    signal.throwIfAborted();
    for (const item of page.value) summary.add(item);
  }
  return { outputs: [summary.items()] };
}

export const summarizeAction = defineAction<Input>({
  id: "summarize",
  title: "Summarize",
  description: "Sums, counts and averages fields over all items or for each group.",
  example: "The total of all orders for each country.",
  keywords: ["sum", "count", "average", "group", "pivot", "total", "max", "min", "report"],
  icon: "sigma",
  mode: "list",
  input: Input,
  sample: [{ sum_total: 120.5, count_id: 3, customer: "Ada" }],
  effect: "none",
  idempotent: "naturally",
  run: (ctx) => orPass(ctx, () => summarize(ctx)),
});
