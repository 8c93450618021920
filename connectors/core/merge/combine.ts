import type { Item, JsonObject, Source } from "#shared/model/item.ts";
import { isRecord, setOwn } from "../values/path.ts";

/** An item of one of the inputs, with its place there. */
export interface Entry {
  item: Item;
  index: number;
  /** Number of the input, from 0. */
  input: number;
}

export interface Clash {
  /** Whose value counts where both have a field: the last input's, that of the input with this number, or both by suffix. */
  prefer: "last" | "suffix" | number;
  deep: boolean;
  /** An empty value never replaces another. */
  keepFilled: boolean;
}

type Link = Exclude<Source, unknown[]>;
export const linkOf = ({ index, input }: Entry): Link => (input === 0 ? index : { item: index, input });
export const linked = (entry: Entry): Item => ({ ...entry.item, source: linkOf(entry) });

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";

/** A copy of `target` with the other's values over it; what they hold is never written to. */
function overlay(target: JsonObject, over: JsonObject, { deep, keepFilled }: Clash): JsonObject {
  const result: JsonObject = { ...target };
  for (const [key, value] of Object.entries(over)) {
    const held = Object.hasOwn(result, key) ? result[key] : undefined;
    if ((keepFilled && isEmpty(value)) || (deep && value === undefined)) continue;
    setOwn(result, key, deep ? deepMerge(held, value) : value);
  }
  return result;
}

function deepMerge(held: unknown, value: unknown): unknown {
  if (Array.isArray(held) && Array.isArray(value)) {
    const length = Math.max(held.length, value.length);
    return Array.from({ length }, (_, i) => (i in value && value[i] !== undefined ? deepMerge(held[i], value[i]) : held[i]));
  }
  if (isRecord(held) && isRecord(value)) return overlay(held, value, { prefer: "last", deep: true, keepFilled: false });
  return value;
}

export function withSuffix(json: JsonObject, number: number): JsonObject {
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [`${key}_${number}`, value]));
}

/** One item of several, in the order of the inputs unless one of them is preferred. */
export function combine(entries: readonly Entry[], clash: Clash): Item {
  const preferred = typeof clash.prefer === "number" ? clash.prefer : undefined;
  const ordered =
    preferred === undefined
      ? entries
      : [...entries.filter(({ input }) => input !== preferred), ...entries.filter(({ input }) => input === preferred)];
  let json: JsonObject = {};
  let binary: Item["binary"];
  for (const entry of ordered) {
    const own = clash.prefer === "suffix" ? withSuffix(entry.item.json, entry.input + 1) : entry.item.json;
    json = overlay(json, own, clash);
    if (entry.item.binary) binary = { ...binary, ...entry.item.binary };
  }
  return { json, ...(binary ? { binary } : {}), source: ordered.map(linkOf) };
}
