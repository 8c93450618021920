import type { JsonObject } from "#shared/model/item.ts";

/** An index further than this beyond a list's end is a mistake, not a wish for a million empty places. */
const MAX_GAP = 10_000;

const isIndex = (key: string): boolean => /^(?:0|[1-9]\d{0,9})$/.test(key);
export const isRecord = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** `a.b`, `a[0]`, `a["b c"].d` as keys. A text without dots and brackets is one key. */
function parsePath(text: string): string[] {
  if (!isPath(text)) return [text];
  const keys: string[] = [];
  const part = /\[\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\]]*))\s*\]|([^.[]+)|(\.)(?=[.[]|$)/g;
  for (const match of text.matchAll(part)) {
    const quoted = match[1] ?? match[2];
    if (quoted !== undefined) keys.push(quoted.replace(/\\(.)/g, "$1"));
    else if (match[5] === undefined) keys.push(match[3]?.trim() ?? match[4] ?? "");
  }
  return keys.length > 0 ? keys : [text];
}

/** Own properties only: nothing of a prototype can be read by a field's name. */
function ownValue(holder: unknown, key: string): unknown {
  if (typeof holder !== "object" || holder === null) return undefined;
  return Object.hasOwn(holder, key) ? Reflect.get(holder, key) : undefined;
}

/** The value at a path, or `undefined`. A key that is spelled like the whole path goes first. */
export function getPath(from: unknown, path: string, dots = true): unknown {
  if (!dots || (isRecord(from) && Object.hasOwn(from, path))) return ownValue(from, path);
  let value = from;
  for (const key of parsePath(path)) value = ownValue(value, key);
  return value;
}

/** Writes an own property whatever its name: `__proto__` is a key like any other, never a prototype. */
export function setOwn(target: JsonObject | unknown[], key: string, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else if (Array.isArray(target)) Reflect.set(target, key, value);
  else target[key] = value;
}

const isPath = (text: string): boolean => text.includes(".") || text.includes("[");

/**
 * Puts a value at a path of `target`, which the caller owns. Containers below it may be shared with other items, so each one
 * on the way is copied before it is written; missing ones are made, a list where the next key is an index.
 */
export function setPath(target: JsonObject, path: string, value: unknown, dots = true): void {
  if (!dots || !isPath(path) || Object.hasOwn(target, path)) {
    setOwn(target, path, value);
    return;
  }
  const keys = parsePath(path);
  let holder: JsonObject | unknown[] = target;
  for (const [at, key] of keys.entries()) {
    if (Array.isArray(holder) && isIndex(key) && Number(key) > holder.length + MAX_GAP) {
      throw new RangeError(`the index ${key} in '${path}' is far beyond the end of the list`);
    }
    const next = keys[at + 1];
    if (next === undefined) {
      setOwn(holder, key, value);
      return;
    }
    const held = ownValue(holder, key);
    const copy: JsonObject | unknown[] = Array.isArray(held) ? [...held] : isRecord(held) ? { ...held } : isIndex(next) ? [] : {};
    setOwn(holder, key, copy);
    holder = copy;
  }
}

/** Takes the value at a path out of `target`, copying containers on the way as `setPath` does. */
export function unsetPath(target: JsonObject, path: string, dots = true): void {
  if (!dots || !isPath(path) || Object.hasOwn(target, path)) {
    Reflect.deleteProperty(target, path);
    return;
  }
  const keys = parsePath(path);
  if (getPath(target, path) === undefined) return;
  let holder: JsonObject | unknown[] = target;
  for (const [at, key] of keys.entries()) {
    if (at === keys.length - 1) {
      Reflect.deleteProperty(holder, key);
      return;
    }
    const held = ownValue(holder, key);
    if (!isRecord(held) && !Array.isArray(held)) return;
    const copy: JsonObject | unknown[] = Array.isArray(held) ? [...held] : { ...held };
    setOwn(holder, key, copy);
    holder = copy;
  }
}

/** `"a, b"` or `["a", "b"]` as field names; empty ones left out. */
export function fieldNames(value: unknown): string[] {
  const list = Array.isArray(value) ? value.map(String) : typeof value === "string" ? value.split(",") : [];
  return list.map((name) => name.trim()).filter((name) => name !== "");
}
