import type { Evaluation } from "../budget.ts";
import { guarded, PlainFault } from "../fault.ts";
import { checkedLocale } from "../locale.ts";
import { Regex } from "../regex.ts";
import { findLast, findText } from "../text-search.ts";
import { concat, isNil, ownField, toInteger, toText } from "../values.ts";
import { type Method, type Methods, method } from "./method.ts";
import { stringMatching } from "./string-match.ts";

/** A copy of the text: work and memory. */
function copying(e: Evaluation, text: string): string {
  e.burn(1 + (text.length >> 4));
  e.alloc(text.length);
  return text;
}

function needle(e: Evaluation, value: unknown): string {
  if (value instanceof Regex) throw new PlainFault("a text is needed here, not a regular expression");
  return toText(e, value);
}

const trimmed =
  (trim: (text: string) => string): Method<string> =>
  (e, text) => {
    e.burn(1 + (text.length >> 6));
    return trim(text);
  };

const cased =
  (change: (text: string) => string): Method<string> =>
  (e, text) =>
    change(copying(e, text));

function padding(e: Evaluation, text: string, length: unknown, fill: unknown): string {
  const missing = toInteger(e, length) - text.length;
  const unit = fill === undefined ? " " : toText(e, fill);
  if (missing <= 0 || unit === "") return "";
  return repeated(e, unit, Math.ceil(missing / unit.length)).slice(0, missing);
}

function repeated(e: Evaluation, text: string, times: number): string {
  if (times < 0 || !Number.isFinite(times)) throw new PlainFault("a text can only be repeated zero times or more");
  e.burn(1 + ((text.length * times) >> 6));
  e.alloc(text.length * times);
  return text.repeat(times);
}

/** JavaScript's own methods of a text. */
export const stringMethods: Methods<string> = {
  ...stringMatching,
  at: (e, text, [index]) => text.at(toInteger(e, index)),
  charAt: (e, text, [index]) => text.charAt(toInteger(e, index)),
  charCodeAt: (e, text, [index]) => text.charCodeAt(toInteger(e, index)),
  codePointAt: (e, text, [index]) => text.codePointAt(toInteger(e, index)),
  concat: (e, text, args) => args.reduce((all: string, part) => concat(e, all, toText(e, part)), text),
  endsWith: (e, text, [part, end]) => {
    const tail = needle(e, part);
    e.burn(1 + (tail.length >> 4));
    return text.endsWith(tail, end === undefined ? undefined : toInteger(e, end));
  },
  startsWith: (e, text, [part, from]) => {
    const head = needle(e, part);
    e.burn(1 + (head.length >> 4));
    return text.startsWith(head, toInteger(e, from));
  },
  includes: (e, text, [part, from]) => findText(e, text, needle(e, part), Math.max(0, toInteger(e, from))) >= 0,
  indexOf: (e, text, [part, from]) => findText(e, text, toText(e, part), Math.max(0, toInteger(e, from))),
  lastIndexOf: (e, text, [part, from]) => findLast(e, text, toText(e, part), from === undefined ? text.length : toInteger(e, from)),
  localeCompare: (e, text, [other, locale, options]) => {
    const right = toText(e, other);
    e.burn(20 + ((text.length + right.length) >> 2));
    if (isNil(locale) && isNil(options)) return text.localeCompare(right);
    e.burn(2_000);
    return guarded(() => text.localeCompare(right, checkedLocale(e, locale), collation(e, options)));
  },
  normalize: (e, text, [form]) => {
    const name = form === undefined ? "NFC" : toText(e, form);
    e.burn(text.length >> 2);
    e.alloc(text.length * 3);
    return guarded(() => text.normalize(name));
  },
  padEnd: (e, text, [length, fill]) => concat(e, text, padding(e, text, length, fill)),
  padStart: (e, text, [length, fill]) => concat(e, padding(e, text, length, fill), text),
  repeat: (e, text, [times]) => repeated(e, text, toInteger(e, times)),
  slice: (e, text, [start, end]) => text.slice(toInteger(e, start), toInteger(e, end, text.length)),
  substring: (e, text, [start, end]) => text.substring(toInteger(e, start), toInteger(e, end, text.length)),
  substr: (e, text, [start, length]) => {
    const first = toInteger(e, start);
    const from = first < 0 ? Math.max(0, text.length + first) : first;
    return text.slice(from, from + Math.max(0, toInteger(e, length, text.length)));
  },
  toLowerCase: cased((text) => text.toLowerCase()),
  toUpperCase: cased((text) => text.toUpperCase()),
  toLocaleLowerCase: (e, text, [locale]) => guarded(() => copying(e, text).toLocaleLowerCase(checkedLocale(e, locale))),
  toLocaleUpperCase: (e, text, [locale]) => guarded(() => copying(e, text).toLocaleUpperCase(checkedLocale(e, locale))),
  toString: method<string>((_e, text) => text),
  valueOf: method<string>((_e, text) => text),
  trim: trimmed((text) => text.trim()),
  trimEnd: trimmed((text) => text.trimEnd()),
  trimLeft: trimmed((text) => text.trimStart()),
  trimRight: trimmed((text) => text.trimEnd()),
  trimStart: trimmed((text) => text.trimStart()),
  isWellFormed: (e, text) => copying(e, text).isWellFormed(),
  toWellFormed: (e, text) => copying(e, text).toWellFormed(),
};

function collation(e: Evaluation, options: unknown): Intl.CollatorOptions {
  const chosen: Intl.CollatorOptions = {};
  if (isNil(options)) return chosen;
  const numeric = ownField(options, "numeric");
  if (numeric !== undefined) chosen.numeric = Boolean(numeric);
  const sensitivity = ownField(options, "sensitivity");
  if (sensitivity !== undefined) {
    const name = toText(e, sensitivity);
    if (name === "base" || name === "accent" || name === "case" || name === "variant") chosen.sensitivity = name;
    else throw new PlainFault(`'${name}' is no sensitivity`);
  }
  return chosen;
}
