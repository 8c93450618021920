import { array, json, map, object, regExp, set } from "./data.ts";
import { dateTime, duration, interval } from "./luxon.ts";
import { math } from "./math.ts";
import { boolean, date, number, scalarFunctions, string } from "./scalars.ts";

/** Names of machinery that read as an empty object, as in n8n; others are simply not defined. */
const BLANK = [
  ..."globalThis global window self document process eval Function setTimeout setInterval setImmediate".split(" "),
  ..."clearTimeout clearInterval fetch XMLHttpRequest alert Proxy Reflect Promise Generator GeneratorFunction WebAssembly".split(" "),
];
const NOTHING = Object.freeze(Object.create(null));

/** What JavaScript has and expressions do not: said when the expression is compiled, with a way that works. */
export const ABSENT: ReadonlyMap<string, string> = new Map([
  ["Intl", "Intl is not available here. Use value.format('en-US', { style: 'currency', currency: 'USD' }) or toLocaleString()."],
  ...["BigInt", "Symbol", "WeakMap", "WeakSet", "WeakRef", "ArrayBuffer", "DataView", "Uint8Array", "Atomics", "Error", "Iterator"].map(
    (name): [string, string] => [name, `${name} is not available here. Use a Code step.`],
  ),
]);

/** Every name that means the same in every expression. */
export const GLOBALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["undefined", undefined],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ...Object.entries(scalarFunctions),
  ["Array", array],
  ["Boolean", boolean],
  ["Date", date],
  ["DateTime", dateTime],
  ["Duration", duration],
  ["Interval", interval],
  ["JSON", json],
  ["Map", map],
  ["Math", math],
  ["Number", number],
  ["Object", object],
  ["RegExp", regExp],
  ["Set", set],
  ["String", string],
  ...BLANK.map((name): [string, unknown] => [name, NOTHING]),
]);
