import { createHash } from "node:crypto";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { toDateTime } from "../values/convert.ts";
import { canonical } from "../values/equality.ts";
import { isRecord } from "../values/path.ts";

const MOST = 100_000;
const lets = { operation: ["pass"] };

const Input = z.object({
  operation: field(z.enum(["pass", "forget"]).default("pass"), {
    title: "What to do",
    labels: ["Let through what is new", "Forget what was seen"],
    widget: "select",
    expression: "no",
  }),
  by: field(z.enum(["value", "number", "date"]).default("value"), {
    title: "New is",
    labels: ["A value that no run has seen", "A number above the highest seen", "A date after the latest seen"],
    widget: "select",
    expression: "no",
    showIf: lets,
  }),
  value: field(z.unknown().optional(), { title: "Value", help: "What tells items apart, like {{ $json.id }}.", showIf: lets }),
  memory: field(z.enum(["step", "workflow"]).default("step"), {
    title: "Shared with",
    labels: ["This step only", "All such steps of the workflow"],
    widget: "select",
    expression: "no",
    advanced: true,
  }),
  most: field(z.number().int().min(1).max(MOST).default(10_000), {
    title: "Values to remember",
    help: "The oldest are forgotten first.",
    widget: "number",
    showIf: { operation: ["pass"], by: ["value"] },
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;
type Context = ListContext<Input>;

/** What static data holds under this name. Hashes, since values may be long or a customer's own. */
const KEY = "seenItems";
const Seen = z.object({
  values: z.array(z.string()).default([]),
  number: z.number().optional(),
  /** Milliseconds since 1970. */
  date: z.number().optional(),
});
type Seen = z.infer<typeof Seen>;

const hash = (value: unknown): string => createHash("sha256").update(canonical(value)).digest("base64").slice(0, 22);

function load(ctx: Context, memory: Input["memory"]): { seen: Seen; save: (seen: Seen | undefined) => void } {
  const { staticData } = ctx.codeContext("").context;
  const place = memory === "step" ? "node" : "global";
  const held = staticData[place];
  const seen = Seen.safeParse(isRecord(held[KEY]) ? held[KEY] : {});
  return {
    seen: seen.success ? seen.data : { values: [] },
    save: (next) => {
      const { [KEY]: _old, ...rest } = held;
      ctx.setStaticData({ ...staticData, [place]: next ? { ...rest, [KEY]: next } : rest });
    },
  };
}

const fault = (message: string, item: number, fix: string) => userError(message, { field: "value", item, fix });

/** A number or a date as something to compare. */
function measure(ctx: Context, { by, value }: Input, index: number): number {
  if (by === "number") {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
    throw fault(`Item ${index} has no number to compare.`, index, "Choose a field that counts up, like an id.");
  }
  const date = toDateTime(value, ctx.workflow.timezone);
  if (date) return date.toMillis();
  throw fault(`Item ${index} has no date to compare.`, index, "Choose a field with a date, like when it was made.");
}

function byValue(ctx: Context, seen: Seen, items: readonly Item[]): { fresh: boolean[]; next: Seen } {
  const known = new Set(seen.values);
  let most = MOST;
  const fresh = items.map((_, index) => {
    const input = ctx.params(index);
    most = input.most;
    if (input.value === undefined || input.value === null || input.value === "")
      throw fault(`Item ${index} has no value to compare.`, index, "Choose a field that every item has.");
    const id = hash(input.value);
    const isNew = !known.has(id);
    known.add(id);
    return isNew;
  });
  return { fresh, next: { ...seen, values: [...known].slice(-most) } };
}

function byMeasure(ctx: Context, seen: Seen, items: readonly Item[], by: "number" | "date"): { fresh: boolean[]; next: Seen } {
  const before = seen[by];
  const measures = items.map((_, index) => measure(ctx, ctx.params(index), index));
  const highest = measures.reduce((most, one) => Math.max(most, one), before ?? Number.NEGATIVE_INFINITY);
  return { fresh: measures.map((one) => before === undefined || one > before), next: { ...seen, [by]: highest } };
}

export const newItemsAction = defineAction<Input>({
  id: "new_items",
  title: "Only what is new",
  description: "Lets through items that no earlier run has seen.",
  example: "A feed is read every hour; only articles that were not there before go on.",
  keywords: ["duplicates", "dedupe", "seen", "already", "across runs", "remember", "incremental"],
  icon: "sparkles",
  mode: "list",
  input: Input,
  sample: [{ id: 42, email: "ada@example.com" }],
  effect: "none",
  idempotent: "naturally",
  outputs: [
    { id: "out", label: "New" },
    { id: "seen", label: "Seen before" },
  ],
  incomplete: ({ operation, value }) =>
    operation === "pass" && (value === undefined || value === "")
      ? [{ field: "value", message: "It is not said what tells items apart.", fix: "Choose a field, like {{ $json.id }}." }]
      : [],
  run(ctx): ListOutputs {
    const items = [...(ctx.inputs[0] ?? [])];
    if (items.length === 0) return { outputs: [[], []] };
    const { operation, by, memory } = ctx.params(0);
    const { seen, save } = load(ctx, memory);
    if (operation === "forget") {
      save(undefined);
      return { outputs: [items.map((item, source) => ({ ...item, source })), []] };
    }
    const { fresh, next } = by === "value" ? byValue(ctx, seen, items) : byMeasure(ctx, seen, items, by);
    save(next);
    const outputs: [Item[], Item[]] = [[], []];
    for (const [source, item] of items.entries()) outputs[fresh[source] ? 0 : 1].push({ ...item, source });
    return { outputs };
  },
});
