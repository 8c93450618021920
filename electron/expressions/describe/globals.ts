import type { Row } from "./entry.ts";

export const globals: readonly Row[] = [
  ["Math", "Functions for numbers.", "Math.max(1, 2) → 2"],
  ["JSON", "Reads and writes JSON.", "JSON.stringify({ a: 1 }) → '{\"a\":1}'"],
  ["Object", "Functions for objects.", 'Object.keys({ a: 1 }) → ["a"]'],
  ["Array", "Makes lists.", "Array.from({ length: 2 }, (_, i) => i) → [0, 1]"],
  ["Number(value): number", "The number that a value stands for.", 'Number("4.5") → 4.5'],
  ["String(value): string", "A value as text.", 'String(7) → "7"'],
  ["Boolean(value): boolean", "Whether a value counts as true.", "Boolean(0) → false"],
  ["Date", "JavaScript's dates: new Date(text).", 'new Date("2026-03-14T00:00:00Z").getTime() → 1773446400000'],
  ["DateTime", "Dates with a zone.", 'DateTime.fromISO("2026-03-14").day → 14'],
  ["Duration", "Lengths of time.", 'Duration.fromObject({ hours: 2 }).as("minutes") → 120'],
  ["Interval", "Stretches between two dates.", 'Interval.after(DateTime.utc(2026), { days: 2 }).count("days") → 2'],
  ["Set", "A list without repeats: new Set(list).", "new Set([1, 1]).size → 1"],
  ["Map", "Values by key: new Map(pairs).", 'new Map([["a", 1]]).get("a") → 1'],
  ["RegExp", "A pattern from text: new RegExp(text, flags).", 'new RegExp("^a").test("ab") → true'],
  ["parseInt(text, radix?): number", "The whole number a text begins with.", 'parseInt("12px") → 12'],
  ["parseFloat(text): number", "The number a text begins with.", 'parseFloat("1.5kg") → 1.5'],
  ["isNaN(value): boolean", "Whether a value is no number.", 'isNaN("x") → true'],
  ["isFinite(value): boolean", "Whether a value is an ordinary number.", "isFinite(1 / 0) → false"],
  ["encodeURIComponent(text): string", "Safe to stand in a web address.", 'encodeURIComponent("a b") → "a%20b"'],
  ["decodeURIComponent(text): string", "Read back from a web address.", 'decodeURIComponent("a%20b") → "a b"'],
  ["encodeURI(text): string", "A whole web address made safe.", 'encodeURI("a b") → "a%20b"'],
  ["decodeURI(text): string", "A whole web address read back.", 'decodeURI("a%20b") → "a b"'],
];

export const math: readonly Row[] = [
  ["max(...numbers): number", "The largest number.", "Math.max(1, 2) → 2"],
  ["min(...numbers): number", "The smallest number.", "Math.min(1, 2) → 1"],
  ["round(number): number", "Rounded to a whole number.", "Math.round(1.5) → 2"],
  ["floor(number): number", "The next whole number below.", "Math.floor(1.9) → 1"],
  ["ceil(number): number", "The next whole number above.", "Math.ceil(1.1) → 2"],
  ["trunc(number): number", "Without its fraction.", "Math.trunc(-1.9) → -1"],
  ["abs(number): number", "Without its minus sign.", "Math.abs(-2) → 2"],
  ["pow(number, power): number", "A number to a power.", "Math.pow(2, 3) → 8"],
  ["sqrt(number): number", "The square root.", "Math.sqrt(9) → 3"],
  ["sign(number): number", "1, 0 or -1.", "Math.sign(-7) → -1"],
  ["random(): number", "A number from 0 to below 1 by chance.", "Math.random() < 1 → true"],
  ["PI: number", "The number pi.", "Math.PI.round(2) → 3.14"],
];

export const json: readonly Row[] = [
  ["stringify(value, fields?, indent?): string", "A value as JSON.", "JSON.stringify([1]) → '[1]'"],
  ["parse(text): any", "The value that JSON stands for.", "JSON.parse('[1]') → [1]"],
];

export const object: readonly Row[] = [
  ["keys(object): string[]", "The names of all fields.", 'Object.keys({ a: 1 }) → ["a"]'],
  ["values(object): array", "The values of all fields.", "Object.values({ a: 1 }) → [1]"],
  ["entries(object): array", "Names with their values.", 'Object.entries({ a: 1 }) → [["a", 1]]'],
  ["fromEntries(pairs): object", "An object from names with values.", 'Object.fromEntries([["a", 1]]) → { a: 1 }'],
  ["assign(...objects): object", "The fields of all objects in a new one.", "Object.assign({}, { a: 1 }, { b: 2 }) → { a: 1, b: 2 }"],
  [
    "groupBy(list, fn): object",
    "Elements in groups by what a function says.",
    'Object.groupBy([1, 2, 3], x => x > 1 ? "b" : "a") → { a: [1], b: [2, 3] }',
  ],
];

export const dateTime: readonly Row[] = [
  ["now(): DateTime", "This moment in the workflow's zone.", "DateTime.now().isValid → true"],
  ["fromISO(text, options?): DateTime", "Reads an ISO date.", 'DateTime.fromISO("2026-03-14").day → 14'],
  [
    "fromFormat(text, pattern, options?): DateTime",
    "Reads a date by a pattern.",
    'DateTime.fromFormat("31.12.2026", "dd.MM.yyyy").toISODate() → "2026-12-31"',
  ],
  ["fromMillis(number, options?): DateTime", "From milliseconds since 1970.", 'DateTime.fromMillis(0, { zone: "utc" }).year → 1970'],
  ["fromSeconds(number, options?): DateTime", "From seconds since 1970.", 'DateTime.fromSeconds(0, { zone: "utc" }).year → 1970'],
  ["fromJSDate(date, options?): DateTime", "From a JavaScript Date.", 'DateTime.fromJSDate(new Date(0), { zone: "utc" }).year → 1970'],
  ["fromObject(parts, options?): DateTime", "From its parts.", "DateTime.fromObject({ year: 2026, month: 3 }).month → 3"],
  ["fromSQL(text, options?): DateTime", "Reads a date as databases write it.", 'DateTime.fromSQL("2026-03-14 10:00").hour → 10'],
  [
    "fromHTTP(text, options?): DateTime",
    "Reads a date as web servers write it.",
    'DateTime.fromHTTP("Sat, 14 Mar 2026 13:45:30 GMT").year → 2026',
  ],
  [
    "fromRFC2822(text, options?): DateTime",
    "Reads a date as mail writes it.",
    'DateTime.fromRFC2822("14 Mar 2026 13:45:30 +0000").year → 2026',
  ],
  ["local(...parts): DateTime", "From numbers, in the workflow's zone.", "DateTime.local(2026, 3, 14).day → 14"],
  ["utc(...parts): DateTime", "From numbers, in UTC.", "DateTime.utc(2026, 3, 14).day → 14"],
  ["max(...dates): DateTime", "The latest date.", "DateTime.max(DateTime.utc(2025), DateTime.utc(2026)).year → 2026"],
  ["min(...dates): DateTime", "The earliest date.", "DateTime.min(DateTime.utc(2025), DateTime.utc(2026)).year → 2025"],
];
