import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListContext, ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { orPass, passField } from "../failing-items.ts";
import { AGGREGATIONS, keyOf, measure, plainKey } from "../summarize/measures.ts";
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

interface Row {
  json: JsonObject;
  index: number;
}
interface Branch {
  value: unknown;
  rows: Row[];
}

/** As text, groups stand in the order in which JavaScript lists an object's keys: whole numbers first. */
function inKeyOrder(branches: Branch[]): Branch[] {
  const isIndex = (value: unknown): boolean => typeof value === "string" && /^(?:0|[1-9]\d{0,8})$/.test(value);
  const numbers = branches.filter(({ value }) => isIndex(value)).sort((a, b) => Number(a.value) - Number(b.value));
  return [...numbers, ...branches.filter(({ value }) => !isIndex(value))];
}

function branch(rows: readonly Row[], name: string, input: Input): Branch[] {
  const found = new Map<string, Branch>();
  for (const row of rows) {
    const raw = getPath(row.json, name, input.dotNotation);
    const value = input.groupsAsText ? groupText(raw) : (raw ?? null);
    if (input.skipEmptyGroups && (value === null || value === "")) continue;
    const id = canonical(value);
    const known = found.get(id);
    if (known) known.rows.push(row);
    else found.set(id, { value, rows: [row] });
  }
  const branches = [...found.values()];
  return input.groupsAsText ? inKeyOrder(branches) : branches;
}

const groupText = (value: unknown): string =>
  value === undefined ? "undefined" : value === null ? "null" : isRecord(value) ? "[object Object]" : toText(value);

const measured = (rows: readonly Row[], input: Input): JsonObject =>
  Object.fromEntries(
    input.measures.map((one) => [
      keyOf(one),
      measure(
        one,
        rows.map(({ json }) => json),
        input.dotNotation,
      ),
    ]),
  );

function* separate(rows: readonly Row[], names: readonly string[], key: JsonObject, input: Input): Generator<Item> {
  const [name, ...rest] = names;
  if (name === undefined) {
    yield { json: { ...measured(rows, input), ...key }, source: rows.map(({ index }) => index) };
    return;
  }
  for (const { value, rows: inside } of branch(rows, name, input)) {
    yield* separate(inside, rest, { ...key, [plainKey(name)]: value }, input);
  }
}

function nested(rows: readonly Row[], names: readonly string[], input: Input): JsonObject {
  const [name, ...rest] = names;
  if (name === undefined) return measured(rows, input);
  const json: JsonObject = {};
  for (const { value, rows: inside } of branch(rows, name, input)) setOwn(json, groupText(value), nested(inside, rest, input));
  return json;
}

function summarize(ctx: ListContext<Input>): ListOutputs {
  const rows = Array.from(ctx.inputs[0] ?? [], ({ json }, index): Row => ({ json, index }));
  if (rows.length === 0) return { outputs: [[]] };
  const input = ctx.params(0);
  if (input.measures.length === 0) throw userError("Nothing to sum up is chosen", { field: "measures", fix: "Add at least one field." });
  for (const { field: name } of input.measures) {
    if (name.trim() === "") throw userError("A field has no name", { field: "measures", fix: "Name the field." });
    if (input.missing === "fail" && !rows.some(({ json }) => getPath(json, name, input.dotNotation) !== undefined)) {
      throw userError(`The field '${name}' does not exist in any items`, { field: "measures", fix: "Name a field that the items have." });
    }
  }
  const names = fieldNames(input.groupBy);
  if (input.output === "single") return { outputs: [[{ json: nested(rows, names, input), source: rows.map(({ index }) => index) }]] };
  return { outputs: [[...separate(rows, names, {}, input)]] };
}

export const summarizeAction = defineAction<Input>({
  id: "summarize",
  title: "Summarize",
  description: "Sums, counts and averages fields over all items or for each group.",
  keywords: ["sum", "count", "average", "group", "pivot", "total", "max", "min", "report"],
  icon: "sigma",
  mode: "list",
  input: Input,
  sample: [{ sum_total: 120.5, count_id: 3, customer: "Ada" }],
  effect: "none",
  idempotent: "naturally",
  run: (ctx) => orPass(ctx, () => summarize(ctx)),
});
