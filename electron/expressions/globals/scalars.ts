import type { Evaluation } from "../budget.ts";
import { PlainFault } from "../fault.ts";
import { type Args, functions, HostFunction } from "../host.ts";
import { toInteger, toNumber, toPrimitive, toText } from "../values.ts";

const short = (e: Evaluation, value: unknown): string => {
  const text = toText(e, value);
  e.burn(text.length >> 4);
  return text;
};

const parseWhole = (e: Evaluation, [text, radix]: Args): number =>
  Number.parseInt(short(e, text), radix === undefined ? undefined : toInteger(e, radix));
const parseDecimal = (e: Evaluation, [text]: Args): number => Number.parseFloat(short(e, text));

export const number = new HostFunction("Number", (e, args) => (args.length === 0 ? 0 : toNumber(e, args[0])), {
  members: {
    EPSILON: Number.EPSILON,
    MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
    MAX_VALUE: Number.MAX_VALUE,
    MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
    MIN_VALUE: Number.MIN_VALUE,
    NEGATIVE_INFINITY: Number.NEGATIVE_INFINITY,
    NaN: Number.NaN,
    POSITIVE_INFINITY: Number.POSITIVE_INFINITY,
    ...functions("Number.", {
      isFinite: (_e, [value]) => Number.isFinite(value),
      isInteger: (_e, [value]) => Number.isInteger(value),
      isNaN: (_e, [value]) => Number.isNaN(value),
      isSafeInteger: (_e, [value]) => Number.isSafeInteger(value),
      parseFloat: parseDecimal,
      parseInt: parseWhole,
    }),
  },
});

const codes = (e: Evaluation, values: Args): number[] => {
  e.burn(values.length);
  e.alloc(values.length * 2);
  return values.map((value) => toNumber(e, value));
};

export const string = new HostFunction("String", (e, args) => (args.length === 0 ? "" : toText(e, args[0])), {
  members: functions("String.", {
    fromCharCode: (e, values) => codes(e, values).reduce((text, code) => text + String.fromCharCode(code), ""),
    fromCodePoint: (e, values) =>
      codes(e, values).reduce((text, code) => {
        if (!Number.isInteger(code) || code < 0 || code > 0x10ffff) throw new PlainFault("there is no such character");
        return text + String.fromCodePoint(code);
      }, ""),
  }),
});

export const boolean = new HostFunction("Boolean", (_e, [value]) => Boolean(value));

const uri = (name: string, change: (text: string) => string): HostFunction =>
  new HostFunction(name, (e, [value]) => {
    const text = toText(e, value);
    e.burn(1 + (text.length >> 2));
    e.alloc(text.length * 3);
    try {
      return change(text);
    } catch {
      throw new PlainFault(`${name} cannot read this text`);
    }
  });

export const scalarFunctions = {
  decodeURI: uri("decodeURI", decodeURI),
  decodeURIComponent: uri("decodeURIComponent", decodeURIComponent),
  encodeURI: uri("encodeURI", encodeURI),
  encodeURIComponent: uri("encodeURIComponent", encodeURIComponent),
  ...functions("", {
    isFinite: (e, [value]) => Number.isFinite(toNumber(e, value)),
    isNaN: (e, [value]) => Number.isNaN(toNumber(e, value)),
    parseFloat: parseDecimal,
    parseInt: parseWhole,
  }),
};

function dateOf(e: Evaluation, args: Args): Date {
  e.burn(20);
  if (args.length === 0) return new Date(e.scope.now());
  const [year = Number.NaN, month = 0, day = 1, ...time] = args.slice(0, 7).map((value) => toNumber(e, value));
  if (args.length > 1) return new Date(year, month, day, ...time);
  const value = args[0] instanceof Date ? args[0].getTime() : toPrimitive(e, args[0]);
  return typeof value === "string" ? new Date(value.slice(0, 100)) : new Date(toNumber(e, value));
}

export const date = new HostFunction("Date", (e) => new Date(e.scope.now()).toString(), {
  construct: dateOf,
  holds: (value) => value instanceof Date,
  members: functions("Date.", {
    now: (e) => e.scope.now(),
    parse: (e, [text]) => Date.parse(toText(e, text).slice(0, 100)),
    UTC: (e, args) => {
      const [year = Number.NaN, month = 0, day = 1, ...time] = args.slice(0, 7).map((value) => toNumber(e, value));
      return Date.UTC(year, month, day, ...time);
    },
  }),
});
