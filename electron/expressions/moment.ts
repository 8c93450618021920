import { DateTime, type DateTimeOptions, IANAZone } from "luxon";
import type { Evaluation } from "./budget.ts";
import { DEFAULT_LOCALE } from "./locale.ts";
import { Memo } from "./memo.ts";
import { ExpressionError } from "./scope.ts";

/** Luxon's DateTime as expressions see it: in the workflow's zone and in English unless told otherwise. */
export const setting = (e: Evaluation): { zone: string; locale: string } => ({ zone: e.scope.zone, locale: DEFAULT_LOCALE });

/** A date in a zone asks the zone's tables for its offset. */
const MAKING = 400;

export function momentNow(e: Evaluation): DateTime {
  e.burn(MAKING);
  return DateTime.fromMillis(e.scope.now(), setting(e));
}

export const momentFromDate = (e: Evaluation, date: Date): DateTime => {
  e.burn(MAKING);
  return DateTime.fromJSDate(date, setting(e));
};

const MAX_DATE_TEXT = 200;
const READERS: readonly ((text: string, options: DateTimeOptions) => DateTime)[] = [
  (text, options) => DateTime.fromISO(text, options),
  (text, options) => DateTime.fromHTTP(text, options),
  (text, options) => DateTime.fromRFC2822(text, options),
  (text, options) => DateTime.fromSQL(text, options),
];

/** Reads ISO, HTTP, RFC 2822, SQL or whatever JavaScript's own Date reads. A zone in the text is kept. */
export function momentFromText(e: Evaluation, text: string): DateTime {
  e.burn(2 * MAKING);
  const trimmed = text.length > MAX_DATE_TEXT ? "" : text.trim();
  const options = { ...setting(e), setZone: true };
  for (const read of READERS) {
    const moment = read(trimmed, options);
    if (moment.isValid) return moment;
  }
  const millis = Date.parse(trimmed);
  if (!Number.isNaN(millis)) return DateTime.fromMillis(millis, setting(e));
  throw new ExpressionError(`'${text.slice(0, 40)}' cannot be read as a date.`);
}

export type NumberShape = "ms" | "s" | "us" | "excel";
const DAY = 86_400;
/** Days from 1899-12-30, where Excel's count begins for all dates after its invented 29 February 1900, to 1970. */
const EXCEL_EPOCH = 25_569;

export function momentFromNumber(e: Evaluation, value: number, shape: NumberShape): DateTime {
  e.burn(MAKING);
  if (!Number.isFinite(value)) throw new ExpressionError("This number cannot be read as a date.");
  const millis = shape === "ms" ? value : shape === "s" ? value * 1000 : shape === "us" ? value / 1000 : (value - EXCEL_EPOCH) * DAY * 1000;
  return DateTime.fromMillis(millis, setting(e));
}

const MAX_FORMAT = 200;

/** A format of Luxon's tokens. Each may cost a look-up in the locale's tables. */
export function checkedFormat(e: Evaluation, format: string): string {
  if (format.length > MAX_FORMAT) throw new ExpressionError(`A date format has at most ${MAX_FORMAT} characters.`);
  e.burn(100 + format.length * 30);
  e.alloc(format.length * 16);
  return format;
}

export function momentInFormat(e: Evaluation, text: string, format: string): DateTime {
  return withoutTraces(format, () => DateTime.fromFormat(text.slice(0, MAX_DATE_TEXT), checkedFormat(e, format), setting(e)));
}

/** Reading by the token z looks every zone name up, and Luxon would remember each: forget them again. */
export function withoutTraces<T>(format: string, read: () => T): T {
  const moment = read();
  if (format.includes("z")) IANAZone.resetCache();
  return moment;
}

const zones = new Memo<{ name: string | undefined }>(512);
let known: ReadonlyMap<string, string> | undefined;

/** The zone in its proper spelling, or undefined: Luxon remembers every name it is given, so only real ones may reach it. */
export function checkedZone(e: Evaluation, name: string): string | undefined {
  const low = name.toLowerCase();
  if (low === "local" || low === "default" || low === "system") return e.scope.zone;
  if (low === "utc" || low === "gmt" || low === "z") return "utc";
  if (/^utc[+-]\d{1,2}(:\d{2})?$/.test(low)) return low;
  if (name.length > 40 || !/^[a-z][\w+/-]*$/i.test(name)) return undefined;
  const remembered = zones.get(low);
  if (remembered) return remembered.name;
  e.burn(5_000);
  known ??= new Map(Intl.supportedValuesOf("timeZone").map((zone) => [zone.toLowerCase(), zone]));
  const proper = known.get(low) ?? (isZone(name) ? name : undefined);
  zones.set(low, { name: proper });
  return proper;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
