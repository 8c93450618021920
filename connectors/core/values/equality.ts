import { isRecord } from "./path.ts";

/** A text that is the same for equal values and differs for others, whatever the order of an object's keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isRecord(value) && !(value instanceof Date)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return value === undefined ? "undefined" : (JSON.stringify(value) ?? "null");
}

export const isEqual = (a: unknown, b: unknown): boolean => Object.is(a, b) || canonical(a) === canonical(b);

/** Nothing to tell apart: null, empty text, empty list. */
const isBlank = (value: unknown): boolean => value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** A text that holds a list or an object, read. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Equal for people: `"4"` and 4, `"true"`, 1 and true, a list and its JSON text, and all that is blank or missing. */
export function isAlike(a: unknown, b: unknown): boolean {
  if (a !== null && b !== null && typeof a === typeof b) return isEqual(a, b);
  if ((isBlank(a) || a === undefined) && (isBlank(b) || b === undefined)) return isBlank(a) || isBlank(b) || a === b;
  const [first, second] = typeof a === "string" ? [b, a] : [a, b];
  if (typeof first === "number" && typeof second === "string") return String(first) === second;
  if (typeof first === "boolean" && typeof second === "string") return alikeKey(second) === (first ? "1" : "0");
  if (typeof first === "object" && first !== null && typeof second === "string") return isEqual(first, parsed(second));
  if (typeof a === "boolean" && typeof b === "number") return (a ? 1 : 0) === b;
  if (typeof a === "number" && typeof b === "boolean") return a === (b ? 1 : 0);
  return isEqual(a, b);
}

/** Values that are alike share this text; some others do too, so a hit still has to be checked. */
export function alikeKey(value: unknown): string {
  if (value === undefined || isBlank(value)) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return canonical(value);
  const lower = value.toLowerCase();
  if (lower === "true" || lower === "false") return lower === "true" ? "1" : "0";
  const inner = parsed(value);
  return inner === undefined ? value : alikeKey(inner);
}
