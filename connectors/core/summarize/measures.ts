import { toText } from "../values/convert.ts";
import { canonical } from "../values/equality.ts";

export const AGGREGATIONS = ["append", "average", "concatenate", "count", "countUnique", "max", "min", "sum"] as const;

export interface Measure {
  field: string;
  aggregation: (typeof AGGREGATIONS)[number];
  includeEmpty: boolean;
  separator: string;
}

const PREFIXES: Record<Measure["aggregation"], string> = {
  append: "appended_",
  average: "average_",
  concatenate: "concatenated_",
  count: "count_",
  countUnique: "unique_count_",
  max: "max_",
  min: "min_",
  sum: "sum_",
};

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";

/** A path as a plain key: `a.b[0]` is `a_b0`. */
export const plainKey = (name: string): string => name.replace(/[\]["]/g, "").replace(/[ .]/g, "_");
export const keyOf = ({ aggregation, field }: Measure): string => PREFIXES[aggregation] + plainKey(field);

/** Takes in one value after the other; keeps no more of them than its result needs. */
export interface Tally {
  /** `undefined`: this row has no such field. */
  add(value: unknown): void;
  result(): unknown;
}

/** The largest or smallest as JavaScript compares; empty values do not count. */
function extreme(largest: boolean): Tally {
  let found: unknown;
  return {
    add(value) {
      if (isEmpty(value)) return;
      const [a, b] = [value as string, found as string];
      if (found === undefined || (largest ? a > b : a < b)) found = value;
    },
    result: () => found ?? null,
  };
}

function total(average: boolean): Tally {
  let sum = 0;
  let count = 0;
  return {
    add(value) {
      if (typeof value !== "number") return;
      sum += value;
      count++;
    },
    result: () => (average && count > 0 ? sum / count : sum),
  };
}

/** Collects what `keep` makes of each value that counts. */
function collected<T>(includeEmpty: boolean, keep: (value: unknown) => T, result: (values: T[]) => unknown): Tally {
  const values: T[] = [];
  return {
    add(value) {
      if (includeEmpty || !isEmpty(value)) values.push(keep(value));
    },
    result: () => result(values),
  };
}

export function tallyOf({ aggregation, includeEmpty, separator }: Measure): Tally {
  switch (aggregation) {
    case "append":
      return collected(
        includeEmpty,
        (value) => value ?? null,
        (values) => values,
      );
    case "concatenate":
      return collected(
        includeEmpty,
        (value) => (value === undefined ? "undefined" : toText(value)),
        (texts) => texts.join(separator),
      );
    case "count": {
      let count = 0;
      return {
        add(value) {
          if (includeEmpty || !isEmpty(value)) count++;
        },
        result: () => count,
      };
    }
    case "countUnique": {
      const seen = new Set<string>();
      return {
        add(value) {
          if (includeEmpty || !isEmpty(value)) seen.add(canonical(value));
        },
        result: () => seen.size,
      };
    }
    case "sum":
      return total(false);
    case "average":
      return total(true);
    case "min":
      return extreme(false);
    case "max":
      return extreme(true);
  }
}
