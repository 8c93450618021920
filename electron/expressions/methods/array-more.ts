import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";
import type { Args } from "../host.ts";
import { toJson } from "../json.ts";
import { ExpressionError } from "../scope.ts";
import { fieldNames, isFields, ownField, setField, toKey, toText } from "../values.ts";
import { Identity } from "./identity.ts";
import type { Method, Methods } from "./method.ts";
import { compactFields, isBlankValue, mergeFields } from "./object-more.ts";

type List = readonly unknown[];

function numbers(list: List, name: string): readonly number[] {
  const found: number[] = [];
  for (const value of list) {
    if (typeof value !== "number") throw new ExpressionError(`${name}() works on numbers only: one of the elements is none.`);
    found.push(value);
  }
  return found;
}

const spend = (e: Evaluation, list: List): void => {
  e.burn(list.length * 2);
  e.alloc(list.length * 8 + 16);
};

function otherList(e: Evaluation, value: unknown, name: string): List {
  if (!Array.isArray(value)) throw new ExpressionError(`${name}() needs an array, as in .${name}([1, 2]).`);
  spend(e, value);
  return value;
}

/** The first of each group of equal elements; with field names, equal in those fields. */
function distinct(e: Evaluation, list: List, fields: Args = []): unknown[] {
  spend(e, list);
  const identity = new Identity(e);
  const seen = new Set<string>();
  return list.filter((element) => {
    const compared = fields.length > 0 && isFields(element) ? fields.map((field) => ownField(element, toKey(e, field))) : element;
    const key = identity.of(compared);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The elements of `list` that are, or are not, in `other`. */
function within(e: Evaluation, list: List, other: List, wanted: boolean): unknown[] {
  spend(e, list);
  const identity = new Identity(e);
  const known = new Set(other.map((element) => identity.of(element)));
  return distinct(
    e,
    list.filter((element) => known.has(identity.of(element)) === wanted),
  );
}

const unique: Method<List> = (e, list, fields) => distinct(e, list, fields);

const average: Method<List> = (e, list) => {
  spend(e, list);
  const all = numbers(list, "average");
  return all.length === 0 ? 0 : all.reduce((sum, value) => sum + value, 0) / all.length;
};

const compact: Method<List> = (e, list) => {
  spend(e, list);
  return list.filter((element) => !isBlankValue(e, element)).map((element) => compactFields(e, element));
};

const append: Method<List> = (e, list, args) => {
  spend(e, list);
  spend(e, args);
  return [...list, ...args];
};

function chunk(e: Evaluation, list: List, [size]: Args): unknown[][] {
  if (typeof size !== "number" || !(size >= 1)) throw new ExpressionError("chunk() needs how many elements a part has, as in .chunk(5).");
  spend(e, list);
  const parts: unknown[][] = [];
  for (let i = 0; i < list.length; i += Math.floor(size)) {
    e.alloc(32);
    parts.push(list.slice(i, i + Math.floor(size)));
  }
  return parts;
}

function pluck(e: Evaluation, list: List, fields: Args): List {
  if (fields.length === 0) return list;
  const wanted = new Set(fields.map((field) => toKey(e, field)));
  const plucked: unknown[] = [];
  for (const element of list) {
    spend(e, fields);
    if (!isFields(element)) continue;
    const found = fieldNames(e, element).filter((name) => wanted.has(name));
    if (found.length > 0)
      plucked.push(found.length === 1 ? ownField(element, found[0] ?? "") : found.map((name) => ownField(element, name)));
  }
  return plucked;
}

function smartJoin(e: Evaluation, list: List, [keyField, valueField]: Args): JsonObject {
  if (typeof keyField !== "string" || typeof valueField !== "string" || keyField === "" || valueField === "") {
    throw new ExpressionError('smartJoin() needs the names of two fields, as in .smartJoin("name", "value").');
  }
  spend(e, list);
  const joined: JsonObject = {};
  for (const element of list) {
    if (!isFields(element) || !Object.hasOwn(element, keyField) || !Object.hasOwn(element, valueField)) continue;
    setField(joined, toKey(e, ownField(element, keyField)), ownField(element, valueField));
  }
  return joined;
}

function renameKeys(e: Evaluation, list: List, names: Args): unknown[] {
  if (names.length === 0 || names.length % 2 !== 0) {
    throw new ExpressionError('renameKeys() needs pairs of an old and a new name, as in .renameKeys("name", "title").');
  }
  spend(e, list);
  return list.map((element) => {
    if (!isFields(element)) return element;
    const fields = new Map(fieldNames(e, element).map((name) => [name, ownField(element, name)]));
    for (let i = 0; i < names.length; i += 2) {
      e.burn(2);
      const from = toText(e, names[i]);
      if (!fields.has(from)) continue;
      const value = fields.get(from);
      fields.delete(from);
      fields.set(toKey(e, names[i + 1]), value);
    }
    const renamed: JsonObject = {};
    for (const [name, value] of fields) setField(renamed, name, value);
    return renamed;
  });
}

function merge(e: Evaluation, list: List, [other]: Args): JsonObject {
  const merged: JsonObject = {};
  if (other === undefined) {
    for (const element of list) if (isFields(element)) mergeFields(e, merged, element, false);
    return merged;
  }
  const others = otherList(e, other, "merge");
  for (let i = 0; i < Math.max(list.length, others.length); i++) {
    e.burn(1);
    const [ours, theirs] = [list[i], others[i]];
    if (!isFields(ours)) continue;
    const pair: JsonObject = {};
    mergeFields(e, pair, ours, true);
    if (isFields(theirs)) mergeFields(e, pair, theirs, false);
    mergeFields(e, merged, pair, true);
  }
  return merged;
}

const first: Method<List> = (_e, list) => list[0];
const last: Method<List> = (_e, list) => list.at(-1);
const nothing: Method<List> = () => undefined;

/** What we add to arrays. */
export const arrayMore: Methods<List> = {
  append,
  push: append,
  average,
  mean: average,
  chunk,
  compact,
  removeEmpty: compact,
  difference: (e, list, [other]) => within(e, list, otherList(e, other, "difference"), false),
  intersection: (e, list, [other]) => within(e, list, otherList(e, other, "intersection"), true),
  union: (e, list, [other]) => distinct(e, [...list, ...otherList(e, other, "union")]),
  first,
  head: first,
  last,
  tail: last,
  isEmpty: (_e, list) => list.length === 0,
  isNotEmpty: (_e, list) => list.length > 0,
  max: (e, list) => {
    spend(e, list);
    return numbers(list, "max").reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  },
  min: (e, list) => {
    spend(e, list);
    return numbers(list, "min").reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  },
  sum: (e, list) => {
    spend(e, list);
    return numbers(list, "sum").reduce((sum, value) => sum + value, 0);
  },
  merge,
  mergeIntoObject: merge,
  pluck,
  randomItem: (_e, list) => list[Math.floor(Math.random() * list.length)],
  removeDuplicates: unique,
  unique,
  renameKeys,
  smartJoin,
  toJsonString: (e, list) => toJson(e, list),
  toInt: nothing,
  toFloat: nothing,
  toBoolean: nothing,
  toDateTime: nothing,
};
