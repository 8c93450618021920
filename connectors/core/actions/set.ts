import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { StreamContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import { Binary, type Item, type JsonObject } from "#shared/model/item.ts";
import { ofItem, onFailure } from "../failing-items.ts";
import { convert, mismatch, toJsonValue } from "../values/convert.ts";
import { evaluateJson } from "../values/json-template.ts";
import { fieldNames, getPath, isRecord, setPath, unsetPath } from "../values/path.ts";
import { parseRelaxedJson } from "../values/relaxed-json.ts";

const TYPES = ["string", "number", "boolean", "array", "object", "binary", "any"] as const;

const Field = z.object({ name: z.string(), type: z.enum(TYPES).default("string"), value: z.unknown().optional() });

const Input = z.object({
  mode: field(z.enum(["manual", "json"]).default("manual"), {
    title: "How to set",
    labels: ["Field by field", "As JSON"],
    widget: "select",
    expression: "no",
  }),
  fields: field(z.array(Field).default([]), { title: "Fields", widget: "assignments", showIf: { mode: ["manual"] } }),
  json: field(z.unknown().optional(), {
    title: "JSON",
    expression: "later",
    widget: "json",
    help: "An object; its keys become fields.",
    showIf: { mode: ["json"] },
  }),
  include: field(z.enum(["none", "all", "selected", "except"]).default("all"), {
    title: "Fields to keep from the input",
    labels: ["None", "All", "Only these", "All except these"],
    widget: "select",
    expression: "no",
  }),
  includeFields: field(z.union([z.string(), z.array(z.string())]).default(""), {
    title: "Keep these",
    help: "Names, separated by commas.",
    showIf: { include: ["selected"] },
  }),
  excludeFields: field(z.union([z.string(), z.array(z.string())]).default(""), {
    title: "Leave these out",
    help: "Names, separated by commas.",
    showIf: { include: ["except"] },
  }),
  dotNotation: field(z.boolean().default(true), {
    title: "Dots make paths",
    help: "`customer.name` sets `name` inside `customer`.",
    widget: "switch",
    advanced: true,
  }),
  ignoreConversionErrors: field(z.boolean().default(false), {
    title: "Keep values that don't fit their type as they are",
    widget: "switch",
    advanced: true,
  }),
  stripBinary: field(z.boolean().default(false), { title: "Leave files out", widget: "switch", advanced: true }),
  failures: field(z.enum(["fail", "emit"]).default("fail"), {
    title: "If a value can't be set",
    labels: ["Fail the item", "Go on with an item that holds the error"],
    widget: "select",
    expression: "no",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

const dotted = (name: string, dots: boolean): string => (dots && name.includes(".") ? (name.split(".").pop() ?? name) : name);

/** The input's fields that stay, as an object of its own; what it holds is shared and never written to. */
function kept(json: JsonObject, input: Input): JsonObject {
  switch (input.include) {
    case "none":
      return {};
    case "all":
      return { ...json };
    case "selected": {
      const result: JsonObject = {};
      for (const name of fieldNames(input.includeFields)) {
        const value = getPath(json, name, input.dotNotation);
        if (value !== undefined) setPath(result, dotted(name, input.dotNotation), value, false);
      }
      return result;
    }
    case "except": {
      const result = { ...json };
      for (const name of fieldNames(input.excludeFields)) unsetPath(result, name, input.dotNotation);
      return result;
    }
  }
}

function jsonObject(value: unknown, index: number): JsonObject {
  let read = value;
  if (typeof value === "string") {
    try {
      read = parseRelaxedJson(value);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw userError(`The 'JSON Output' in item ${index} contains invalid JSON`, {
        field: "json",
        description: why,
        fix: "Correct the JSON.",
      });
    }
  }
  if (!isRecord(read)) {
    throw userError(`The 'JSON Output' in item ${index} does not contain a valid JSON object`, {
      field: "json",
      fix: "Give an object: { ... }.",
    });
  }
  return read;
}

function binaryOf(value: unknown, item: Item, name: string): Binary {
  const found = typeof value === "string" ? item.binary?.[value] : undefined;
  const given = found ? { success: true as const, data: found } : Binary.safeParse(value);
  if (given.success) return given.data;
  throw userError(`'${name}' expects a file but the item has none called '${String(value)}'`, {
    field: "fields",
    fix: "Name one of the item's files.",
  });
}

function assign(json: JsonObject, name: string, value: unknown, dots: boolean): void {
  if (name === "") throw userError("A field has no name", { field: "fields", fix: "Give each field a name." });
  setPath(json, name, value, dots);
}

function setItem(item: Item, index: number, input: Input, zone: string, evaluate: (value: unknown) => unknown): Item {
  const json = kept(item.json, input);
  const out: Item = { json, source: index };
  if (item.binary && !input.stripBinary && input.include !== "none") out.binary = item.binary;
  if (input.mode === "json") {
    const values = jsonObject(evaluate(input.json), index);
    for (const key of Object.keys(values)) assign(json, key, toJsonValue(values[key]), input.dotNotation);
    return out;
  }
  for (const { name, type, value } of input.fields) {
    if (type === "binary") {
      out.binary = { ...out.binary, [name]: binaryOf(value, item, name) };
      continue;
    }
    if (type === "any") {
      if (value === undefined) unsetPath(json, name, input.dotNotation);
      else assign(json, name, toJsonValue(value), input.dotNotation);
      continue;
    }
    const converted = convert(value, type, zone);
    if (!converted.ok && !input.ignoreConversionErrors) {
      throw userError(`${mismatch(name, value, type)} [item ${index}]`, {
        name: "ConversionError",
        field: "fields",
        fix: "Choose another type for the field, or switch on 'Keep values that don't fit'.",
      });
    }
    assign(json, name, (converted.ok ? converted.value : value) ?? null, input.dotNotation);
  }
  return out;
}

function run(ctx: StreamContext<Input>): void {
  const out = ctx.out(0);
  const zone = ctx.workflow.timezone;
  let index = ctx.offset - 1;
  const evaluate = (value: unknown): unknown => evaluateJson(value, (text) => ctx.evaluate?.(text, index, {}));
  for (const item of ctx.items) {
    index++;
    try {
      out.push(setItem(item, index, ctx.params(index), zone, evaluate));
    } catch (error) {
      const failed = ofItem(error, index);
      if (onFailure(ctx, index) !== "emit") throw failed;
      out.push({ json: { error: failed.message, pairedItem: { item: index } }, source: index });
    }
  }
}

export const setAction = defineAction<Input>({
  id: "set",
  title: "Set fields",
  description: "Adds, changes or removes fields of each item.",
  example: "'name' becomes {{ $json.first }} {{ $json.last }}, and 'paid' becomes true.",
  keywords: ["edit", "map", "transform", "rename", "assign", "data"],
  icon: "pencil",
  mode: "stream",
  input: Input,
  lenient: true,
  sample: [{ name: "Ada Lovelace", total: 120.5, paid: true }],
  effect: "none",
  idempotent: "naturally",
  run,
});
