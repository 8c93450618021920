import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";
import { MapValue, SetValue, toList } from "../collections.ts";
import { PlainFault } from "../fault.ts";
import { type Args, Callable, callback, functions, HostFunction, Namespace } from "../host.ts";
import { fromJson, toJson } from "../json.ts";
import { copyFields } from "../nodes/literals.ts";
import { makeRegex, Regex } from "../regex.ts";
import { fieldNames, isFields, ownField, sameValue, setField, toInteger, toKey, toText } from "../values.ts";

/** `JSON.stringify(value, fields, indent)`; the second may be a list of field names. */
function stringify(e: Evaluation, [value, replacer, indent]: Args): string | undefined {
  if (replacer instanceof Callable) throw new PlainFault("JSON.stringify takes a list of field names here, no function");
  const fields = Array.isArray(replacer) ? replacer.map((name: unknown) => toText(e, name)) : undefined;
  return value instanceof Callable ? undefined : toJson(e, value, fields, indent);
}

export const json = new Namespace(
  "JSON",
  functions("JSON.", {
    parse: (e, [text]) => fromJson(e, toText(e, text)),
    stringify,
  }),
);

const valueAt = (value: unknown, name: string): unknown => (isFields(value) ? ownField(value, name) : Reflect.get(Object(value), name));

function fromEntries(e: Evaluation, [entries]: Args): JsonObject {
  const made: JsonObject = {};
  for (const entry of toList(e, entries)) {
    if (!Array.isArray(entry)) throw new PlainFault("[key, value] pairs are needed here");
    const pair: Args = entry;
    e.alloc(32);
    setField(made, toKey(e, pair[0]), pair[1]);
  }
  return made;
}

/** The target stays as it is: the answer is a new object. */
function assign(e: Evaluation, [target, ...sources]: Args): JsonObject {
  const made: JsonObject = {};
  for (const source of [target, ...sources]) {
    e.alloc(32);
    copyFields(e, made, source);
  }
  return made;
}

function groupBy(e: Evaluation, [list, fn]: Args): JsonObject {
  const groups = new Map<string, unknown[]>();
  const key = callback(fn);
  toList(e, list).forEach((element, index) => {
    const name = toKey(e, key.invoke(e, element, index, undefined));
    e.alloc(16);
    const group = groups.get(name);
    if (group) group.push(element);
    else groups.set(name, [element]);
  });
  const made: JsonObject = {};
  for (const [name, group] of groups) setField(made, name, group);
  return made;
}

export const object = new HostFunction("Object", (_e, [value]) => (isFields(value) ? value : {}), {
  members: functions("Object.", {
    assign,
    entries: (e, [value]) => fieldNames(e, value).map((name) => [name, valueAt(value, name)]),
    fromEntries,
    freeze: (_e, [value]) => value,
    groupBy,
    hasOwn: (e, [value, name]) => isFields(value) && Object.hasOwn(value, toKey(e, name)),
    is: (e, [a, b]) => sameValue(e, a, b),
    keys: (e, [value]) => fieldNames(e, value),
    values: (e, [value]) => fieldNames(e, value).map((name) => valueAt(value, name)),
  }),
  holds: (value) => typeof value === "object" && value !== null,
});

function sized(e: Evaluation, length: number): unknown[] {
  if (length < 0 || length > 0xffffffff) throw new PlainFault("a list cannot have this length");
  e.burn(length);
  e.alloc(length * 8);
  return Array.from({ length });
}

function from(e: Evaluation, [source, fn]: Args): readonly unknown[] {
  const list = isFields(source) ? sized(e, toInteger(e, ownField(source, "length"))) : toList(e, source);
  e.alloc(list.length * 8);
  if (fn === undefined) return [...list];
  const change = callback(fn);
  return list.map((element, index) => change.invoke(e, element, index, undefined));
}

export const array = new HostFunction(
  "Array",
  (e, args) => (args.length === 1 && typeof args[0] === "number" ? sized(e, args[0]) : [...args]),
  {
    members: functions("Array.", {
      from,
      isArray: (_e, [value]) => Array.isArray(value),
      of: (_e, args) => [...args],
    }),
    holds: (value) => Array.isArray(value),
  },
);

const notAlone = (name: string) => (): never => {
  throw new PlainFault(`${name} needs 'new'`);
};

export const set = new HostFunction("Set", notAlone("Set"), {
  construct: (e, [list]) => new SetValue(e, list),
  holds: (value) => value instanceof SetValue,
});

export const map = new HostFunction("Map", notAlone("Map"), {
  construct: (e, [entries]) => new MapValue(e, entries),
  holds: (value) => value instanceof MapValue,
});

export const regExp = new HostFunction("RegExp", makeRegex, { construct: makeRegex, holds: (value) => value instanceof Regex });
