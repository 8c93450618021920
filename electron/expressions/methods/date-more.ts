import { DateTime, Duration } from "luxon";
import type { Evaluation } from "../budget.ts";
import { guarded } from "../fault.ts";
import type { Args } from "../host.ts";
import { momentFromDate, momentFromText, momentNow } from "../moment.ts";
import { ExpressionError } from "../scope.ts";
import { isNil, toNumber, toText } from "../values.ts";
import { callLuxon, dateTimeFields, format, length, luxonField, options } from "./luxon.ts";
import type { Method, Methods } from "./method.ts";

type Moment = Date | DateTime;

const asDateTime = (e: Evaluation, moment: Moment): DateTime => (moment instanceof DateTime ? moment : momentFromDate(e, moment));

/** What comes of a Date is a Date again, of a DateTime a DateTime. */
function likewise(e: Evaluation, moment: Moment, change: (moment: DateTime) => unknown): unknown {
  e.burn(20);
  const changed = guarded(() => change(asDateTime(e, moment)));
  return moment instanceof Date && changed instanceof DateTime ? changed.toJSDate() : changed;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["ms", "millisecond"],
  ["sec", "second"],
  ["secs", "second"],
  ["min", "minute"],
  ["mins", "minute"],
  ["hr", "hour"],
  ["hrs", "hour"],
]);

const UNITS: ReadonlySet<string> = new Set("millisecond second minute hour day week month quarter year".split(" "));

/** A unit's name in the singular; plural and short forms are taken too. */
function unitOf(e: Evaluation, value: unknown, absent: string): string {
  if (isNil(value)) return absent;
  const name = toText(e, value);
  const full = SHORT.get(name) ?? name;
  return UNITS.has(full) ? full : full.replace(/s$/, "");
}

function shifted(e: Evaluation, moment: Moment, args: Args, direction: "plus" | "minus"): unknown {
  const amount = args.length < 2 ? args[0] : { [`${unitOf(e, args[1], "minute")}s`]: toNumber(e, args[0] ?? 0) };
  return likewise(e, moment, (date) => callLuxon(e, date, direction, [length], [amount]));
}

const startOf = (e: Evaluation, moment: Moment, unit: string): unknown =>
  likewise(e, moment, (date) => callLuxon(e, date, "startOf", [(_e, value) => value], [unit]));

function extract(e: Evaluation, moment: Moment, [part]: Args): unknown {
  const wanted = isNil(part) ? "week" : toText(e, part);
  const date = asDateTime(e, moment);
  if (wanted === "yearDayNumber") return date.ordinal;
  if (wanted === "weekNumber" || wanted === "weekday") return date[wanted];
  const unit = unitOf(e, wanted, "week");
  return luxonField(date, dateTimeFields, unit === "week" ? "weekNumber" : unit);
}

/** Another moment: a text may stand for it. */
function other(e: Evaluation, value: unknown): DateTime {
  if (isNil(value)) return momentNow(e);
  if (value instanceof DateTime) return value;
  return value instanceof Date ? momentFromDate(e, value) : momentFromText(e, toText(e, value));
}

function difference(e: Evaluation, moment: Moment, until: DateTime, unit: unknown): unknown {
  const wanted: readonly unknown[] = Array.isArray(unit) && unit.length > 0 ? unit : [Array.isArray(unit) ? undefined : unit];
  const names = wanted.slice(0, 9).map((name) => {
    const full = unitOf(e, name, "day");
    if (!UNITS.has(full))
      throw new ExpressionError(
        `There is no unit '${toText(e, name).slice(0, 40)}'. Use ${[...UNITS].map((one) => `${one}s`).join(", ")}.`,
      );
    return `${full}s`;
  });
  const apart = callLuxon(e, asDateTime(e, moment), "diff", [(_e, value) => value, (_e, value) => value], [until, names]);
  if (!(apart instanceof Duration)) return undefined;
  return callLuxon(e, apart, names.length > 1 ? "toObject" : "as", [(_e, value) => value], names.length > 1 ? [] : names);
}

/** A border of isBetween, or undefined where it is no date. */
function border(e: Evaluation, value: unknown): number | undefined {
  const time =
    value instanceof DateTime ? value.toMillis() : value instanceof Date ? value.getTime() : new Date(toText(e, value)).getTime();
  return Number.isNaN(time) ? undefined : time;
}

function isBetween(e: Evaluation, moment: Moment, args: Args): boolean | undefined {
  if (args.length !== 2) throw new ExpressionError("isBetween() needs two dates.");
  const [from, to] = [border(e, args[0]), border(e, args[1])];
  if (from === undefined || to === undefined) return undefined;
  const time = moment.valueOf();
  return Math.min(from, to) < time && time < Math.max(from, to);
}

const millis: Method<Moment> = (_e, moment) => moment.valueOf();

/** What we add to dates of either kind. */
export const dateMore: Methods<Moment> = {
  beginningOf: (e, moment, [unit]) => startOf(e, moment, unitOf(e, unit, "week")),
  endOfMonth: (e, moment) => likewise(e, moment, (date) => date.endOf("month")),
  diffTo: (e, moment, [until, unit]) => difference(e, moment, other(e, until), unit),
  diffToNow: (e, moment, [unit]) => difference(e, moment, momentNow(e), unit),
  extract,
  format: (e, moment, [pattern, chosen]) =>
    callLuxon(e, asDateTime(e, moment), "toFormat", [format, options], [pattern ?? "yyyy-MM-dd", chosen]),
  isBetween,
  isDst: (e, moment) => asDateTime(e, moment).isInDST,
  isInLast: (e, moment, [count, unit]) => {
    const start = callLuxon(e, momentNow(e), "minus", [length], [{ [`${unitOf(e, unit, "minute")}s`]: toNumber(e, count ?? 0) }]);
    return start instanceof DateTime && start.toMillis() <= moment.valueOf() && moment.valueOf() <= e.scope.now();
  },
  isWeekend: (e, moment) => asDateTime(e, moment).weekday > 5,
  isEmpty: () => false,
  isNotEmpty: () => true,
  minus: (e, moment, args) => shifted(e, moment, args, "minus"),
  plus: (e, moment, args) => shifted(e, moment, args, "plus"),
  toDateTime: (e, moment) => asDateTime(e, moment),
  toInt: millis,
  toFloat: millis,
  toBoolean: () => undefined,
};
