import { DateTime } from "luxon";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { setOwn } from "../values/path.ts";

// The format is RFC 5545.

const MOST_EVENTS = 100_000;

interface Line {
  name: string;
  params: Map<string, string>;
  value: string;
}

/** Long lines go on in the next, which then begins with a space. */
const unfold = (text: string): string[] =>
  text
    .replace(/^\ufeff/, "")
    .replace(/\r?\n[ \t]/g, "")
    .split(/\r?\n/);
const unescaped = (text: string): string => text.replace(/\\([\\;,nN])/g, (_, sign: string) => (/n/i.test(sign) ? "\n" : sign));

function parsed(line: string, at: number): Line {
  const match = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^":;])*)*):(.*)$/s.exec(line);
  if (!match)
    throw userError(`Line ${at} of the calendar file can't be read.`, {
      field: "file",
      fix: "Check that it is an .ics file and arrived whole.",
    });
  const [, name = "", params = "", value = ""] = match;
  const found = [...params.matchAll(/;([A-Za-z0-9-]+)=("[^"]*"|[^":;]*)/g)];
  return {
    name: name.toUpperCase(),
    value,
    params: new Map(found.map((one) => [(one[1] ?? "").toUpperCase(), (one[2] ?? "").replace(/^"|"$/g, "")])),
  };
}

/** A day or a time; without a zone it is by the clock of whoever reads it, taken as UTC. */
function date({ value, params }: Line): JsonObject {
  const zone = params.get("TZID");
  const day = /^\d{8}$/.test(value);
  const read = DateTime.fromFormat(value.replace(/Z$/, ""), day ? "yyyyMMdd" : "yyyyMMdd'T'HHmmss", {
    zone: value.endsWith("Z") || zone === undefined || !DateTime.local({ zone }).isValid ? "utc" : zone,
  });
  return {
    date: read.isValid ? read.toUTC().toISO() : value,
    type: day ? "DATE" : "DATE-TIME",
    ...(zone === undefined ? {} : { local: { timezone: zone, date: value } }),
  };
}

const person = ({ value, params }: Line): JsonObject => ({
  email: value.replace(/^mailto:/i, ""),
  ...(params.has("CN") ? { name: params.get("CN") } : {}),
  ...(params.has("ROLE") ? { role: params.get("ROLE") } : {}),
  ...(params.has("PARTSTAT") ? { partstat: params.get("PARTSTAT") } : {}),
  ...(params.has("RSVP") ? { rsvp: params.get("RSVP") === "TRUE" } : {}),
});

const RULE_NUMBERS = new Set(["count", "interval"]);
/** `FREQ=WEEKLY;COUNT=3` as fields. */
const rule = (value: string): JsonObject =>
  Object.fromEntries(
    value.split(";").map((part) => {
      const [key = "", text = ""] = part.split("=");
      const name = key.toLowerCase() === "freq" ? "frequency" : key.toLowerCase();
      return [name, RULE_NUMBERS.has(name) ? Number(text) : text];
    }),
  );

const TEXTS: Readonly<Record<string, string>> = {
  UID: "uid",
  SUMMARY: "summary",
  DESCRIPTION: "description",
  LOCATION: "location",
  STATUS: "status",
  URL: "url",
  CLASS: "class",
  TRANSP: "timeTransparent",
  COMMENT: "comment",
};
const DATES: Readonly<Record<string, string>> = {
  DTSTAMP: "stamp",
  DTSTART: "start",
  DTEND: "end",
  CREATED: "created",
  "LAST-MODIFIED": "lastModified",
  "RECURRENCE-ID": "recurrenceId",
};

function addTo(event: JsonObject, line: Line): void {
  const { name, value } = line;
  const asText = Object.hasOwn(TEXTS, name) ? TEXTS[name] : undefined;
  const asDate = Object.hasOwn(DATES, name) ? DATES[name] : undefined;
  if (asText !== undefined) event[asText] = unescaped(value);
  else if (asDate !== undefined) event[asDate] = date(line);
  else if (name === "SEQUENCE" || name === "PRIORITY") event[name.toLowerCase()] = Number(value);
  else if (name === "DURATION") event.duration = value;
  else if (name === "CATEGORIES") event.categories = value.split(",").map(unescaped);
  else if (name === "GEO") event.geo = value;
  else if (name === "ORGANIZER") event.organizer = person(line);
  else if (name === "ATTENDEE") event.attendees = [...((event.attendees as JsonObject[] | undefined) ?? []), person(line)];
  else if (name === "RRULE") event.recurrenceRule = rule(value);
  else if (name.startsWith("X-")) setOwn(event, name.toLowerCase(), unescaped(value));
}

/**
 * A calendar file: `{version, prodId, method, events: [{uid, summary, description, location, start: {date, type}, end, ...}]}`,
 * dates as ISO in UTC. Throws a user error that names the line.
 */
export function readIcs(text: string): { [key: string]: unknown; events: JsonObject[] } {
  const events: JsonObject[] = [];
  const calendar: JsonObject = {};
  const open: string[] = [];
  for (const [index, raw] of unfold(text).entries()) {
    if (raw.trim() === "") continue;
    const line = parsed(raw, index + 1);
    const { name, value } = line;
    if (name === "BEGIN") {
      open.push(value.toUpperCase());
      if (open.at(-1) === "VEVENT") events.push({});
      if (events.length > MOST_EVENTS)
        throw userError(`The calendar has more than ${MOST_EVENTS} events.`, { field: "file", fix: "Export a part of it." });
    } else if (name === "END") {
      if (open.pop() !== value.toUpperCase())
        throw userError(`Line ${index + 1} of the calendar file ends a part that was not begun.`, {
          field: "file",
          fix: "Check that the file arrived whole.",
        });
    } else if (open.at(-1) === "VEVENT") addTo(events.at(-1) ?? {}, line);
    else if (open.at(-1) === "VCALENDAR" && open.length === 1) {
      if (name === "VERSION") calendar.version = value;
      else if (name === "PRODID") calendar.prodId = value;
      else if (name === "METHOD") calendar.method = value;
      else if (name === "X-WR-CALNAME") calendar.name = unescaped(value);
    }
  }
  if (open.length > 0 || events.length + Object.keys(calendar).length === 0)
    throw userError("The file is no whole calendar: it has no end.", {
      field: "file",
      fix: "Check that it is an .ics file and arrived whole.",
    });
  return { ...calendar, events };
}
