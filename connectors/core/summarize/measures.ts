import type { JsonObject } from "#shared/model/item.ts";
import { toText } from "../values/convert.ts";
import { canonical } from "../values/equality.ts";
import { getPath } from "../values/path.ts";

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

/** The largest or smallest as JavaScript compares; empty values do not count. */
function extreme(values: readonly unknown[], largest: boolean): unknown {
  let found: unknown;
  for (const value of values) {
    if (isEmpty(value)) continue;
    const [a, b] = [value as string, found as string];
    if (found === undefined || (largest ? a > b : a < b)) found = value;
  }
  return found ?? null;
}

export function measure({ aggregation, field, includeEmpty, separator }: Measure, rows: readonly JsonObject[], dots: boolean): unknown {
  const all = rows.map((row) => getPath(row, field, dots));
  const values = includeEmpty ? all : all.filter((value) => !isEmpty(value));
  const numbers = all.filter((value) => typeof value === "number");
  switch (aggregation) {
    case "append":
      return values.map((value) => value ?? null);
    case "concatenate":
      return values.map((value) => (value === undefined ? "undefined" : toText(value))).join(separator);
    case "count":
      return values.length;
    case "countUnique":
      return new Set(values.map(canonical)).size;
    case "sum":
      return numbers.reduce((sum, value) => sum + value, 0);
    case "average":
      return numbers.length === 0 ? 0 : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    case "min":
      return extreme(all, false);
    case "max":
      return extreme(all, true);
  }
}
