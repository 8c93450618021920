import { type StepError, userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { getPath } from "./path.ts";

export const notFound = (name: string): StepError =>
  userError(`Couldn't find the field '${name}' in the input data`, { field: "fields", fix: "Name a field that the items have." });

/** Throws where no item at all has one of the fields. */
export function requireFields(items: Iterable<Item>, names: readonly string[], dots: boolean): void {
  const missing = new Set(names);
  for (const item of items) {
    for (const name of missing) if (getPath(item.json, name, dots) !== undefined) missing.delete(name);
    if (missing.size === 0) return;
  }
  const [first] = missing;
  if (first !== undefined) throw notFound(first);
}
