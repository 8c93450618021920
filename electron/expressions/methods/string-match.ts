import type { Evaluation } from "../budget.ts";
import { PlainFault } from "../fault.ts";
import { Callable } from "../host.ts";
import { allMatches, type Match, makeRegex, matchList, Regex } from "../regex.ts";
import { findText } from "../text-search.ts";
import { concat, toInteger, toText } from "../values.ts";
import type { Methods } from "./method.ts";

function asRegex(e: Evaluation, value: unknown, flags: string): Regex {
  if (value instanceof Regex) return value;
  return makeRegex(e, value === undefined ? [] : [toText(e, value), flags]);
}

/** The places where `pattern` stands in `text`; all of them for `all`, else the first. */
function* places(e: Evaluation, text: string, pattern: unknown, all: boolean): Generator<Match> {
  if (pattern instanceof Regex) {
    if (pattern.global) return yield* allMatches(e, pattern, text);
    if (all) throw new PlainFault("replaceAll and matchAll need a regular expression with the flag g");
    const match = pattern.find(e, text, 0);
    if (match) yield match;
    return;
  }
  const needle = toText(e, pattern);
  let from = 0;
  while (from <= text.length) {
    const start = findText(e, text, needle, from);
    if (start < 0) return;
    yield { start, end: start + needle.length, groups: [needle], named: undefined };
    if (!all) return;
    from = start + Math.max(needle.length, 1);
  }
}

/** `$1`, `$&` and their like in a replacement. */
function expand(e: Evaluation, template: string, match: Match, text: string): string {
  if (!template.includes("$")) return template;
  let out = "";
  let from = 0;
  for (let at = template.indexOf("$"); at >= 0; at = template.indexOf("$", from)) {
    e.burn(2);
    out = concat(e, out, template.slice(from, at));
    const [value, used] = reference(template, at, match, text);
    out = concat(e, out, value);
    e.alloc(value.length);
    from = at + used;
  }
  return concat(e, out, template.slice(from));
}

function reference(template: string, at: number, match: Match, text: string): [string, number] {
  const next = template.charAt(at + 1);
  if (next === "$") return ["$", 2];
  if (next === "&") return [match.groups[0] ?? "", 2];
  if (next === "`") return [text.slice(0, match.start), 2];
  if (next === "'") return [text.slice(match.end), 2];
  if (next === "<" && match.named) {
    const end = template.indexOf(">", at);
    if (end > 0) {
      const name = template.slice(at + 2, end);
      const value = Object.hasOwn(match.named, name) ? match.named[name] : undefined;
      return [typeof value === "string" ? value : "", end - at + 1];
    }
  }
  for (const digits of [2, 1]) {
    const number = template.slice(at + 1, at + 1 + digits);
    const group = Number(number);
    if (number.length === digits && /^\d+$/.test(number) && group > 0 && group < match.groups.length) {
      return [match.groups[group] ?? "", digits + 1];
    }
  }
  return ["$", 1];
}

function replace(e: Evaluation, text: string, pattern: unknown, by: unknown, all: boolean): string {
  const template = by instanceof Callable ? "" : toText(e, by);
  let out = "";
  let from = 0;
  for (const match of places(e, text, pattern, all)) {
    e.burn(4);
    out = concat(e, out, text.slice(from, match.start));
    const value = by instanceof Callable ? toText(e, by.call(e, callbackArgs(match, text))) : expand(e, template, match, text);
    out = concat(e, out, value);
    from = match.end;
  }
  return from === 0 && out === "" ? text : concat(e, out, text.slice(from));
}

const callbackArgs = (match: Match, text: string): unknown[] => [
  ...match.groups,
  match.start,
  text,
  ...(match.named === undefined ? [] : [match.named]),
];

type Parts = (string | undefined)[];

function split(e: Evaluation, text: string, separator: unknown, limit: unknown): Parts {
  const most = limit === undefined ? Number.POSITIVE_INFINITY : toInteger(e, limit) >>> 0;
  if (separator === undefined) return most === 0 ? [] : [text];
  const parts = separator instanceof Regex ? splitByRegex(e, text, separator, most) : splitByText(e, text, toText(e, separator), most);
  e.burn(parts.length);
  e.alloc(parts.length * 32);
  return parts;
}

function splitByText(e: Evaluation, text: string, separator: string, most: number): Parts {
  if (separator.length > 16) return splitByPlaces(places(e, text, separator, true), text, most);
  e.burn(text.length >> 4);
  // No more parts than may still be paid for are ever made.
  return text.split(separator, Math.min(most, e.room(32) + 1));
}

const splitByRegex = (e: Evaluation, text: string, separator: Regex, most: number): Parts => {
  if (text === "") return separator.test(e, "") ? [] : [""];
  return splitByPlaces(allMatches(e, separator.sticky ? new Regex(separator.source, "") : separator, text), text, most);
};

function splitByPlaces(found: Iterable<Match>, text: string, most: number): Parts {
  const parts: Parts = [];
  let from = 0;
  for (const match of found) {
    // An empty match where the last part ended, or at the end, splits nothing off.
    if (match.end === match.start && (match.start === from || match.start >= text.length)) continue;
    parts.push(text.slice(from, match.start), ...match.groups.slice(1));
    from = match.end;
    if (parts.length >= most) return parts.slice(0, most);
  }
  parts.push(text.slice(from));
  return parts.slice(0, most);
}

export const stringMatching: Methods<string> = {
  match: (e, text, [pattern]) => {
    const regex = asRegex(e, pattern, "");
    if (!regex.global) {
      const match = regex.find(e, text, 0);
      return match ? matchList(e, match, text) : null;
    }
    const found: string[] = [];
    for (const match of allMatches(e, regex, text)) {
      e.alloc(32);
      found.push(match.groups[0] ?? "");
    }
    return found.length > 0 ? found : null;
  },
  matchAll: (e, text, [pattern]) => {
    const regex = asRegex(e, pattern, "g");
    if (!regex.global) throw new PlainFault("matchAll needs a regular expression with the flag g");
    const found: unknown[] = [];
    for (const match of allMatches(e, regex, text)) found.push(matchList(e, match, text));
    return found;
  },
  search: (e, text, [pattern]) => asRegex(e, pattern, "").find(e, text, 0)?.start ?? -1,
  replace: (e, text, [pattern, by]) => replace(e, text, pattern, by, false),
  replaceAll: (e, text, [pattern, by]) => replace(e, text, pattern, by, true),
  split: (e, text, [separator, limit]) => split(e, text, separator, limit),
};
