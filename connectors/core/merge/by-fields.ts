import { userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { requireFields } from "../values/missing.ts";
import { type Clash, combine, type Entry, linked, withSuffix } from "./combine.ts";
import type { MergeInput } from "./input.ts";
import { findMatches, type Matches } from "./match.ts";

const fromInput = (entry: Entry, mark: boolean): Item => {
  const item = linked(entry);
  return mark ? { ...item, json: { ...item.json, _source: `input${entry.input + 1}` } } : item;
};

const suffixed = (entry: Entry, clash: Clash): Item => {
  const item = linked(entry);
  return clash.prefer === "suffix" ? { ...item, json: withSuffix(item.json, entry.input + 1) } : item;
};

/** Each pair as one item; with several partners one item each. */
const merged = ({ pairs }: Matches, clash: Clash): Item[] =>
  pairs.flatMap(({ entry, partners }) => partners.map((partner) => combine([entry, partner], clash)));

/** Where one side has nothing there is nobody to match. */
function oneSided(first: readonly Entry[], second: readonly Entry[], { join, from }: MergeInput): Item[] {
  if (join === "matches") return [];
  if (join === "enrich1" && first.length === 0) return [];
  if (join === "enrich2" && second.length === 0) return [];
  if (join === "nonMatches" && from === "input1") return first.map(linked);
  if (join === "nonMatches" && from === "input2") return second.map(linked);
  return [...first, ...second].map(linked);
}

export function mergeByFields(first: readonly Entry[], second: readonly Entry[], input: MergeInput, clash: Clash): Item[] {
  const fields = input.fields.map(({ left, right }) => ({ left: left.trim(), right: right.trim() || left.trim() }));
  if (fields.length === 0 || fields.some(({ left }) => left === "")) {
    throw userError("You need to define at least one pair of fields to match on", {
      field: "fields",
      fix: "Name the field in both inputs.",
    });
  }
  if (input.missing === "fail") {
    for (const [entries, side] of [
      [first, "left"],
      [second, "right"],
    ] as const) {
      requireFields(
        entries.map(({ item }) => item),
        fields.map((pair) => pair[side]),
        input.dotNotation,
      );
    }
  }
  if (first.length === 0 || second.length === 0) return oneSided(first, second, input);
  const matches = findMatches(first, second, { fields, fuzzy: input.fuzzy, dots: input.dotNotation, multiple: input.multiple });
  const { pairs, matched2, alone1, alone2 } = matches;
  switch (input.join) {
    case "matches":
      if (input.from === "input1") return pairs.map(({ entry }) => linked(entry));
      return input.from === "input2" ? matched2.map(linked) : merged(matches, clash);
    case "nonMatches":
      if (input.from === "input1") return alone1.map(linked);
      if (input.from === "input2") return alone2.map(linked);
      return [...alone1, ...alone2].map((entry) => fromInput(entry, input.markSource));
    case "everything":
      return [...merged(matches, clash), ...[...alone1, ...alone2].map((entry) => suffixed(entry, clash))];
    case "enrich1":
      return [...merged(matches, clash), ...alone1.map((entry) => suffixed(entry, clash))];
    case "enrich2":
      // The enriched side is the one whose values give way unless something else is asked for.
      return [
        ...merged(matches, input.clash === "last" ? { ...clash, prefer: 0 } : clash),
        ...alone2.map((entry) => suffixed(entry, clash)),
      ];
  }
}
