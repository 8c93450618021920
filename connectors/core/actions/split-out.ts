import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { ofItem, onFailure, passField } from "../failing-items.ts";
import { notFound } from "../values/missing.ts";
import { fieldNames, getPath, isRecord, setOwn, unsetPath } from "../values/path.ts";

const Names = z.union([z.string(), z.array(z.string())]).default("");

const Input = z.object({
  fields: field(Names, {
    title: "Field to split",
    help: "A list in each item. Several names, separated by commas, are split side by side.",
    placeholder: "lines",
  }),
  include: field(z.enum(["none", "all", "selected"]).default("none"), {
    title: "Other fields of the item",
    labels: ["Leave out", "Copy to each", "Copy these to each"],
    widget: "select",
    expression: "no",
  }),
  includeFields: field(Names, { title: "Fields to copy", help: "Names, separated by commas.", showIf: { include: ["selected"] } }),
  into: field(Names, {
    title: "Field for each entry",
    help: "Empty: objects become the item itself, other values keep the field's name.",
    advanced: true,
  }),
  dotNotation: field(z.boolean().default(true), { title: "Dots make paths", widget: "switch", advanced: true }),
  keepBinary: field(z.boolean().default(false), { title: "Copy files to each", widget: "switch", advanced: true }),
  missing: field(z.enum(["ignore", "fail"]).default("ignore"), {
    title: "If the field is missing or no list",
    labels: ["Split what there is", "The item fails"],
    widget: "select",
    advanced: true,
  }),
  failures: passField,
});
type Input = z.infer<typeof Input>;

/** Stands for the item's files instead of a field. */
const FILES = "$binary";

function entries(item: Item, name: string, input: Input): unknown[] {
  if (name === FILES) return Object.entries(item.binary ?? {}).map(([key, file]) => ({ [key]: file }));
  const value = getPath(item.json, name, input.dotNotation);
  if (value === undefined && input.missing === "fail") throw notFound(name);
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (isRecord(value)) return Object.values(value);
  if (input.missing === "fail")
    throw userError(`The provided field '${name}' is not an array or object`, { field: "fields", fix: "Name a field that holds a list." });
  return [value];
}

function others(json: JsonObject, input: Input, names: readonly string[]): JsonObject {
  const result: JsonObject = {};
  if (input.include === "all") {
    Object.assign(result, json);
    for (const name of names) unsetPath(result, name, input.dotNotation);
  }
  if (input.include === "selected") {
    for (const name of fieldNames(input.includeFields)) {
      const value = getPath(json, name, input.dotNotation);
      if (value !== undefined) setOwn(result, name, value);
    }
  }
  return result;
}

function* split(item: Item, index: number, input: Input): Generator<Item> {
  const names = fieldNames(input.fields);
  const into = fieldNames(input.into);
  if (names.length === 0) throw userError("No field to split is named", { field: "fields", fix: "Name a field that holds a list." });
  if (into.length > 0 && into.length !== names.length) {
    throw userError("There must be as many new field names as fields to split", { field: "into", fix: "Give one name for each field." });
  }
  const lists = names.map((name) => entries(item, name, input));
  const rest = others(item.json, input, names);
  // An object becomes the item itself only where nothing else has to stand beside it.
  const whole = names.length === 1 && input.include === "none" && into.length === 0;
  const length = Math.max(...lists.map((list) => list.length));
  for (let at = 0; at < length; at++) {
    const out: Item = { json: { ...rest }, source: index };
    if (input.keepBinary && item.binary) out.binary = item.binary;
    for (const [column, name] of names.entries()) {
      const value = lists[column]?.[at];
      if (value === undefined) continue;
      if (name === FILES) out.binary = { ...out.binary, ...(value as Item["binary"]) };
      else if (whole && isRecord(value)) out.json = { ...value };
      else setOwn(out.json, into[column] ?? name, value);
    }
    yield out;
  }
}

export const splitOutAction = defineAction<Input>({
  id: "split_out",
  title: "Split out",
  description: "Makes one item of each entry in a list field.",
  example: "An order with five lines becomes five items, one for each line.",
  keywords: ["list", "array", "expand", "explode", "rows", "separate"],
  icon: "list-tree",
  mode: "stream",
  input: Input,
  lenient: true,
  sample: [{ sku: "A-1", quantity: 2 }],
  effect: "none",
  idempotent: "naturally",
  run(ctx) {
    const out = ctx.out(0);
    for (const [at, item] of ctx.items.entries()) {
      const index = ctx.offset + at;
      try {
        for (const one of split(item, index, ctx.params(index))) out.push(one);
      } catch (error) {
        if (onFailure(ctx, index) !== "pass") throw ofItem(error, index);
        out.push({ ...item, source: index });
      }
    }
  },
});
