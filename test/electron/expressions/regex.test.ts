import { describe, expect, test } from "vitest";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { value } from "./scope-of.ts";

/** Patterns and texts whose answer must be JavaScript's own. */
const CASES: readonly (readonly [pattern: string, flags: string, text: string])[] = [
  ["^a.c$", "", "abc"],
  ["^a.c$", "", "a\nc"],
  ["^a.c$", "s", "a\nc"],
  ["^b", "m", "a\nb"],
  ["HELLO", "i", "say hello"],
  ["\\s+", "g", "a \u00a0\t\u2003b\ufeffc"],
  ["\\S+", "g", "a \u00a0b\u2003c"],
  ["[\\s,]+", "g", "a , b\u00a0c"],
  ["[^\\s]+", "g", "a b\u00a0c"],
  ["[\\S]", "g", "a b"],
  ["\\bfoo\\b", "g", "foo food foo"],
  ["\\d{2,3}", "g", "1 22 333 4444"],
  ["a{,3}", "", "a{,3}"],
  ["{x}", "", "{x}"],
  ["[\\w.-]+@[\\w-]+\\.\\w+", "g", "x a.b-c@d-e.fg y"],
  ["(a)|(b)", "g", "ab"],
  ["(?<y>\\d{4})-(?<m>\\d\\d)", "", "on 2026-03"],
  ["<[^>]*>", "g", "<a>b</a>"],
  ["[^\\d.]", "g", "$1,234.50"],
  ["\\u00e9|\\x41|\\t", "g", "éA\t"],
  ["\\ud83d\\ude00", "", "x😀y"],
  ["\\u{1F600}", "u", "x😀y"],
  ["\\p{L}+", "gu", "añb 12"],
  ["\\p{Script=Greek}", "u", "aβ"],
  ["[]", "", "a"],
  ["[^]", "", "\n"],
  ["[a\\-z]", "g", "a-z"],
  ["[\\w-]", "g", "a-!"],
  ["[[]", "", "["],
  ["[\\]x]", "g", "]x"],
  ["a\\/b", "", "a/b"],
  ["(?:ab)+?", "", "abab"],
  ["(a+)+b", "", "aaaab"],
  ["x*", "g", "axb"],
  ["$", "g", "ab"],
  ["\\$\\(\\)\\*\\+\\?\\.", "", "$()*+?."],
  ["\\cJ", "", "\n"],
  ["[\\b]", "", "\b"],
];

describe("a pattern", () => {
  test.each(CASES)("/%s/%s answers as in JavaScript on %j", (pattern, flags, text) => {
    const native = new RegExp(pattern, flags);
    const code = `new RegExp(${JSON.stringify(pattern)}, ${JSON.stringify(flags)})`;
    const plain = (match: unknown) => (Array.isArray(match) ? [...match] : match);
    expect(value(`${code}.test($json.text)`, { text })).toBe(new RegExp(pattern, flags).test(text));
    expect(plain(value(`$json.text.match(${code})`, { text }))).toEqual(plain(text.match(native)));
    expect(value(`$json.text.replace(${code}, '[$&]')`, { text })).toBe(text.replace(native, "[$&]"));
    expect(value(`$json.text.split(${code})`, { text })).toEqual(text.split(native));
    expect(value(`$json.text.search(${code})`, { text })).toBe(text.search(native));
  });

  test("with g goes on from where the last search ended", () => {
    expect(value("(r => [r.exec('a1b2')[0], r.lastIndex, r.exec('a1b2')[0], r.exec('a1b2'), r.lastIndex])(/\\d/g)")).toEqual([
      "1",
      2,
      "2",
      null,
      0,
    ]);
    expect(value("(r => [r.test('ab'), r.test('ab')])(/a/y)")).toEqual([true, false]);
  });

  test("tells its parts", () => {
    expect(value("[/a/gi.source, /a/gi.flags, /a/gi.global, String(/a/g)]")).toEqual(["a", "gi", true, "/a/g"]);
    expect(value("/a/g.toString()")).toBe("/a/g");
  });

  test.each([
    ["/(?=a)b/", /look-ahead/],
    ["/(?!a)b/", /negative look-ahead/],
    ["/(?<=a)b/", /look-behind/],
    ["/(?<!a)b/", /negative look-behind/],
    ["/(a)\\1/", /back-reference \(\\1\)/],
    ["/(?<n>a)\\k<n>/", /back-reference/],
    ["/a{2000}/", /cannot be used/],
    ["new RegExp('(?=a)').test('a')", /look-ahead/],
    ["new RegExp('[a').test('a')", /not closed/],
    ["new RegExp('a', 'q').test('a')", /flags/],
    ["'a'.match('(')", /cannot be used/],
  ])("%s is refused by name", (code, message) => {
    expect(() => value(code)).toThrow(ExpressionError);
    expect(() => value(code)).toThrow(message);
  });
});
