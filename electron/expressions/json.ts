import { DateTime, Duration, Interval } from "luxon";
import type { Evaluation } from "./budget.ts";
import { guarded, PlainFault } from "./fault.ts";
import { Host } from "./host.ts";
import { isFields, toInteger, tooDeep } from "./values.ts";

/** Deeper values are refused: what comes after (the journal, the screen) walks them by recursion. */
const MAX_NESTING = 500;

/** Pays for a value as if it were written out: parts that are shared count each time they stand somewhere. */
function pay(e: Evaluation, value: unknown, nesting: number): void {
  e.burn(2);
  if (typeof value === "string") {
    e.burn(value.length >> 5);
    e.alloc(value.length + 8);
    return;
  }
  e.alloc(8);
  if (typeof value !== "object" || value === null) return;
  if (nesting > MAX_NESTING) throw tooDeep();
  if (Array.isArray(value)) for (const element of value) pay(e, element, nesting + 1);
  else if (isFields(value)) {
    for (const name of Object.keys(value)) {
      e.burn(2);
      e.alloc(name.length + 4);
      pay(e, value[name], nesting + 1);
    }
  } else e.alloc(64);
}

/** As `JSON.stringify`, with an indent where asked. */
export function toJson(e: Evaluation, value: unknown, fields?: string[], indent?: unknown): string | undefined {
  e.burn(20);
  pay(e, value, 0);
  const space = typeof indent === "string" ? indent.slice(0, 10) : Math.min(Math.max(toInteger(e, indent), 0), 10);
  if (space !== 0 && space !== "") pay(e, value, 0);
  return guarded(() => JSON.stringify(value, fields, space));
}

/** As `JSON.parse`; what is no JSON is a plain fault. */
export function fromJson(e: Evaluation, text: string): unknown {
  e.burn(20 + (text.length >> 3));
  e.alloc(text.length);
  const risky = text.includes("__proto__") || /\\u005f/i.test(text);
  const value = parsed(text, risky);
  pay(e, value, 0);
  return value;
}

function parsed(text: string, risky: boolean): unknown {
  try {
    return risky ? JSON.parse(text, (key, value: unknown) => (key === "__proto__" ? undefined : value)) : JSON.parse(text);
  } catch (error) {
    throw new PlainFault(error instanceof Error ? error.message : "this is no JSON");
  }
}

/**
 * Makes a result fit to leave: it is paid for, not nested beyond reason, and what is no data (functions, views, sets)
 * is gone from it. Returns the value itself where nothing had to change.
 */
export function settle(e: Evaluation, value: unknown, nesting = 0): unknown {
  if (typeof value === "string") {
    e.alloc(value.length);
    return value;
  }
  if (typeof value === "function") return undefined;
  if (typeof value !== "object" || value === null) return value;
  e.burn(1);
  if (nesting > MAX_NESTING) throw tooDeep();
  if (value instanceof Host) return value.toJSON();
  if (Array.isArray(value)) return settleList(e, value, nesting);
  if (value instanceof Date || value instanceof DateTime || value instanceof Duration || value instanceof Interval) return value;
  return isFields(value) ? settleFields(e, value, nesting) : undefined;
}

function settleList(e: Evaluation, list: readonly unknown[], nesting: number): unknown {
  e.burn(list.length);
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const settled = settle(e, list[i], nesting + 1);
    if (settled !== list[i] && !Number.isNaN(settled)) {
      copy ??= [...list];
      copy[i] = settled;
    }
  }
  return copy ?? list;
}

function settleFields(e: Evaluation, value: Record<string, unknown>, nesting: number): unknown {
  let copy: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    e.burn(1);
    const settled = settle(e, value[name], nesting + 1);
    if (settled !== value[name] && !Number.isNaN(settled)) {
      copy ??= { ...value };
      copy[name] = settled;
    }
  }
  return copy ?? value;
}
