import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListOutputs } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import type { ItemList } from "#kit/items.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { orPass, passField } from "../failing-items.ts";
import { canonical } from "../values/equality.ts";
import { fieldNames, getPath, setPath, unsetPath } from "../values/path.ts";

const Names = z.union([z.string(), z.array(z.string())]).default("");

const Input = z.object({
  compare: field(z.enum(["all", "except", "selected"]).default("all"), {
    title: "Two items are the same if",
    labels: ["All fields are equal", "All fields except these are equal", "These fields are equal"],
    widget: "select",
    expression: "no",
  }),
  fields: field(Names, { title: "Fields", help: "Names, separated by commas.", showIf: { compare: ["except", "selected"] } }),
  dotNotation: field(z.boolean().default(true), { title: "Dots make paths", widget: "switch", advanced: true }),
  removeOtherFields: field(z.boolean().default(false), {
    title: "Leave out the other fields",
    widget: "switch",
    showIf: { compare: ["except", "selected"] },
    advanced: true,
  }),
  sameTypes: field(z.boolean().default(false), {
    title: "Refuse fields of mixed types",
    help: "Fails where a compared field is a number in one item and text in another, or is missing.",
    widget: "switch",
    advanced: true,
  }),
  failures: passField,
});
type Input = z.infer<typeof Input>;

/** The part of an item that is compared. */
function compared(json: JsonObject, input: Input, names: readonly string[]): JsonObject {
  if (input.compare === "all") return json;
  if (input.compare === "except") {
    const rest = { ...json };
    for (const name of names) unsetPath(rest, name, input.dotNotation);
    return rest;
  }
  const part: JsonObject = {};
  for (const name of names) {
    const value = getPath(json, name, input.dotNotation);
    if (value !== undefined) setPath(part, name, value, input.dotNotation);
  }
  return part;
}

function checkTypes(parts: readonly JsonObject[]): void {
  const types = new Map<string, string>();
  const keys = new Set(parts.flatMap((part) => Object.keys(part)));
  for (const key of keys) {
    for (const part of parts) {
      const value = getPath(part, key, false);
      if (value === undefined) {
        throw userError(`'${key}' field is missing from some input items`, { field: "fields", fix: "Compare fields that all items have." });
      }
      const known = types.get(key);
      if (value !== null && known !== undefined && known !== typeof value) {
        throw userError(`'${key}' isn't always the same type`, { field: "fields", fix: "Give the field one type in a step before." });
      }
      if (value !== null) types.set(key, typeof value);
    }
  }
}

export const removeDuplicatesAction = defineAction<Input>({
  id: "remove_duplicates",
  title: "Remove duplicates",
  description: "Lets through only the first of items that are the same.",
  example: "Of three entries with the same e-mail address only the first goes on.",
  keywords: ["unique", "distinct", "dedupe", "duplicate"],
  icon: "copy-minus",
  mode: "list",
  input: Input,
  sample: [{ email: "ada@example.com" }],
  effect: "none",
  idempotent: "naturally",
  run: (ctx) => orPass(ctx, () => withoutDuplicates(ctx.inputs[0], () => ctx.params(0))),
});

function withoutDuplicates(items: ItemList | undefined, params: () => Input): ListOutputs {
  if (!items || items.length === 0) return { outputs: [[]] };
  const input = params();
  const names = fieldNames(input.fields);
  if (input.compare !== "all" && names.length === 0) throw userError("No field is named", { field: "fields", fix: "Name the fields." });
  const parts = Array.from(items, (item) => compared(item.json, input, names));
  if (input.sameTypes) checkTypes(parts);
  const seen = new Set<string>();
  const kept: Item[] = [];
  for (const [source, part] of parts.entries()) {
    const id = canonical(part);
    const item = items.at(source);
    if (seen.has(id) || !item) continue;
    seen.add(id);
    kept.push({ ...item, json: input.removeOtherFields ? part : item.json, source });
  }
  return { outputs: [kept] };
}
