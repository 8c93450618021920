import * as Y from "yjs";
import type { JsonObject } from "../model/item.ts";

/** Objects nested deeper than this are refused: they would exhaust the stack of whoever reads them. */
const MAX_DEPTH = 100;

/** A value in the document that is no JSON: bytes, text types, numbers without a finite value. */
export class NotJson extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotJson";
  }
}

export const isPlainObject = (value: unknown): value is JsonObject =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

/** Throws NotJson unless the value is JSON through and through. */
export function checkJson(value: unknown, depth = 0): void {
  if (depth > MAX_DEPTH) throw new NotJson("nested too deeply");
  if (value === null || typeof value === "string" || typeof value === "boolean") return;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new NotJson("a number without a finite value");
  } else if (Array.isArray(value)) {
    for (const entry of value) checkJson(entry, depth + 1);
  } else if (isPlainObject(value)) {
    for (const entry of Object.values(value)) checkJson(entry, depth + 1);
  } else throw new NotJson(`a value of type ${typeof value}`);
}

/** JSON to shared types, so that two people can change two fields of one object. Undefined entries are left out. */
export function toShared(value: unknown): unknown {
  if (Array.isArray(value)) {
    const array = new Y.Array<unknown>();
    array.push(value.map((entry) => toShared(entry ?? null)));
    return array;
  }
  if (!isPlainObject(value)) return value;
  return new Y.Map(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, toShared(entry)]),
  );
}

/** Shared types to JSON, keys sorted: their order in the document depends on who wrote first. Throws NotJson. */
export function toPlain(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new NotJson("nested too deeply");
  if (value instanceof Y.Map) {
    return Object.fromEntries(
      [...value.keys()].sort().flatMap((key) => {
        const entry: unknown = value.get(key);
        return entry === undefined ? [] : [[key, toPlain(entry, depth + 1)]];
      }),
    );
  }
  if (value instanceof Y.Array) return value.toArray().map((entry: unknown) => toPlain(entry ?? null, depth + 1));
  checkJson(value, depth);
  return value;
}

export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((entry, i) => sameJson(entry, b[i]));
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}

const samePlain = (shared: unknown, value: unknown): boolean => {
  try {
    return sameJson(toPlain(shared), value);
  } catch {
    return false;
  }
};

/** Sets a key to a plain value, touching no more than what differs; `undefined` removes it. True when something changed. */
export function writeKey(map: Y.Map<unknown>, key: string, value: unknown): boolean {
  const old = map.get(key);
  if (value === undefined) {
    if (!map.has(key)) return false;
    map.delete(key);
    return true;
  }
  if (old instanceof Y.Map && isPlainObject(value)) return writeMap(old, value);
  if (old instanceof Y.Array && Array.isArray(value)) return writeArray(old, value);
  if (map.has(key) && samePlain(old, value)) return false;
  map.set(key, toShared(value));
  return true;
}

/** As `writeKey`, but the value stands as one piece: the last writer wins it whole. */
export function writeWhole(map: Y.Map<unknown>, key: string, value: unknown): boolean {
  if (value === undefined) return writeKey(map, key, undefined);
  if (map.has(key) && samePlain(map.get(key), value)) return false;
  map.set(key, value);
  return true;
}

export function writeMap(map: Y.Map<unknown>, value: JsonObject): boolean {
  let changed = false;
  for (const key of map.keys()) if (!Object.hasOwn(value, key)) changed = writeKey(map, key, undefined) || changed;
  for (const [key, entry] of Object.entries(value)) changed = writeKey(map, key, entry) || changed;
  return changed;
}

/** Keeps the equal head and tail; entries between are changed in place where their number stayed, else replaced. */
function writeArray(array: Y.Array<unknown>, value: readonly unknown[]): boolean {
  const old = array.toArray();
  let head = 0;
  while (head < old.length && head < value.length && samePlain(old[head], value[head])) head += 1;
  let tail = 0;
  while (tail < Math.min(old.length, value.length) - head && samePlain(old[old.length - 1 - tail], value[value.length - 1 - tail]))
    tail += 1;
  const middle = value.slice(head, value.length - tail);
  const gone = old.length - tail - head;
  if (gone === 0 && middle.length === 0) return false;
  if (gone === middle.length) {
    for (const [i, entry] of middle.entries()) writeIndex(array, head + i, entry);
    return true;
  }
  if (gone > 0) array.delete(head, gone);
  if (middle.length > 0)
    array.insert(
      head,
      middle.map((entry) => toShared(entry ?? null)),
    );
  return true;
}

function writeIndex(array: Y.Array<unknown>, index: number, value: unknown): void {
  const old = array.get(index);
  if (old instanceof Y.Map && isPlainObject(value)) writeMap(old, value);
  else if (old instanceof Y.Array && Array.isArray(value)) writeArray(old, value);
  else if (!samePlain(old, value)) {
    array.delete(index);
    array.insert(index, [toShared(value ?? null)]);
  }
}

/** Sets what stands at a path of keys and indexes; missing objects on the way are made. False where the path does not fit. */
export function writePath(map: Y.Map<unknown>, path: readonly (string | number)[], value: unknown): boolean {
  const [first, ...rest] = path;
  if (typeof first !== "string") return false;
  if (rest.length === 0) return writeKey(map, first, value);
  if (!(map.get(first) instanceof Y.Map) && !(map.get(first) instanceof Y.Array)) {
    if (value === undefined) return false;
    map.set(first, typeof rest[0] === "number" ? new Y.Array() : new Y.Map());
  }
  const inner = map.get(first);
  if (inner instanceof Y.Map) return writePath(inner, rest, value);
  return inner instanceof Y.Array && writeInArray(inner, rest, value);
}

function writeInArray(array: Y.Array<unknown>, path: readonly (string | number)[], value: unknown): boolean {
  const [index, ...rest] = path;
  if (typeof index !== "number" || index < 0 || index > array.length) return false;
  if (rest.length === 0) {
    if (value === undefined) {
      if (index === array.length) return false;
      array.delete(index);
    } else if (index === array.length) array.push([toShared(value)]);
    else writeIndex(array, index, value);
    return true;
  }
  if (index === array.length) array.push([typeof rest[0] === "number" ? new Y.Array() : new Y.Map()]);
  const inner = array.get(index);
  if (inner instanceof Y.Map) return writePath(inner, rest, value);
  return inner instanceof Y.Array && writeInArray(inner, rest, value);
}
