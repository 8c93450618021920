import { DateTime } from "luxon";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ItemContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import { type CalendarEvent, writeIcs } from "../files/ics-write.ts";
import { plainName } from "../files/item-file.ts";
import { toDateTime, toText } from "../values/convert.ts";

const Person = z.object({ name: z.string().default(""), email: z.string() });

const Input = z.object({
  title: field(z.string().default(""), { title: "Title", placeholder: "Roof inspection" }),
  start: field(z.unknown(), { title: "Begins", widget: "date" }),
  end: field(z.unknown(), { title: "Ends", help: "For whole days the last of them.", widget: "date" }),
  allDay: field(z.boolean().default(false), { title: "Whole days", widget: "switch" }),
  location: field(z.string().default(""), { title: "Place" }),
  description: field(z.string().default(""), { title: "Description", widget: "multiline" }),
  attendees: field(z.array(Person.extend({ rsvp: z.boolean().default(false) })).default([]), {
    title: "Guests",
    help: 'A list like [{"name": "Ann", "email": "ann@example.com", "rsvp": true}].',
    widget: "json",
    advanced: true,
  }),
  organizer: field(Person.optional(), {
    title: "Organiser",
    help: 'Like {"name": "Ben", "email": "ben@example.com"}.',
    widget: "json",
    advanced: true,
  }),
  status: field(z.enum(["CONFIRMED", "TENTATIVE", "CANCELLED"]).default("CONFIRMED"), {
    title: "Status",
    labels: ["Confirmed", "Tentative", "Cancelled"],
    widget: "select",
    advanced: true,
  }),
  busy: field(z.enum(["busy", "free", "tentative"]).default("busy"), {
    title: "Shown as",
    labels: ["Busy", "Free", "Tentative"],
    widget: "select",
    advanced: true,
  }),
  recurrence: field(z.string().default(""), { title: "Repeats", placeholder: "FREQ=WEEKLY;COUNT=4", advanced: true }),
  url: field(z.string().default(""), { title: "Link", advanced: true }),
  geo: field(z.object({ lat: z.coerce.number().min(-90).max(90), lon: z.coerce.number().min(-180).max(180) }).optional(), {
    title: "Coordinates",
    help: 'Like {"lat": 40.4, "lon": -3.7}.',
    widget: "json",
    advanced: true,
  }),
  sequence: field(z.coerce.number().int().min(0).default(0), {
    title: "Number of the change",
    help: "Higher for each change to an event that was sent before, with the same id.",
    widget: "number",
    advanced: true,
  }),
  uid: field(z.string().default(""), { title: "Id", help: "Empty for a new one.", advanced: true }),
  calendar: field(z.string().default(""), { title: "Name of the calendar", advanced: true }),
  zone: field(z.string().default(""), { title: "Zone", help: "Of dates that name none; empty for the workflow's.", advanced: true }),
  fileName: field(z.string().default("event.ics"), { title: "Name of the file", advanced: true }),
  into: field(z.string().min(1).default("data"), { title: "Field for the file", advanced: true }),
});
type Input = z.infer<typeof Input>;

function dateOf(ctx: ItemContext<Input>, name: "start" | "end"): DateTime {
  const zone = ctx.input.zone || ctx.workflow.timezone;
  if (!DateTime.local({ zone }).isValid)
    throw userError(`'${zone}' is no time zone.`, { field: "zone", fix: "Write it like Europe/Madrid or America/New_York." });
  const value = ctx.input[name];
  const date = toDateTime(value, zone);
  if (date) return date;
  throw userError(value === undefined || value === "" ? "The event has no date." : `'${toText(value)}' is no date.`, {
    field: name,
    fix: "Give a date like 2026-05-31T10:00.",
  });
}

function eventOf(ctx: ItemContext<Input>): CalendarEvent {
  const { input } = ctx;
  const [start, end] = [dateOf(ctx, "start"), dateOf(ctx, "end")];
  if (end < start) throw userError("The event ends before it begins.", { field: "end", fix: "Give an end after its begin." });
  return { ...input, start, end, uid: input.uid || ctx.uuid(), organizer: input.organizer, geo: input.geo };
}

export const calendarEventAction = defineAction<Input>({
  id: "calendar_event",
  title: "Make a calendar event",
  description: "Makes a calendar file (.ics) with an event, to send or to save.",
  example: "A booked visit becomes an .ics file that goes along with the confirmation.",
  keywords: ["ics", "ical", "invite", "appointment", "meeting", "date", "outlook", "google calendar"],
  icon: "calendar-plus",
  mode: "item",
  input: Input,
  sample: [{}],
  effect: "none",
  idempotent: "naturally",
  async run(ctx) {
    const { input } = ctx;
    const text = writeIcs(eventOf(ctx), { name: input.calendar, now: DateTime.fromMillis(ctx.now()) });
    const fileName = plainName(input.fileName, "event.ics");
    const stored = await ctx.blobs.put(Buffer.from(text), { fileName, mimeType: "text/calendar" });
    return { items: [{ json: {}, binary: { [input.into]: stored } }] };
  },
});
