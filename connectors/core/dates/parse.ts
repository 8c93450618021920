import { DateTime, FixedOffsetZone, IANAZone } from "luxon";
import { userError } from "#shared/model/failure.ts";
import { toDateTime, toText } from "../values/convert.ts";

/** Timestamps below this are seconds: as milliseconds they would be of 1973 or before. */
const SECONDS_BELOW = 100_000_000_000;
const TIMESTAMP = /^-?\d{5,}(?:\.\d+)?$/;

const invalid = (value: unknown, field: string): Error =>
  userError("Invalid date format", {
    name: "DateError",
    field,
    description: `'${toText(value)}' is no date`,
    fix: "Give a date such as 2026-05-31T08:00, or say in which format it is written.",
  });

/** Throws StepError for a zone that there is not. An empty name is the workflow's. */
export function zoneNamed(name: string, workflowZone: string): string {
  const zone = name.trim() || workflowZone;
  if (IANAZone.isValidZone(zone)) return zone;
  throw userError(`'${zone}' is no time zone`, { field: "zone", fix: "Name one like Europe/Berlin." });
}

/** A date in any usual notation, a timestamp, or one written in `format`; without a zone of its own it is in `zone`. */
export function parseDate(value: unknown, zone: string, format: string, field: string): DateTime {
  if (format !== "" && !/^x$/i.test(format) && typeof value === "string") {
    const date = DateTime.fromFormat(value.trim(), format, { zone, setZone: true });
    if (date.isValid) return date;
    throw invalid(value, field);
  }
  const text = toText(value).trim();
  if (typeof value === "number" || TIMESTAMP.test(text)) {
    const number = Number(value);
    return DateTime.fromMillis(Math.abs(number) < SECONDS_BELOW ? number * 1000 : number, { zone });
  }
  const date = toDateTime(value, zone);
  if (!date) throw invalid(value, field);
  return date;
}

/** A date with a fixed offset of whole hours, its zone called as people know it: GMT+9. */
export function withNamedOffset(date: DateTime): DateTime {
  const hours = date.offset / 60;
  if (!(date.zone instanceof FixedOffsetZone) || hours === 0 || !Number.isInteger(hours)) return date;
  // The names of these zones have the sign the other way round.
  const name = `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`;
  return IANAZone.isValidZone(name) ? date.setZone(name) : date;
}
