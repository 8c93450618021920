import { DateTime, Duration, Interval } from "luxon";
import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";
import { PlainFault } from "../fault.ts";
import { type Args, functions, HostFunction } from "../host.ts";
import { callLuxon, format, length, moment, name, number, options, units } from "../methods/luxon.ts";
import { momentNow, setting, withoutTraces } from "../moment.ts";
import { isFields, toInteger, toText } from "../values.ts";

type Shape = Parameters<typeof callLuxon>[3][number];

/** Options on top of the workflow's zone and locale. */
const placed: Shape = (e, value) => ({ ...setting(e), ...Object(options(e, value)) });

const asIs: Shape = (_e, value) => value;

const MAX_DATE_TEXT = 200;
const text: Shape = (e, value) => toText(e, value).slice(0, MAX_DATE_TEXT);
const jsDate: Shape = (_e, value) => {
  if (value instanceof Date) return value;
  throw new PlainFault("a Date is needed here");
};

const make =
  (method: string, ...shapes: Shape[]) =>
  (e: Evaluation, args: Args): unknown =>
    callLuxon(e, DateTime, method, shapes, args);

/** `DateTime.local(2024, 1, 31, { zone })` and its UTC sibling: up to seven numbers, then options. */
function fromNumbers(e: Evaluation, args: Args, utc: boolean): unknown {
  const last = args.at(-1);
  const given = isFields(last) ? last : undefined;
  const numbers = (given ? args.slice(0, -1) : args).slice(0, 7).map((value) => toInteger(e, value));
  if (numbers.length === 0 && !utc) return momentNow(e);
  if (numbers.length === 0) return momentNow(e).toUTC();
  const chosen = utc ? { ...Object(options(e, given)) } : placed(e, given);
  return callLuxon(
    e,
    DateTime,
    utc ? "utc" : "local",
    [...numbers, chosen].map(() => asIs),
    [...numbers, chosen],
  );
}

/** `DateTime.DATE_FULL` and its like. */
const PRESETS = [
  ..."DATE_SHORT DATE_MED DATE_MED_WITH_WEEKDAY DATE_FULL DATE_HUGE TIME_SIMPLE TIME_WITH_SECONDS TIME_WITH_SHORT_OFFSET".split(" "),
  ..."TIME_WITH_LONG_OFFSET TIME_24_SIMPLE TIME_24_WITH_SECONDS TIME_24_WITH_SHORT_OFFSET TIME_24_WITH_LONG_OFFSET".split(" "),
  ..."DATETIME_SHORT DATETIME_SHORT_WITH_SECONDS DATETIME_MED DATETIME_MED_WITH_SECONDS DATETIME_MED_WITH_WEEKDAY".split(" "),
  ..."DATETIME_FULL DATETIME_FULL_WITH_SECONDS DATETIME_HUGE DATETIME_HUGE_WITH_SECONDS".split(" "),
];

const presets: JsonObject = {};
for (const preset of PRESETS) presets[preset] = Object.freeze({ ...Object(Reflect.get(DateTime, preset)) });

const extreme =
  (compare: (a: DateTime, b: DateTime) => boolean) =>
  (e: Evaluation, args: Args): DateTime | undefined => {
    let found: DateTime | undefined;
    for (const value of args) {
      e.burn(2);
      if (!(value instanceof DateTime)) throw new PlainFault("dates are needed here");
      if (!found || compare(value, found)) found = value;
    }
    return found;
  };

export const dateTime = new HostFunction(
  "DateTime",
  () => {
    throw new PlainFault("DateTime is no function: use DateTime.now() or DateTime.fromISO(text)");
  },
  {
    holds: (value) => value instanceof DateTime,
    members: {
      ...presets,
      ...functions("DateTime.", {
        now: (e) => momentNow(e),
        local: (e, args) => fromNumbers(e, args, false),
        utc: (e, args) => fromNumbers(e, args, true),
        fromISO: make("fromISO", text, placed),
        fromHTTP: make("fromHTTP", text, placed),
        fromRFC2822: make("fromRFC2822", text, placed),
        fromSQL: make("fromSQL", text, placed),
        fromFormat: (e, args) =>
          withoutTraces(toText(e, args[1]), () => callLuxon(e, DateTime, "fromFormat", [text, format, placed], args)),
        fromString: (e, args) =>
          withoutTraces(toText(e, args[1]), () => callLuxon(e, DateTime, "fromFormat", [text, format, placed], args)),
        fromMillis: make("fromMillis", number, placed),
        fromSeconds: make("fromSeconds", number, placed),
        fromJSDate: make("fromJSDate", jsDate, placed),
        fromObject: make("fromObject", units, placed),
        invalid: make("invalid", name, name),
        isDateTime: (_e, [value]) => value instanceof DateTime,
        max: extreme((a, b) => a > b),
        min: extreme((a, b) => a < b),
      }),
    },
  },
);

export const duration = new HostFunction(
  "Duration",
  () => {
    throw new PlainFault("Duration is no function: use Duration.fromObject({ hours: 2 })");
  },
  {
    holds: (value) => value instanceof Duration,
    members: functions("Duration.", {
      fromISO: (e, args) => callLuxon(e, Duration, "fromISO", [text, options], args),
      fromISOTime: (e, args) => callLuxon(e, Duration, "fromISOTime", [text, options], args),
      fromMillis: (e, args) => callLuxon(e, Duration, "fromMillis", [number, options], args),
      fromObject: (e, args) => callLuxon(e, Duration, "fromObject", [units, options], args),
      isDuration: (_e, [value]) => value instanceof Duration,
    }),
  },
);

export const interval = new HostFunction(
  "Interval",
  () => {
    throw new PlainFault("Interval is no function: use Interval.fromDateTimes(start, end)");
  },
  {
    holds: (value) => value instanceof Interval,
    members: functions("Interval.", {
      after: (e, args) => callLuxon(e, Interval, "after", [moment, length], args),
      before: (e, args) => callLuxon(e, Interval, "before", [moment, length], args),
      fromDateTimes: (e, args) => callLuxon(e, Interval, "fromDateTimes", [moment, moment], args),
      fromISO: (e, args) => callLuxon(e, Interval, "fromISO", [text, placed], args),
      isInterval: (_e, [value]) => value instanceof Interval,
    }),
  },
);
