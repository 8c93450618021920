import { DateTime } from "luxon";
import { isRecord } from "./path.ts";
import { parseRelaxedJson } from "./relaxed-json.ts";

const VALUE_TYPES = ["string", "number", "boolean", "array", "object", "dateTime"] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

export type Converted = { ok: true; value: unknown } | { ok: false };
const yes = (value: unknown): Converted => ({ ok: true, value });
const no: Converted = { ok: false };

const NOTATIONS: readonly ((text: string, options: { zone: string; setZone: boolean }) => DateTime)[] = [
  (text, options) => DateTime.fromISO(text, options),
  (text, options) => DateTime.fromHTTP(text, options),
  (text, options) => DateTime.fromRFC2822(text, options),
  (text, options) => DateTime.fromSQL(text, options),
];

/** Dates in any usual notation; without a zone of their own they are in `zone`. Invalid → undefined. */
export function toDateTime(value: unknown, zone: string): DateTime | undefined {
  if (DateTime.isDateTime(value)) return value.isValid ? value : undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : DateTime.fromJSDate(value, { zone });
  if (isRecord(value)) return undefined;
  const text = (Array.isArray(value) ? value.map(toText).join(",") : toText(value)).trim();
  if (text === "") return undefined;
  for (const read of NOTATIONS) {
    const date = read(text, { zone, setZone: true });
    if (date.isValid) return date;
  }
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? undefined : DateTime.fromMillis(millis, { zone });
}

export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (DateTime.isDateTime(value)) return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint" ? String(value) : "";
}

/** A primitive's or list's number as JavaScript sees it; objects have none. */
function toNumber(value: unknown): number {
  if (typeof value === "bigint" || typeof value === "number") return Number(value);
  if (DateTime.isDateTime(value)) return value.toMillis();
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.length > 1 ? Number.NaN : Number(toText(value[0] ?? ""));
  return isRecord(value) ? Number.NaN : Number(value);
}

function toBoolean(value: unknown): Converted {
  if (typeof value === "boolean") return yes(value);
  const text = typeof value === "string" ? value.toLowerCase() : undefined;
  if (text === "true" || text === "false") return yes(text === "true");
  if (text !== undefined && text.trim() === "") return no;
  const number = toNumber(value);
  return number === 0 || number === 1 ? yes(number === 1) : no;
}

function parsed(value: unknown, fits: (value: unknown) => boolean): Converted {
  if (fits(value)) return yes(value);
  if (typeof value !== "string") return no;
  try {
    const read = parseRelaxedJson(value);
    return fits(read) ? yes(read) : no;
  } catch {
    return no;
  }
}

/** Converts where the meaning is plain: `"3"` to 3, `"[1]"` to a list. `null` and `undefined` pass as they are. */
export function convert(value: unknown, type: ValueType, zone: string): Converted {
  if (value === null || value === undefined) return yes(value);
  switch (type) {
    case "string":
      return yes(toText(value));
    case "number": {
      const number = toNumber(value);
      return Number.isNaN(number) ? no : yes(number);
    }
    case "boolean":
      return toBoolean(value);
    case "array":
      return parsed(value, Array.isArray);
    case "object":
      return parsed(value, isRecord);
    case "dateTime": {
      const date = toDateTime(value, zone);
      return date === undefined ? no : yes(date);
    }
  }
}

/** The value as a message shows it. */
function describe(value: unknown): string {
  if (value === null) return "'null'";
  if (Array.isArray(value)) return "array";
  return typeof value === "object" ? "object" : `'${toText(value)}'`;
}

export const mismatch = (name: string, value: unknown, type: ValueType): string =>
  `'${name}' expects a ${type} but we got ${describe(value)}`;

/** As it travels on wires: dates become text, what JSON can't hold becomes null or goes. */
export function toJsonValue(value: unknown): unknown {
  return DateTime.isDateTime(value) || value instanceof Date ? toText(value) : value;
}
