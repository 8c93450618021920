import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import type { ItemList } from "#kit/items.ts";
import { userError } from "#shared/model/failure.ts";
import type { Binary, Item, JsonObject } from "#shared/model/item.ts";
import { orPass, passField } from "../failing-items.ts";
import { canonical } from "../values/equality.ts";
import { requireFields } from "../values/missing.ts";
import { fieldNames, getPath, setOwn, setPath } from "../values/path.ts";

const Names = z.union([z.string(), z.array(z.string())]).default("");

const Input = z.object({
  mode: field(z.enum(["fields", "items"]).default("fields"), {
    title: "Gather",
    labels: ["Values of chosen fields", "Whole items"],
    widget: "select",
    expression: "no",
  }),
  fields: field(z.array(z.object({ name: z.string(), as: z.string().default("") })).default([]), {
    title: "Fields",
    help: "Each becomes a list. A second name renames it.",
    widget: "list",
    showIf: { mode: ["fields"] },
  }),
  into: field(z.string().default("data"), { title: "Field for the list", showIf: { mode: ["items"] } }),
  include: field(z.enum(["all", "selected", "except"]).default("all"), {
    title: "Fields of each item",
    labels: ["All", "Only these", "All except these"],
    widget: "select",
    expression: "no",
    showIf: { mode: ["items"] },
  }),
  includeFields: field(Names, { title: "Only these", showIf: { include: ["selected"] } }),
  excludeFields: field(Names, { title: "All except these", showIf: { include: ["except"] } }),
  groupBy: field(Names, {
    title: "One result for each value of",
    help: "Field names, separated by commas. Empty: one result for all items.",
  }),
  mergeLists: field(z.boolean().default(false), {
    title: "Join lists into one",
    widget: "switch",
    showIf: { mode: ["fields"] },
    advanced: true,
  }),
  keepMissing: field(z.boolean().default(false), {
    title: "Keep missing values as null",
    widget: "switch",
    showIf: { mode: ["fields"] },
    advanced: true,
  }),
  dotNotation: field(z.boolean().default(true), { title: "Dots make paths", widget: "switch", advanced: true }),
  binaries: field(z.enum(["none", "all", "unique"]).default("none"), {
    title: "Files of the items",
    labels: ["Leave out", "Keep all", "Keep those that differ"],
    widget: "select",
    advanced: true,
  }),
  missing: field(z.enum(["ignore", "fail"]).default("ignore"), {
    title: "If no item has a field",
    labels: ["Its list is empty", "The step fails"],
    widget: "select",
    advanced: true,
  }),
  failures: passField,
});
type Input = z.infer<typeof Input>;

interface Group {
  key: JsonObject;
  items: { item: Item; index: number }[];
}

function groups(items: ItemList, names: readonly string[], dots: boolean): Group[] {
  const found = new Map<string, Group>();
  let index = 0;
  for (const item of items) {
    const values = names.map((name) => getPath(item.json, name, dots));
    const id = canonical(values);
    let group = found.get(id);
    if (!group) {
      const key: JsonObject = {};
      for (const [at, name] of names.entries()) setPath(key, name, values[at] ?? null, dots);
      group = { key, items: [] };
      found.set(id, group);
    }
    group.items.push({ item, index: index++ });
  }
  return [...found.values()];
}

function gathered(group: Group, name: string, input: Input): unknown[] {
  const values: unknown[] = [];
  for (const { item } of group.items) {
    const value = getPath(item.json, name, input.dotNotation) ?? null;
    for (const one of input.mergeLists && Array.isArray(value) ? value : [value]) if (one !== null || input.keepMissing) values.push(one);
  }
  return values;
}

function fieldLists(group: Group, input: Input): JsonObject {
  if (input.fields.length === 0) throw userError("No field is chosen", { field: "fields", fix: "Name at least one field to gather." });
  const json: JsonObject = { ...group.key };
  const taken = new Set<string>();
  for (const { name, as } of input.fields) {
    if (name.trim() === "") throw userError("A field has no name", { field: "fields", fix: "Name the field to gather." });
    const target = as.trim() || (input.dotNotation ? (name.split(".").pop() ?? name) : name);
    if (taken.has(target))
      throw userError(`The '${target}' output field is used more than once`, { field: "fields", fix: "Rename one of the two." });
    taken.add(target);
    setPath(json, target, gathered(group, name, input), input.dotNotation);
  }
  return json;
}

function wholeItems(group: Group, input: Input): JsonObject {
  const only = input.include === "selected" ? new Set(fieldNames(input.includeFields)) : undefined;
  const not = input.include === "except" ? new Set(fieldNames(input.excludeFields)) : undefined;
  const list: JsonObject[] = [];
  for (const { item } of group.items) {
    if (!only && !not) {
      list.push(item.json);
      continue;
    }
    const entries = Object.entries(item.json).filter(([key]) => (only ? only.has(key) : !not?.has(key)));
    if (entries.length > 0) list.push(Object.fromEntries(entries));
  }
  const json: JsonObject = { ...group.key };
  setPath(json, input.into.trim() || "data", list);
  return json;
}

function files(group: Group, unique: boolean): Item["binary"] {
  const result: Record<string, Binary> = {};
  const seen = new Set<string>();
  for (const { item } of group.items) {
    for (const [key, file] of Object.entries(item.binary ?? {})) {
      if (unique && seen.has(file.blob)) continue;
      seen.add(file.blob);
      let name = key;
      for (let n = 1; Object.hasOwn(result, name); n++) name = `${key}_${n}`;
      setOwn(result, name, file);
    }
  }
  return result;
}

export const aggregateAction = defineAction<Input>({
  id: "aggregate",
  title: "Aggregate",
  description: "Gathers many items into one that holds lists.",
  example: "Five orders become one item with a list of their numbers, for one e-mail about all of them.",
  keywords: ["collect", "group", "combine", "list", "array", "join"],
  icon: "combine",
  mode: "list",
  input: Input,
  sample: [{ data: [{ sku: "A-1" }, { sku: "B-2" }] }],
  effect: "none",
  idempotent: "naturally",
  run: (ctx) => orPass(ctx, () => aggregate(ctx.inputs[0], () => ctx.params(0))),
});

function aggregate(items: ItemList | undefined, params: () => Input): ListOutputs {
  if (!items || items.length === 0) return { outputs: [[]] };
  const input = params();
  if (input.mode === "fields" && input.missing === "fail")
    requireFields(
      items,
      input.fields.map(({ name }) => name),
      input.dotNotation,
    );
  const out = groups(items, fieldNames(input.groupBy), input.dotNotation).map((group): Item => {
    const json = input.mode === "fields" ? fieldLists(group, input) : wholeItems(group, input);
    const binary = input.binaries === "none" ? undefined : files(group, input.binaries === "unique");
    return { json, ...(binary && Object.keys(binary).length > 0 ? { binary } : {}), source: group.items.map(({ index }) => index) };
  });
  return { outputs: [out] };
}
