/** Lines for one step: a list of broken values must not fill the disk. */
const MOST = 20;

/**
 * What a step's log says of expressions that came to nothing: one line for each field and reason, with the first item
 * where it was so. `seen` is the step's own. Undefined where it is said already.
 */
export function faultLine(seen: Set<string>, message: string, field: string | undefined, item: number): string | undefined {
  if (seen.size > MOST) return undefined;
  const key = `${field}\n${message}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  if (seen.size > MOST) return "More expressions came to nothing; the first are listed above.";
  return `${field ?? "An expression"}: ${message}, so it came to nothing (first at item ${item + 1}).`;
}
