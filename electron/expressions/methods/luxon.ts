import { DateTime, Duration, Interval } from "luxon";
import type { Evaluation } from "../budget.ts";
import { guarded, PlainFault } from "../fault.ts";
import type { Args } from "../host.ts";
import { plainOptions } from "../intl.ts";
import { checkedLocale, DEFAULT_LOCALE } from "../locale.ts";
import { checkedFormat, checkedZone, momentFromDate, momentNow } from "../moment.ts";
import { isBlocked } from "../names.ts";
import { fieldNames, isFields, isNil, ownField, toNumber, toText } from "../values.ts";
import type { Method, Methods } from "./method.ts";

/** Luxon's classes by list. Arguments are rebuilt from plain values before Luxon sees them. */

type Shape = (e: Evaluation, value: unknown) => unknown;

const CALL = 400;
const MAX_NAME = 40;

/** Calls one of the methods that the tables below list. */
export function callLuxon(e: Evaluation, target: object, name: string, shapes: readonly Shape[], args: Args): unknown {
  e.burn(CALL);
  e.alloc(256);
  const given = shapes.map((shape, index) => shape(e, args[index]));
  while (given.length > 0 && given.at(-1) === undefined) given.pop();
  return admitted(
    guarded(() => {
      const method: unknown = Reflect.get(target, name);
      return typeof method === "function" ? Reflect.apply(method, target, given) : undefined;
    }),
  );
}

/** What Luxon may hand out: values, dates, and plain objects and lists of them. Its zones and locales stay inside. */
function admitted(result: unknown): unknown {
  if (typeof result === "function" || typeof result === "symbol") return undefined;
  if (typeof result !== "object" || result === null || Array.isArray(result) || isFields(result)) return result;
  const known = result instanceof DateTime || result instanceof Duration || result instanceof Interval || result instanceof Date;
  return known ? result : undefined;
}

export const name: Shape = (e, value) => {
  if (isNil(value)) return undefined;
  const text = toText(e, value);
  if (text.length > MAX_NAME || isBlocked(text)) throw new PlainFault("there is no such name");
  return text;
};

const names: Shape = (e, value) => (Array.isArray(value) ? value.slice(0, 12).map((one: unknown) => name(e, one)) : name(e, value));

export const number: Shape = (e, value) => (value === undefined ? undefined : toNumber(e, value));

export const format: Shape = (e, value) => checkedFormat(e, toText(e, value));

const zone: Shape = (e, value) => {
  if (isNil(value) || typeof value === "number") return value;
  const proper = checkedZone(e, toText(e, value));
  if (proper === undefined) throw new PlainFault("there is no such time zone");
  return proper;
};

/** A length of time: milliseconds, a Duration, or units with numbers. */
export const length: Shape = (e, value) => {
  if (isNil(value) || typeof value === "number" || value instanceof Duration) return value;
  return units(e, value);
};

export const units: Shape = (e, value) => {
  if (!isFields(value)) throw new PlainFault("units are needed here, as in { days: 2 }");
  const chosen: Record<string, number> = {};
  for (const unit of fieldNames(e, value)) if (!isNil(ownField(value, unit))) chosen[unit] = toNumber(e, ownField(value, unit));
  return chosen;
};

export const moment: Shape = (e, value) => {
  if (value instanceof DateTime) return value;
  if (value instanceof Date) return momentFromDate(e, value);
  throw new PlainFault("a date is needed here");
};

/** Options with their zone and locale checked. */
export const options: Shape = (e, value) => {
  if (isNil(value)) return undefined;
  const chosen: Record<string, unknown> = plainOptions(e, value);
  if (chosen.zone !== undefined) chosen.zone = zone(e, chosen.zone);
  if (chosen.locale !== undefined) chosen.locale = checkedLocale(e, chosen.locale);
  for (const kind of ["numberingSystem", "outputCalendar"]) {
    const chosenName = chosen[kind];
    if (chosenName !== undefined && !(typeof chosenName === "string" && /^[a-z0-9]{3,8}$/.test(chosenName))) {
      throw new PlainFault(`there is no such ${kind}`);
    }
  }
  return chosen;
};

/** Options of toRelative: the moment to count from is ours unless given. */
const relative: Shape = (e, value) => {
  const given = isFields(value) ? value : {};
  const { base, unit, ...rest } = given;
  return {
    locale: DEFAULT_LOCALE,
    ...(isNil(unit) ? {} : { unit: names(e, unit) }),
    ...Object(options(e, rest)),
    base: isNil(base) ? momentNow(e) : moment(e, base),
  };
};

const table = <Self extends object>(listed: Readonly<Record<string, readonly Shape[]>>): Record<string, Method<Self>> => {
  const methods: Record<string, Method<Self>> = {};
  for (const [method, shapes] of Object.entries(listed)) methods[method] = (e, self, args) => callLuxon(e, self, method, shapes, args);
  return methods;
};

export const dateTimeMethods: Methods<DateTime> = {
  ...table<DateTime>({
    plus: [length],
    minus: [length],
    startOf: [name, options],
    endOf: [name, options],
    set: [units],
    setZone: [zone, options],
    setLocale: [(e, value) => checkedLocale(e, value)],
    reconfigure: [options],
    toUTC: [number, options],
    toFormat: [format, options],
    toISO: [options],
    toISODate: [options],
    toISOTime: [options],
    toISOWeekDate: [],
    toRFC2822: [],
    toHTTP: [],
    toSQL: [options],
    toSQLDate: [],
    toSQLTime: [options],
    toString: [],
    toJSON: [],
    toBSON: [],
    toMillis: [],
    toSeconds: [],
    toUnixInteger: [],
    valueOf: [],
    toObject: [options],
    toJSDate: [],
    toLocaleString: [options, options],
    toRelative: [relative],
    toRelativeCalendar: [relative],
    diff: [moment, names, options],
    until: [moment],
    hasSame: [moment, name, options],
    equals: [moment],
  }),
  get: (e, self, [field]) => luxonField(self, dateTimeFields, toText(e, field)),
  toLocal: (e, self) => callLuxon(e, self, "setZone", [zone], [e.scope.zone]),
  diffNow: (e, self, [unit, chosen]) => callLuxon(e, self, "diff", [moment, names, options], [momentNow(e), unit, chosen]),
};

const fields = (...listed: string[]): ReadonlySet<string> => new Set(listed);

export const dateTimeFields = fields(
  ..."year quarter month day hour minute second millisecond weekYear weekNumber weekday isWeekend localWeekday localWeekNumber localWeekYear".split(
    " ",
  ),
  ..."ordinal monthShort monthLong weekdayShort weekdayLong offset offsetNameShort offsetNameLong isOffsetFixed isInDST isInLeapYear".split(
    " ",
  ),
  ..."daysInMonth daysInYear weeksInWeekYear weeksInLocalWeekYear zoneName locale numberingSystem outputCalendar".split(" "),
  ..."isValid invalidReason invalidExplanation ts isLuxonDateTime".split(" "),
);

export const durationMethods: Methods<Duration> = {
  get: (e, self, [field]) => luxonField(self, durationFields, toText(e, field)),
  ...table<Duration>({
    plus: [length],
    minus: [length],
    negate: [],
    normalize: [],
    rescale: [],
    removeZeros: [],
    shiftTo: [name, name, name, name, name, name, name, name, name],
    shiftToAll: [],
    as: [name],
    set: [units],
    equals: [length],
    reconfigure: [options],
    toFormat: [format, options],
    toHuman: [options],
    toISO: [],
    toISOTime: [options],
    toJSON: [],
    toMillis: [],
    toObject: [],
    toString: [],
    valueOf: [],
  }),
};

export const durationFields = fields(
  ..."years quarters months weeks days hours minutes seconds milliseconds isValid invalidReason invalidExplanation locale".split(" "),
);

const interval: Shape = (_e, value) => {
  if (value instanceof Interval) return value;
  throw new PlainFault("an interval is needed here");
};

export const intervalMethods: Methods<Interval> = {
  ...table<Interval>({
    contains: [moment],
    count: [name],
    difference: [interval, interval],
    engulfs: [interval],
    equals: [interval],
    hasSame: [name],
    intersection: [interval],
    isAfter: [moment],
    isBefore: [moment],
    isEmpty: [],
    length: [name],
    overlaps: [interval],
    toDuration: [names],
    toFormat: [format, options],
    toISO: [options],
    toISODate: [],
    toLocaleString: [options, options],
    toString: [],
    union: [interval],
  }),
  // The number of parts is checked before any is made.
  divideEqually: (e, self, [count]) => parts(e, toNumber(e, count), () => callLuxon(e, self, "divideEqually", [number], [count])),
  splitBy: (e, self, [step]) => {
    const by = Duration.fromDurationLike(Object(length(e, step))).toMillis();
    return parts(e, by > 0 ? self.length("milliseconds") / by : Number.POSITIVE_INFINITY, () =>
      callLuxon(e, self, "splitBy", [length], [step]),
    );
  },
};

function parts(e: Evaluation, count: number, make: () => unknown): unknown {
  e.burn(count * CALL);
  e.alloc(count * 512);
  return make();
}

export const intervalFields = fields(..."start end isValid invalidReason invalidExplanation".split(" "));

/** One of the listed fields. */
export const luxonField = (self: object, listed: ReadonlySet<string>, field: string): unknown =>
  listed.has(field) ? Reflect.get(self, field) : undefined;
