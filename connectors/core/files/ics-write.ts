import type { DateTime } from "luxon";

// The format is RFC 5545.

export interface CalendarEvent {
  uid: string;
  title: string;
  start: DateTime;
  /** For whole days the last of them. */
  end: DateTime;
  allDay: boolean;
  description: string;
  location: string;
  url: string;
  status: string;
  /** FREQ=WEEKLY;COUNT=4 */
  recurrence: string;
  busy: "busy" | "free" | "tentative";
  sequence: number;
  geo: { lat: number; lon: number } | undefined;
  organizer: { name: string; email: string } | undefined;
  attendees: readonly { name: string; email: string; rsvp: boolean }[];
}

/** In texts a comma, semicolon and line break mean something. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n");
/** In a parameter a quote can't be written, and a line break would begin a line of its own. */
const quoted = (text: string): string => `"${text.replace(/["\r\n]/g, " ")}"`;
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, " ");

/** Lines hold 75 bytes at most; a longer one goes on after a space. Characters are not cut. */
function fold(line: string): string {
  const lines: string[] = [];
  let now = "";
  let size = 0;
  for (const sign of line) {
    const bytes = Buffer.byteLength(sign);
    if (size + bytes > 74) {
      lines.push(now);
      now = "";
      size = 0;
    }
    now += sign;
    size += bytes;
  }
  return [...lines, now].join("\r\n ");
}

const moment = (date: DateTime): string => date.toUTC().toFormat("yyyyMMdd'T'HHmmss'Z'");
const day = (date: DateTime): string => date.toFormat("yyyyMMdd");

function* eventLines(event: CalendarEvent, now: DateTime): Generator<string> {
  yield "BEGIN:VEVENT";
  yield `UID:${oneLine(event.uid)}`;
  yield `SUMMARY:${escaped(event.title)}`;
  yield `DTSTAMP:${moment(now)}`;
  yield event.allDay ? `DTSTART;VALUE=DATE:${day(event.start)}` : `DTSTART:${moment(event.start)}`;
  // The end of whole days is the day after.
  yield event.allDay ? `DTEND;VALUE=DATE:${day(event.end.plus({ days: 1 }))}` : `DTEND:${moment(event.end)}`;
  if (event.description !== "") yield `DESCRIPTION:${escaped(event.description)}`;
  if (event.location !== "") yield `LOCATION:${escaped(event.location)}`;
  if (event.url !== "") yield `URL:${oneLine(event.url)}`;
  if (event.geo) yield `GEO:${event.geo.lat};${event.geo.lon}`;
  yield `STATUS:${event.status}`;
  if (event.recurrence !== "") yield `RRULE:${oneLine(event.recurrence.replace(/^RRULE:/i, ""))}`;
  if (event.sequence > 0) yield `SEQUENCE:${event.sequence}`;
  yield `TRANSP:${event.busy === "free" ? "TRANSPARENT" : "OPAQUE"}`;
  if (event.busy === "tentative") yield "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE";
  if (event.organizer) yield `ORGANIZER;CN=${quoted(event.organizer.name)}:mailto:${oneLine(event.organizer.email)}`;
  for (const { name, email, rsvp } of event.attendees)
    yield `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=${rsvp ? "TRUE" : "FALSE"};CN=${quoted(name)}:mailto:${oneLine(email)}`;
  yield "END:VEVENT";
}

/** A calendar file with one event. */
export function writeIcs(event: CalendarEvent, calendar: { name: string; now: DateTime }): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Infinite Matrix//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    ...(calendar.name === "" ? [] : [`X-WR-CALNAME:${escaped(calendar.name)}`]),
    ...eventLines(event, calendar.now),
    "END:VCALENDAR",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}
