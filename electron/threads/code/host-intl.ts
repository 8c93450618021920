import { IANAZone } from "luxon";

/** Formatters are dear to make and are asked for again and again. */
const KEEP = 200;
const made = new Map<string, object>();

/** Where the code names no language: the same on every machine. */
const LANGUAGE = "en-US";

const KINDS = {
  DateTimeFormat: Intl.DateTimeFormat,
  NumberFormat: Intl.NumberFormat,
  Collator: Intl.Collator,
  PluralRules: Intl.PluralRules,
  RelativeTimeFormat: Intl.RelativeTimeFormat,
  ListFormat: Intl.ListFormat,
  DisplayNames: Intl.DisplayNames,
  Segmenter: Intl.Segmenter,
} as const;
type Kind = keyof typeof KINDS;

const METHODS = new Set([
  "format",
  "formatToParts",
  "formatRange",
  "formatRangeToParts",
  "compare",
  "select",
  "selectRange",
  "of",
  "segment",
  "resolvedOptions",
  "supportedLocalesOf",
]);

const isKind = (kind: string): kind is Kind => Object.hasOwn(KINDS, kind);

function formatter(kind: Kind, locales: string, options: string): object {
  const key = `${kind} ${locales} ${options}`;
  const known = made.get(key);
  if (known) return known;
  const wanted: unknown = JSON.parse(options);
  const result: unknown = Reflect.construct(KINDS[kind], [JSON.parse(locales) ?? LANGUAGE, wanted ?? undefined]);
  if (typeof result !== "object" || result === null) throw new TypeError(`Intl.${kind} gave nothing`);
  made.set(key, result);
  const [oldest] = made.keys();
  if (made.size > KEEP && oldest !== undefined) made.delete(oldest);
  return result;
}

/** Numbers that JSON can't hold come as texts in an object. */
const value = (arg: unknown): unknown =>
  typeof arg === "object" && arg !== null && "bigint" in arg && typeof arg.bigint === "string" ? BigInt(arg.bigint) : (arg ?? undefined);

function listOf(text: string): unknown[] {
  const list: unknown = JSON.parse(text);
  return Array.isArray(list) ? list.map(value) : [];
}

/** `Intl.<kind>` with these options: the result of one of its methods. */
export function askIntl(kind: string, locales: string, options: string, method: string, args: string): unknown {
  if (kind === "Intl") {
    const [first] = listOf(args);
    if (method === "getCanonicalLocales") return Intl.getCanonicalLocales(first as string | string[] | undefined);
    if (method === "supportedValuesOf") return Reflect.apply(Intl.supportedValuesOf, Intl, [first]);
  }
  if (!isKind(kind) || !METHODS.has(method)) throw new TypeError(`Intl.${kind}.${method} is not available`);
  if (method === "supportedLocalesOf")
    return Reflect.apply(KINDS[kind === "DisplayNames" ? "NumberFormat" : kind].supportedLocalesOf, undefined, listOf(args));
  const object = formatter(kind, locales, options);
  const call: unknown = Reflect.get(object, method);
  if (typeof call !== "function") throw new TypeError(`Intl.${kind} has no ${method}`);
  const list = listOf(args);
  // JSON has no NaN: an invalid date or number has become null on its way.
  if (method !== "resolvedOptions" && kind !== "Segmenter" && kind !== "DisplayNames" && list[0] === undefined) list[0] = Number.NaN;
  const result: unknown = Reflect.apply(call, object, list);
  return method === "segment" ? [...(result as Intl.Segments)] : result;
}

/** `toLocaleString` and its kin on a date, number, bigint or string. */
export function localized(type: string, text: string, method: string, args: string): string {
  const [locales, ...rest] = listOf(args);
  const list = [locales ?? LANGUAGE, ...rest];
  const subject: object =
    type === "date"
      ? new Date(text === "null" ? Number.NaN : Number(text))
      : Object(type === "number" ? Number(text) : type === "bigint" ? BigInt(text) : JSON.parse(text));
  if (!/^toLocale(?:Date|Time|Upper|Lower)?(?:String|Case)$/.test(method)) throw new TypeError(`${method} is not available`);
  const call: unknown = Reflect.get(subject, method);
  if (typeof call !== "function") throw new TypeError(`${method} is not available`);
  return String(Reflect.apply(call, subject, list));
}

export function askLocale(tag: string, options: string): unknown {
  const wanted: unknown = JSON.parse(options);
  const locale: Intl.Locale = Reflect.construct(Intl.Locale, [tag, wanted ?? undefined]);
  const { baseName, calendar, collation, hourCycle, language, numberingSystem, numeric, region, script } = locale;
  const weekInfo: unknown = "getWeekInfo" in locale && typeof locale.getWeekInfo === "function" ? locale.getWeekInfo() : undefined;
  return {
    baseName,
    calendar,
    collation,
    hourCycle,
    language,
    numberingSystem,
    numeric,
    region,
    script,
    weekInfo,
    text: locale.toString(),
    longest: locale.maximize().toString(),
    shortest: locale.minimize().toString(),
  };
}

/** Minutes that a zone is ahead of UTC at a moment; NaN for a zone that is none. */
export const zoneOffset = (zone: string, at: number): number => IANAZone.create(zone).offset(at);
