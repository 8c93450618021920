import { DateTime } from "luxon";
import type { Evaluation } from "../budget.ts";
import { guarded, PlainFault } from "../fault.ts";
import type { Args } from "../host.ts";
import { plainOptions } from "../intl.ts";
import { checkedLocale } from "../locale.ts";
import { toInteger } from "../values.ts";
import { type Method, type Methods, method } from "./method.ts";

const FORMATTING = 5_000;

function written(
  e: Evaluation,
  date: Date,
  [locale, options]: Args,
  write: (locale: string, options: Intl.DateTimeFormatOptions) => string,
): string {
  e.burn(FORMATTING);
  e.alloc(128);
  const name = checkedLocale(e, locale);
  const chosen = plainOptions(e, options);
  return guarded(() => (Number.isNaN(date.getTime()) ? "Invalid Date" : write(name, chosen)));
}

const GETTERS = [
  ..."getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset getYear".split(" "),
  ..."getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds".split(" "),
  ..."toDateString toTimeString toString toUTCString valueOf".split(" "),
];

const SETTERS = [
  ..."setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime".split(" "),
  ..."setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds".split(" "),
];

function apply(e: Evaluation, date: Date, name: string, args: Args): unknown {
  e.burn(20);
  const method: unknown = Reflect.get(date, name);
  return typeof method === "function" ? Reflect.apply(method, date, args) : undefined;
}

const table: Record<string, Method<Date>> = {};
for (const name of GETTERS) table[name] = (e, date) => apply(e, date, name, []);
// Setters answer with the new time, as in JavaScript, and leave the date as it was: it may belong to an item.
for (const name of SETTERS) {
  table[name] = (e, date, args) => {
    const numbers = args.slice(0, 4).map((value) => toInteger(e, value));
    return apply(e, new Date(date), name, numbers);
  };
}

const iso: Method<Date> = (_e, date) => {
  if (Number.isNaN(date.getTime())) throw new PlainFault("this is no valid date");
  return date.toISOString();
};

/** JavaScript's own methods of a Date. */
export const dateMethods: Methods<Date> = {
  ...table,
  toISOString: iso,
  toJSON: (_e, date) => date.toJSON(),
  toLocaleDateString: (e, date, args) => written(e, date, args, (locale, options) => date.toLocaleDateString(locale, options)),
  toLocaleString: method<Date>((e, date, args) => written(e, date, args, (locale, options) => date.toLocaleString(locale, options))),
  toLocaleTimeString: (e, date, args) => written(e, date, args, (locale, options) => date.toLocaleTimeString(locale, options)),
};

export const isMoment = (value: unknown): value is Date | DateTime => value instanceof Date || value instanceof DateTime;
