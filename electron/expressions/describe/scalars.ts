import type { Row } from "./entry.ts";

export const numbers: readonly Row[] = [
  ["round(decimals?): number", "Rounded to whole numbers or to so many decimals.", "(12.345).round(2) → 12.35"],
  ["floor(): number", "The next whole number below.", "(12.9).floor() → 12"],
  ["ceil(): number", "The next whole number above.", "(12.1).ceil() → 13"],
  ["abs(): number", "Without its minus sign.", "(-7).abs() → 7"],
  [
    "format(locale?, options?): string",
    "Written for people of a language, as a currency if you like.",
    '(1234.5).format("en-US", { style: "currency", currency: "USD" }) → "$1,234.50"',
  ],
  ["toFixed(decimals): string", "As text with so many decimals.", '(12.5).toFixed(2) → "12.50"'],
  ["toPrecision(digits?): string", "As text with so many digits.", '(12.345).toPrecision(3) → "12.3"'],
  ["toExponential(decimals?): string", "As text with a power of ten.", '(1200).toExponential() → "1.2e+3"'],
  ["toLocaleString(locale?, options?): string", "Written for people of a language.", '(1234.5).toLocaleString("de-DE") → "1.234,5"'],
  ["toString(radix?): string", "As text, in another base if given.", '(255).toString(16) → "ff"'],
  ["toInt(): number", "Rounded to a whole number.", "(12.6).toInt() → 13"],
  ["toFloat(): number", "The number itself.", "(12.6).toFloat() → 12.6"],
  ["toNumber(): number", "The number itself.", "(12).toNumber() → 12"],
  ["toBoolean(): boolean", "False for 0, else true.", "(0).toBoolean() → false"],
  [
    "toDateTime(format?): DateTime",
    "The moment of a time stamp in ms, s, us or of Excel.",
    '(1700000000).toDateTime("s").toUTC().toISO() → "2023-11-14T22:13:20.000Z"',
  ],
  ["isInteger(): boolean", "Whether it is a whole number.", "(4).isInteger() → true"],
  ["isEven(): boolean", "Whether two divides it; fractions are an error.", "(4).isEven() → true"],
  ["isOdd(): boolean", "Whether two does not divide it; fractions are an error.", "(4).isOdd() → false"],
  ["isEmpty(): boolean", "Whether it is 0 or no number.", "(0).isEmpty() → true"],
  ["isNotEmpty(): boolean", "Whether it is a number other than 0.", "(3).isNotEmpty() → true"],
];

export const booleans: readonly Row[] = [
  ["toNumber(): number", "1 for true, 0 for false.", "true.toNumber() → 1"],
  ["toInt(): number", "1 for true, 0 for false.", "false.toInt() → 0"],
  ["toFloat(): number", "1 for true, 0 for false.", "true.toFloat() → 1"],
  ["toBoolean(): boolean", "The value itself.", "true.toBoolean() → true"],
  ["toString(): string", "As text.", 'true.toString() → "true"'],
  ["isEmpty(): boolean", "Whether it is false.", "false.isEmpty() → true"],
  ["isNotEmpty(): boolean", "Whether it is true.", "true.isNotEmpty() → true"],
];
