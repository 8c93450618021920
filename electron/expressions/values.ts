import { DateTime, Duration, Interval } from "luxon";
import type { JsonObject } from "#shared/model/item.ts";
import { type Evaluation, MAX_TEXT } from "./budget.ts";
import { PlainFault } from "./fault.ts";
import { Callable, Host } from "./host.ts";
import { ExpressionError } from "./scope.ts";

/**
 * JavaScript's conversions, written out: native code never walks a structure that an expression made (a few nested
 * arrays that share their parts are small in memory and endless as a text), so every element is paid for here.
 */

const MAX_NESTING = 500;

export const isNil = (value: unknown): value is null | undefined => value === null || value === undefined;

/** An object whose own fields may be read: plain data, nothing that has a class. */
export function isFields(value: unknown): value is JsonObject {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export const tooDeep = (): ExpressionError => new ExpressionError("This value is nested too deeply.");

/** What `typeof` says. */
export const typeName = (value: unknown): string => (value instanceof Callable ? "function" : typeof value);

export function concat(e: Evaluation, left: string, right: string): string {
  if (left.length + right.length > MAX_TEXT) throw new ExpressionError("This text is too long. Work on fewer items, or use a Code step.");
  // Joined texts share their parts, so only the shorter one counts: building a list line by line stays linear.
  e.alloc(Math.min(left.length, right.length) + 16);
  return left + right;
}

/** As `String(value)`. */
export function toText(e: Evaluation, value: unknown, nesting = 0): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) return objectText(e, value, nesting);
  return typeof value === "function" || typeof value === "symbol" ? "" : String(value);
}

function objectText(e: Evaluation, value: object, nesting: number): string {
  e.burn(1);
  if (Array.isArray(value)) return joinText(e, value, ",", nesting + 1);
  if (value instanceof Host) return value.text();
  if (value instanceof Date || value instanceof DateTime || value instanceof Duration || value instanceof Interval) {
    e.burn(100);
    e.alloc(64);
    return String(value);
  }
  return "[object Object]";
}

/** As `array.join(separator)`. */
export function joinText(e: Evaluation, list: readonly unknown[], separator: string, nesting = 0): string {
  if (nesting > MAX_NESTING) throw tooDeep();
  let text = "";
  for (let i = 0; i < list.length; i++) {
    e.burn(2);
    if (i > 0 && separator !== "") text = concat(e, text, separator);
    const element = list[i];
    if (isNil(element)) continue;
    const part = toText(e, element, nesting);
    text = concat(e, text, part);
  }
  return text;
}

/** What stands in a template for a block's value: null, undefined and NaN leave no trace. */
export function blockText(e: Evaluation, value: unknown): string {
  return isNil(value) || Number.isNaN(value) ? "" : toText(e, value);
}

type Primitive = string | number | boolean | bigint | null | undefined;

export function toPrimitive(e: Evaluation, value: unknown, hint: "default" | "number" | "string" = "default"): Primitive {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return value;
  if (isNil(value)) return value;
  if (typeof value !== "object") return undefined;
  if (hint === "string") return toText(e, value);
  if (value instanceof Date) return hint === "number" ? value.getTime() : toText(e, value);
  if (value instanceof DateTime || value instanceof Duration) return value.valueOf();
  return toText(e, value);
}

export function toNumber(e: Evaluation, value: unknown): number {
  if (typeof value === "number") return value;
  const primitive = toPrimitive(e, value, "number");
  if (typeof primitive === "string") e.burn(primitive.length >> 4);
  return Number(primitive);
}

/** As an argument that counts or points: fractions cut, NaN is 0. */
export function toInteger(e: Evaluation, value: unknown, absent = 0): number {
  if (value === undefined) return absent;
  const number = Math.trunc(toNumber(e, value));
  return Number.isNaN(number) ? 0 : number;
}

/** A computed key. Hashing a long one is work. */
export function toKey(e: Evaluation, value: unknown): string {
  const key = typeof value === "string" ? value : toText(e, value);
  if (key.length > 64) e.burn(key.length >> 3);
  return key;
}

/** `===`; comparing two long texts is work. */
export function same(e: Evaluation, left: unknown, right: unknown): boolean {
  if (typeof left === "string" && typeof right === "string" && left.length === right.length && left.length > 256) e.burn(left.length >> 6);
  return left === right;
}

/** As `same`, but NaN equals itself: what `includes` and sets go by. */
export const sameValue = (e: Evaluation, left: unknown, right: unknown): boolean =>
  same(e, left, right) || (Number.isNaN(left) && Number.isNaN(right));

/** `==` */
export function looselyEqual(e: Evaluation, left: unknown, right: unknown): boolean {
  if (isNil(left) || isNil(right)) return isNil(left) && isNil(right);
  const bothObjects = typeof left === "object" && typeof right === "object";
  if (bothObjects || typeof left === typeof right) return same(e, left, right);
  const a = toPrimitive(e, left);
  const b = toPrimitive(e, right);
  if (typeof a === typeof b) return same(e, a, b);
  return toNumber(e, a) === toNumber(e, b);
}

/** Puts a field on an object that the expression is making. */
export function setField(target: JsonObject, key: string, value: unknown): void {
  if (key === "__proto__") throw new ExpressionError("'__proto__' is not available as a field name.");
  target[key] = value;
}

/** Own fields of data, for `Object.keys` and its like; other objects have none to show. */
export function fieldNames(e: Evaluation, value: unknown): string[] {
  if (isNil(value)) throw new PlainFault(`${String(value)} has no fields`);
  if (typeof value === "string" || Array.isArray(value)) {
    e.burn(value.length);
    e.alloc(value.length * 16);
    return Array.from(value, (_element, index) => String(index));
  }
  if (!isFields(value)) return [];
  const names = Object.keys(value);
  e.burn(2 + names.length * 3);
  e.alloc(names.length * 16);
  return names.includes("__proto__") ? names.filter((name) => name !== "__proto__") : names;
}

/** An object's own field, a list's element, or undefined. */
export function ownField(value: unknown, key: string): unknown {
  if (!isFields(value) || !Object.hasOwn(value, key)) return undefined;
  const field = value[key];
  return typeof field === "function" ? undefined : field;
}
