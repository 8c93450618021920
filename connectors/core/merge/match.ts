import { type StepError, userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { alikeKey, canonical, isAlike } from "../values/equality.ts";
import { getPath } from "../values/path.ts";
import type { Entry } from "./combine.ts";

export interface MatchOptions {
  fields: readonly { left: string; right: string }[];
  fuzzy: boolean;
  dots: boolean;
  multiple: "all" | "first" | "last";
}

export interface Matches {
  /** Each item of input 1 that has partners, with them. */
  pairs: { entry: Entry; partners: Entry[] }[];
  /** Items of input 2 that are somebody's partner. */
  matched2: Entry[];
  alone1: Entry[];
  alone2: Entry[];
}

/** Pairs of items; more would not fit into memory. */
export const MOST_PAIRS = 1_000_000;

/** Values that pairs may have in all: wide items fill the memory with fewer pairs. */
export const MOST_VALUES = 20_000_000;

/** How many fields the items have on average, rounded up. */
export const widthOf = (entries: readonly Entry[]): number =>
  entries.length === 0 ? 0 : Math.ceil(entries.reduce((sum, { item }) => sum + Object.keys(item.json).length, 0) / entries.length);

const tooMany = (): StepError =>
  userError("The items make more pairs than fit into memory.", {
    field: "fields",
    fix: "Match by fields that tell the items apart, keep only the first match, or leave out items before this step.",
  });

/** Finds for each item of input 1 those of input 2 with equal fields. Looks them up by key, so the time grows with the inputs' sum. */
export function findMatches(first: readonly Entry[], second: readonly Entry[], options: MatchOptions): Matches {
  const { fields, fuzzy, dots, multiple } = options;
  const keyOf = fuzzy ? alikeKey : canonical;
  const values = (json: JsonObject, side: "left" | "right"): unknown[] => fields.map((pair) => getPath(json, pair[side], dots));
  const byKey = new Map<string, { entry: Entry; values: unknown[] }[]>();
  for (const entry of second) {
    const own = values(entry.item.json, "right");
    const key = JSON.stringify(own.map(keyOf));
    const known = byKey.get(key);
    if (known) known.push({ entry, values: own });
    else byKey.set(key, [{ entry, values: own }]);
  }
  const result: Matches = { pairs: [], matched2: [], alone1: [], alone2: [] };
  const taken = new Set<Entry>();
  let looked = 0;
  const most = Math.min(MOST_PAIRS, Math.floor(MOST_VALUES / Math.max(1, widthOf(first) + widthOf(second))));
  for (const entry of first) {
    const own = values(entry.item.json, "left");
    // An item without the field matches nothing, not even another without it.
    const candidates = own.includes(undefined) ? [] : (byKey.get(JSON.stringify(own.map(keyOf))) ?? []);
    if (fuzzy || multiple === "all") looked += candidates.length;
    if (looked > most) throw tooMany();
    const hits = fuzzy ? candidates.filter((one) => own.every((value, i) => isAlike(value, one.values[i]))) : candidates;
    const chosen = multiple === "all" ? hits : multiple === "first" ? hits.slice(0, 1) : hits.slice(-1);
    const partners = chosen.map((one) => one.entry);
    for (const partner of partners) taken.add(partner);
    if (partners.length > 0) result.pairs.push({ entry, partners });
    else result.alone1.push(entry);
  }
  for (const entry of second) (taken.has(entry) ? result.matched2 : result.alone2).push(entry);
  return result;
}
