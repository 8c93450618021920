import type { Evaluation } from "../budget.ts";
import { toList } from "../collections.ts";
import { PlainFault } from "../fault.ts";
import { type Args, callback } from "../host.ts";
import { joinText, same, sameValue, toInteger, toNumber, toText } from "../values.ts";
import { type Method, type Methods, method } from "./method.ts";

type List = readonly unknown[];

/** A new list of that length is about to be made. */
function making(e: Evaluation, length: number): void {
  e.burn(1 + length);
  e.alloc(length * 8 + 16);
}

/** A position as `slice` counts it: from the end if negative, cut to the list. */
function position(e: Evaluation, value: unknown, length: number, absent: number): number {
  const at = toInteger(e, value, absent);
  return at < 0 ? Math.max(0, length + at) : Math.min(at, length);
}

/** The first (or last) index whose element the callback accepts, or -1. */
function seek(e: Evaluation, list: List, fn: unknown, backwards: boolean): number {
  const test = callback(fn);
  for (let n = 0; n < list.length; n++) {
    const i = backwards ? list.length - 1 - n : n;
    if (test.invoke(e, list[i], i, list)) return i;
  }
  return -1;
}

function flatten(e: Evaluation, list: List, depth: number, into: unknown[]): unknown[] {
  for (const element of list) {
    making(e, 1);
    if (depth > 0 && Array.isArray(element)) flatten(e, element, depth - 1, into);
    else into.push(element);
  }
  return into;
}

/** Deeper lists are flat for all that matters, and each level is a call. */
const MAX_FLAT = 100;

function map(e: Evaluation, list: List, fn: unknown): unknown[] {
  const change = callback(fn);
  making(e, list.length);
  const made: unknown[] = [];
  for (let i = 0; i < list.length; i++) made.push(change.invoke(e, list[i], i, list));
  return made;
}

function filter(e: Evaluation, list: List, fn: unknown): unknown[] {
  const test = callback(fn);
  making(e, list.length);
  const kept: unknown[] = [];
  for (let i = 0; i < list.length; i++) {
    const element = list[i];
    if (test.invoke(e, element, i, list)) kept.push(element);
  }
  return kept;
}

function reduce(e: Evaluation, list: List, args: Args, backwards: boolean): unknown {
  const fold = callback(args[0]);
  const ordered = backwards ? reversed(e, list) : list;
  if (ordered.length === 0 && args.length < 2) throw new PlainFault("reduce of an empty list needs a first value");
  let value = args.length < 2 ? ordered[0] : args[1];
  for (let i = args.length < 2 ? 1 : 0; i < ordered.length; i++) {
    value = fold.call(e, [value, ordered[i], backwards ? ordered.length - 1 - i : i, list]);
  }
  return value;
}

function reversed(e: Evaluation, list: List): unknown[] {
  making(e, list.length);
  return list.toReversed();
}

/** Undefined last, as JavaScript does; without a callback by text. */
function sorted(e: Evaluation, list: List, fn?: unknown): unknown[] {
  making(e, list.length * 2);
  const present = list.filter((element) => element !== undefined);
  const absent: undefined[] = Array.from({ length: list.length - present.length });
  if (fn !== undefined) {
    const compare = callback(fn);
    const by = (a: unknown, b: unknown): number => {
      e.burn(1);
      return toNumber(e, compare.invoke(e, a, b, undefined)) || 0;
    };
    return [...present.sort(by), ...absent];
  }
  const texts = present.map((element) => ({ element, text: toText(e, element) }));
  const total = texts.reduce((sum, { text }) => sum + text.length, 0);
  const rounds = Math.ceil(Math.log2(texts.length + 1));
  e.burn(rounds * (texts.length * 4 + (total >> 5)));
  texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return [...texts.map(({ element }) => element), ...absent];
}

const indexOf: Method<List> = (e, list, [wanted, from]) => {
  for (let i = position(e, from, list.length, 0); i < list.length; i++) {
    e.burn(1);
    if (same(e, list[i], wanted)) return i;
  }
  return -1;
};

const lastIndexOf: Method<List> = (e, list, [wanted]) => {
  for (let i = list.length - 1; i >= 0; i--) {
    e.burn(1);
    if (same(e, list[i], wanted)) return i;
  }
  return -1;
};

function spliced(e: Evaluation, list: List, args: Args): { kept: unknown[]; removed: unknown[] } {
  making(e, list.length + args.length);
  const start = position(e, args[0], list.length, 0);
  const count =
    args.length === 0 ? 0 : args.length === 1 ? list.length - start : Math.min(Math.max(toInteger(e, args[1]), 0), list.length - start);
  const kept = [...list.slice(0, start), ...args.slice(2), ...list.slice(start + count)];
  return { kept, removed: list.slice(start, start + count) };
}

function fill(e: Evaluation, list: List, [value, from, to]: Args): unknown[] {
  making(e, list.length);
  return [...list].fill(value, position(e, from, list.length, 0), position(e, to, list.length, list.length));
}

function concatenated(e: Evaluation, list: List, args: Args): unknown[] {
  making(e, list.length);
  const all = [...list];
  for (const part of args) {
    const elements: List = Array.isArray(part) ? part : [part];
    making(e, elements.length);
    for (const element of elements) all.push(element);
  }
  return all;
}

function each(e: Evaluation, list: List, fn: unknown): undefined {
  const call = callback(fn);
  for (let i = 0; i < list.length; i++) call.invoke(e, list[i], i, list);
}

/**
 * JavaScript's own methods of an array. None changes the array: data belongs to the item it came from, so what sorts or
 * fills in place in JavaScript answers with a changed copy.
 */
export const arrayMethods: Methods<List> = {
  at: (e, list, [index]) => list.at(toInteger(e, index)),
  concat: concatenated,
  entries: (e, list) => {
    making(e, list.length * 4);
    return list.map((element, index) => [index, element]);
  },
  every: (e, list, [fn]) => {
    const test = callback(fn);
    for (let i = 0; i < list.length; i++) if (!test.invoke(e, list[i], i, list)) return false;
    return true;
  },
  fill,
  filter: (e, list, [fn]) => filter(e, list, fn),
  find: (e, list, [fn]) => list[seek(e, list, fn, false)],
  findIndex: (e, list, [fn]) => seek(e, list, fn, false),
  findLast: (e, list, [fn]) => list[seek(e, list, fn, true)],
  findLastIndex: (e, list, [fn]) => seek(e, list, fn, true),
  flat: (e, list, [depth]) => flatten(e, list, Math.min(toInteger(e, depth, 1), MAX_FLAT), []),
  flatMap: (e, list, [fn]) => flatten(e, map(e, list, fn), 1, []),
  forEach: (e, list, [fn]) => each(e, list, fn),
  includes: (e, list, [wanted, from]) => {
    for (let i = position(e, from, list.length, 0); i < list.length; i++) {
      e.burn(1);
      if (sameValue(e, list[i], wanted)) return true;
    }
    return false;
  },
  indexOf,
  join: (e, list, [separator]) => joinText(e, list, separator === undefined ? "," : toText(e, separator)),
  keys: (e, list) => {
    making(e, list.length);
    return [...list.keys()];
  },
  lastIndexOf,
  map: (e, list, [fn]) => map(e, list, fn),
  pop: (_e, list) => list.at(-1),
  reduce: (e, list, args) => reduce(e, list, args, false),
  reduceRight: (e, list, args) => reduce(e, list, args, true),
  reverse: reversed,
  shift: (_e, list) => list[0],
  slice: (e, list, [start, end]) => {
    const from = position(e, start, list.length, 0);
    const to = position(e, end, list.length, list.length);
    making(e, Math.max(0, to - from));
    return list.slice(from, to);
  },
  some: (e, list, [fn]) => seek(e, list, fn, false) >= 0,
  sort: (e, list, [compare]) => sorted(e, list, compare),
  splice: (e, list, args) => spliced(e, list, args).removed,
  toReversed: reversed,
  toSorted: (e, list, [compare]) => sorted(e, list, compare),
  toSpliced: (e, list, args) => spliced(e, list, args).kept,
  toString: method<List>((e, list) => joinText(e, list, ",")),
  toLocaleString: method<List>((e, list) => joinText(e, list, ",")),
  unshift: (_e, list, args) => list.length + args.length,
  values: (e, list) => {
    making(e, list.length);
    return toList(e, list);
  },
  with: (e, list, [index, value]) => {
    const at = toInteger(e, index);
    if (at >= list.length || at < -list.length) throw new PlainFault("there is no element at this place");
    making(e, list.length);
    return list.with(at, value);
  },
};
