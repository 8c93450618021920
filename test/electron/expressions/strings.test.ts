import { describe, expect, test } from "vitest";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { value } from "./scope-of.ts";

describe("JavaScript's own methods of a text", () => {
  test.each<[string, unknown]>([
    ["'a,b,,c'.split(',')", ["a", "b", "", "c"]],
    ["'abc'.split('')", ["a", "b", "c"]],
    ["'a1b2'.split(/\\d/)", ["a", "b", ""]],
    ["'a1b2c'.split(/(\\d)/)", ["a", "1", "b", "2", "c"]],
    ["'abc'.split(/(?:)/)", ["a", "b", "c"]],
    ["'axb'.split(/x*/)", ["a", "b"]],
    ["'a,b,c'.split(',', 2)", ["a", "b"]],
    ["'abc'.split()", ["abc"]],
    ["'a-b-c'.replace('-', '+')", "a+b-c"],
    ["'a-b-c'.replace(/-/g, '+')", "a+b+c"],
    ["'a-b-c'.replaceAll('-', '$&$&')", "a--b--c"],
    ["'John Smith'.replace(/(\\w+) (\\w+)/, '$2, $1')", "Smith, John"],
    ["'John Smith'.replace(/(?<first>\\w+) (?<last>\\w+)/, '$<last> $<first>')", "Smith John"],
    ["'a1b2'.replace(/\\d/g, d => d * 2)", "a2b4"],
    ["'a1'.replace(/(\\w)(\\d)/, (all, letter, digit, at, text) => [all, letter, digit, at, text].join('|'))", "a1|a|1|0|a1"],
    ["'abc'.replace(/x*/g, '-')", "-a-b-c-"],
    ["'baaac'.replace(/a*/g, '-')", "-b--c-"],
    ["'abcabc'.match(/b/g)", ["b", "b"]],
    ["'abc'.match(/x/g)", null],
    ["'a1'.match(/([a-z])(\\d)/)[2]", "1"],
    ["'a1'.match(/(?<d>\\d)/).groups.d", "1"],
    ["[...'a1b2'.matchAll(/[a-z](\\d)/g)].map(m => m[1])", ["1", "2"]],
    ["'abc'.search(/c/)", 2],
    ["'Hello'.includes('ell') && 'Hello'.startsWith('He') && 'Hello'.endsWith('lo')", true],
    ["'a-b-a'.lastIndexOf('a') - 'a-b-a'.indexOf('b')", 2],
    ["'abc'.slice(-2) + 'abc'.substring(2, 0) + 'abc'.substr(-2, 1)", "bcabb"],
    ["'7'.padStart(3, '0') + '7'.padEnd(3, 'ab')", "0077ab"],
    ["' a '.trim() + ' a'.trimStart() + 'a '.trimEnd()", "aaa"],
    ["'abc'.at(-1) + 'abc'.charAt(0) + 'abc'[1]", "cab"],
    ["'a'.charCodeAt(0) + 'a'.codePointAt(0)", 194],
    ["'ab'.repeat(3).toUpperCase()", "ABABAB"],
    ["'ä'.localeCompare('z', 'de')", -1],
    ["'é'.normalize('NFD').length", 2],
    ["'a'.concat('b', 1)", "ab1"],
  ])("%s", (code, expected) => {
    expect(value(code)).toEqual(expected);
  });
});

describe("what we add to texts", () => {
  test.each<[string, unknown]>([
    ["'the quick of it'.toTitleCase()", "The Quick of It"],
    ["'a tale of two iPhones by the sea'.toTitleCase()", "A Tale of Two iPhones by the Sea"],
    ["'HELLO there. how ARE you? fine'.toSentenceCase()", "Hello there. How are you? Fine"],
    ["'Hello World-foo, bar!'.toSnakeCase()", "hello_world_foo_bar"],
    ["'crème Straße – “Łódź” Ωмега ½ 中'.replaceSpecialChars()", 'creme Strasse - "Lodz" Omega 1/2 ?'],
    ["'<p>a <b>b</b></p'.removeTags()", "a b"],
    [
      "'# Title\\n\\n- **one** and `code`\\n- [two](http://x.y)\\n> quote\\n```js\\nlet a\\n```'.removeMarkdown()",
      "Title\n\none and code\ntwo\nquote\nlet a",
    ],
    ["'![alt](pic.png)text ~~old~~'.removeMarkdown()", "text old"],
    ["'a_b_c 2*3'.removeMarkdown()", "a_b_c 2*3"],
    ["'see https://www.example.com/a?b=1#c now'.extractUrl()", "https://www.example.com/a?b=1#c"],
    ["'none here'.extractUrl()", undefined],
    ["'mail ann@sub.example.com now'.extractEmail()", "ann@sub.example.com"],
    ["'https://www.example.com:80/a'.extractDomain()", "www.example.com"],
    ["'ann@example.co.uk'.extractDomain()", "example.co.uk"],
    ["'https://example.com/a/b?x'.extractUrlPath()", "/a/b"],
    ["'example.com/a'.extractUrlPath()", undefined],
    ["['ann@example.com', 'ann@', 'a b@c.de', 'x'].map(x => x.isEmail())", [true, false, false, false]],
    ["['https://a.de/b?c#d', 'a.de', 'ftp://localhost'].map(x => x.isUrl())", [true, false, true]],
    ["['a.de', 'https://a.de', 'nope'].map(x => x.isDomain())", [true, false, false]],
    ["['1', '1e5', '-2.5', '', ' 1', 'x', '1,5'].map(x => x.isNumeric())", [true, true, true, false, false, false, false]],
    ["'$1234.50'.toNumber()", 1234.5],
    ["'12.9 pcs'.toInt() + 'ff'.toInt(16)", 267],
    ["'12.5kg'.toFloat()", 12.5],
    ["['0', 'no', 'False', '', 'off', 'yes'].map(x => x.toBoolean())", [false, false, false, false, true, true]],
    ["'{\"a\":[1]}'.parseJson().a[0]", 1],
    ["'say \"hi\"'.quote()", '"say \\"hi\\""'],
    ["'a b&c/d'.urlEncode() + ' ' + 'a b&c/d'.urlEncode(true)", "a%20b%26c%2Fd a%20b&c/d"],
    ["'a%20b'.urlDecode()", "a b"],
    ["'héllo'.base64Encode().base64Decode()", "héllo"],
    ["'hello'.hash('sha1')", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"],
    ["'a'.hash('ripemd160')", "0bdc9d2d256b3ee9daae347be6f4dc835a467ffe"],
    ["'a'.hash('sha3').length", 128],
    ["''.isEmpty() && 'a'.isNotEmpty() && ' '.isBlank()", true],
    ["'abc'.length() + 'abc'.length", 6],
    // A text exactly as toISOString writes it is taken for the date it is.
    ["'2026-03-14T13:45:30.123Z'.format('HH:mm')", "14:45"],
    ["'2026-03-14T13:45:30.123Z'.plus(1, 'day').toISOString()", "2026-03-15T13:45:30.123Z"],
    ["'2026-03-14T13:45:30.123Z'.split('T')[0]", "2026-03-14"],
  ])("%s", (code, expected) => {
    expect(value(code)).toEqual(expected);
  });

  test.each([
    ["'abc'.toNumber()", /number/],
    ["'12,5'.toNumber()", /number/],
    ["'12,5'.toFloat()", /point/],
    ["'abc'.toInt()", /whole number/],
    ["'{bad'.parseJson()", /no JSON/],
    ["'a'.hash('crc')", /sha256/],
    ["'garbage'.toDateTime()", /date/],
    ["'garbage'.toDate()", /date/],
    ["'a'.sum()", /works on Array only/],
    ["$json.none.toTitleCase()", /cannot be used on undefined.*\?/],
  ])("%s is an error", (code, message) => {
    expect(() => value(code)).toThrow(ExpressionError);
    expect(() => value(code)).toThrow(message);
  });

  test("a ? leaves a method of a missing value out", () => {
    expect(value("$json.none?.toTitleCase()")).toBeUndefined();
    expect(value("'a'.sum?.()")).toBeUndefined();
    expect(value("'a b'.toTitleCase?.()")).toBe("A B");
  });
});
