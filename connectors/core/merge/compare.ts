import type { Item, JsonObject } from "#shared/model/item.ts";
import { isAlike, isEqual } from "../values/equality.ts";
import { getPath, setOwn, setPath, unsetPath } from "../values/path.ts";
import { type Entry, linked, linkOf } from "./combine.ts";

export interface CompareOptions {
  fields: readonly { left: string; right: string }[];
  /** What stands for two items that match but differ. */
  resolve: "both" | "a" | "b" | "mix";
  /** With `mix`: whose values count, and the fields in which the other's do. */
  mixPrefer: "a" | "b";
  mixExcept: readonly string[];
  skip: readonly string[];
  fuzzy: boolean;
  dots: boolean;
  /** A field that one item lacks always differs, blank or not. */
  sameKeys: boolean;
  names: readonly [a: string, b: string];
}

function without(json: JsonObject, names: readonly string[]): JsonObject {
  const rest = { ...json };
  for (const name of names) unsetPath(rest, name);
  return rest;
}

const allKeys = (a: JsonObject, b: JsonObject): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];
const own = (json: JsonObject, key: string): unknown => getPath(json, key, false);

export function agree(a: Entry, b: Entry, { skip, fuzzy }: CompareOptions): boolean {
  const [left, right] = [without(a.item.json, skip), without(b.item.json, skip)];
  return fuzzy ? allKeys(left, right).every((key) => isAlike(own(left, key), own(right, key))) : isEqual(left, right);
}

/** Field by field: what is the same, what differs and how, and what was not to count. */
function table(a: Entry, b: Entry, options: CompareOptions): JsonObject {
  const [left, right] = [a.item.json, b.item.json];
  const keys: JsonObject = {};
  for (const pair of options.fields) {
    const value = own(left, pair.left);
    if (value !== undefined) setOwn(keys, pair.left, value);
  }
  const parts: Record<"same" | "different" | "skipped", JsonObject> = { same: {}, different: {}, skipped: {} };
  for (const key of allKeys(left, right)) {
    const [x, y] = [own(left, key), own(right, key)];
    const missing = x === undefined || y === undefined;
    const equal = options.fuzzy && !(missing && options.sameKeys) ? isAlike(x, y) : isEqual(x, y);
    if (equal) setOwn(parts.same, key, x === undefined ? y : x);
    else
      setOwn(options.skip.includes(key) ? parts.skipped : parts.different, key, {
        [options.names[0]]: x ?? null,
        [options.names[1]]: y ?? null,
      });
  }
  const { skipped, ...rest } = parts;
  return { keys, ...rest, ...(Object.keys(skipped).length > 0 ? { skipped } : {}) };
}

/** The item that stands for a pair that matches but differs. */
export function resolved(a: Entry, b: Entry, options: CompareOptions): Item {
  switch (options.resolve) {
    case "a":
      return linked(a);
    case "b":
      return linked(b);
    case "mix": {
      const [main, other] = options.mixPrefer === "a" ? [a, b] : [b, a];
      const json = { ...main.item.json };
      for (const name of options.mixExcept) setPath(json, name, getPath(other.item.json, name, options.dots) ?? null, options.dots);
      return { ...linked(main), json };
    }
    case "both":
      return { json: table(a, b, options), source: [linkOf(a), linkOf(b)] };
  }
}
