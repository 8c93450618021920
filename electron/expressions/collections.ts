import type { Evaluation } from "./budget.ts";
import { PlainFault } from "./fault.ts";
import { type Args, callback, Host, HostFunction } from "./host.ts";
import { isNil, toKey } from "./values.ts";

/** Bytes that an entry of a set or map counts for. */
const ENTRY = 48;

const keyed = (e: Evaluation, key: unknown): unknown => {
  e.burn(1);
  return typeof key === "string" ? toKey(e, key) : key;
};

/** `new Set(list)` */
export class SetValue extends Host {
  readonly label = "Set";
  readonly held = new Set<unknown>();

  constructor(e: Evaluation, list: unknown) {
    super();
    if (!isNil(list)) for (const value of toList(e, list)) this.add(e, value);
  }

  add(e: Evaluation, value: unknown): this {
    e.alloc(ENTRY);
    this.held.add(keyed(e, value));
    return this;
  }

  member(_e: Evaluation, name: string): unknown {
    switch (name) {
      case "size":
        return this.held.size;
      case "has":
        return new HostFunction(name, (e, [value]) => this.held.has(keyed(e, value)));
      case "add":
        return new HostFunction(name, (e, [value]) => this.add(e, value));
      case "delete":
        return new HostFunction(name, (e, [value]) => this.held.delete(keyed(e, value)));
      case "values":
      case "keys":
        return new HostFunction(name, (e) => toList(e, this));
      case "entries":
        return new HostFunction(name, (e) => toList(e, this).map((value) => [value, value]));
      case "forEach":
        return new HostFunction(name, (e, [fn]) => forEach(e, fn, this, toList(e, this), (value) => value));
      default:
        return undefined;
    }
  }
}

/** `new Map(entries)` */
export class MapValue extends Host {
  readonly label = "Map";
  readonly held = new Map<unknown, unknown>();

  constructor(e: Evaluation, entries: unknown) {
    super();
    if (isNil(entries)) return;
    for (const entry of toList(e, entries)) {
      if (!Array.isArray(entry)) throw new PlainFault("a map is made of [key, value] pairs");
      const pair: Args = entry;
      this.put(e, pair[0], pair[1]);
    }
  }

  put(e: Evaluation, key: unknown, value: unknown): this {
    e.alloc(ENTRY);
    this.held.set(keyed(e, key), value);
    return this;
  }

  member(_e: Evaluation, name: string): unknown {
    switch (name) {
      case "size":
        return this.held.size;
      case "has":
        return new HostFunction(name, (e, [key]) => this.held.has(keyed(e, key)));
      case "get":
        return new HostFunction(name, (e, [key]) => this.held.get(keyed(e, key)));
      case "set":
        return new HostFunction(name, (e, [key, value]) => this.put(e, key, value));
      case "delete":
        return new HostFunction(name, (e, [key]) => this.held.delete(keyed(e, key)));
      case "keys":
        return new HostFunction(name, (e) => this.list(e, (key) => key));
      case "values":
        return new HostFunction(name, (e) => this.list(e, (_key, value) => value));
      case "entries":
        return new HostFunction(name, (e) => toList(e, this));
      case "forEach":
        return new HostFunction(name, (e, [fn]) =>
          forEach(
            e,
            fn,
            this,
            this.list(e, (key) => key),
            (key) => this.held.get(key),
          ),
        );
      default:
        return undefined;
    }
  }

  list(e: Evaluation, pick: (key: unknown, value: unknown) => unknown): unknown[] {
    e.burn(this.held.size);
    e.alloc(this.held.size * ENTRY);
    return Array.from(this.held, ([key, value]) => pick(key, value));
  }
}

function forEach(e: Evaluation, fn: unknown, of: Host, keys: Args, heldUnder: (key: unknown) => unknown): undefined {
  const call = callback(fn);
  for (const key of keys) call.invoke(e, heldUnder(key), key, of);
}

/** What `...value` and `Array.from(value)` walk. The list may be the value itself: do not change it. */
export function toList(e: Evaluation, value: unknown): Args {
  if (Array.isArray(value)) {
    e.burn(value.length);
    return value;
  }
  if (typeof value === "string") {
    e.burn(value.length);
    e.alloc(value.length * 24);
    return Array.from(value);
  }
  if (value instanceof SetValue) {
    e.burn(value.held.size);
    e.alloc(value.held.size * 8);
    return [...value.held];
  }
  if (value instanceof MapValue) return value.list(e, (key, held) => [key, held]);
  throw new PlainFault("this value is not a list");
}
