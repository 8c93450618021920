import type { DateTime, DurationLikeObject } from "luxon";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { parseDate, withNamedOffset, zoneNamed } from "../dates/parse.ts";
import { ofItem, onFailure } from "../failing-items.ts";
import { setPath } from "../values/path.ts";

const OPERATIONS = ["now", "add", "subtract", "format", "round", "extract", "between"] as const;
const UNITS = ["years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds"] as const;
const UNIT_LABELS = ["Years", "Quarters", "Months", "Weeks", "Days", "Hours", "Minutes", "Seconds", "Milliseconds"];
const PARTS = ["year", "month", "week", "day", "hour", "minute", "second"] as const;
const PART_LABELS = ["Year", "Month", "Week", "Day", "Hour", "Minute", "Second"];
/** Where the result goes unless the form says otherwise. */
const INTO: Record<(typeof OPERATIONS)[number], string> = {
  now: "currentDate",
  add: "newDate",
  subtract: "newDate",
  format: "formattedDate",
  round: "roundedDate",
  extract: "datePart",
  between: "timeDifference",
};

const Input = z.object({
  operation: field(z.enum(OPERATIONS).default("now"), {
    title: "What to do",
    labels: [
      "Take the current date",
      "Add to a date",
      "Subtract from a date",
      "Format a date",
      "Round a date",
      "Take a part of a date",
      "Time between two dates",
    ],
    widget: "select",
    expression: "no",
  }),
  date: field(z.unknown().optional(), {
    title: "Date",
    placeholder: "={{ $json.created }}",
    widget: "date",
    showIf: { operation: ["add", "subtract", "format", "round", "extract", "between"] },
  }),
  end: field(z.unknown().optional(), { title: "End", widget: "date", showIf: { operation: ["between"] } }),
  amount: field(z.coerce.number().default(0), { title: "How much", widget: "number", showIf: { operation: ["add", "subtract"] } }),
  unit: field(z.enum(UNITS).default("days"), {
    title: "Unit",
    labels: UNIT_LABELS,
    widget: "select",
    showIf: { operation: ["add", "subtract"] },
  }),
  format: field(z.string().default("MM/dd/yyyy"), {
    title: "Format",
    help: "yyyy year, MM month, dd day, HH hour, mm minute, ss second; `x` and `X` are milliseconds and seconds since 1970.",
    showIf: { operation: ["format"] },
  }),
  part: field(z.enum(PARTS).default("month"), {
    title: "Part",
    labels: PART_LABELS,
    widget: "select",
    showIf: { operation: ["extract", "round"] },
  }),
  direction: field(z.enum(["down", "up"]).default("down"), {
    title: "Round",
    labels: ["Down to its begin", "Up to the next one's begin"],
    widget: "select",
    showIf: { operation: ["round"] },
  }),
  units: field(z.array(z.enum(UNITS)).default(["days"]), {
    title: "In",
    labels: UNIT_LABELS,
    widget: "list",
    showIf: { operation: ["between"] },
  }),
  iso: field(z.boolean().default(false), {
    title: "As an ISO duration",
    widget: "switch",
    showIf: { operation: ["between"] },
    advanced: true,
  }),
  time: field(z.boolean().default(true), { title: "With the time of day", widget: "switch", showIf: { operation: ["now"] } }),
  into: field(z.string().default(""), { title: "Field for the result", help: "Dots make paths." }),
  keep: field(z.boolean().default(false), { title: "Keep the item's fields", widget: "switch" }),
  fromFormat: field(z.string().default(""), { title: "Format of the date given", help: "Empty: found out by itself.", advanced: true }),
  zone: field(z.string().default(""), { title: "Time zone of the result", help: "Empty: the workflow's.", advanced: true }),
  inputZone: field(z.string().default(""), {
    title: "Time zone of dates without one",
    help: "Empty: the workflow's.",
    advanced: true,
  }),
  ownZone: field(z.boolean().default(false), {
    title: "Format in the date's own time zone",
    widget: "switch",
    showIf: { operation: ["format"] },
    advanced: true,
  }),
  utcText: field(z.boolean().default(false), {
    title: "Result in UTC, ending in Z",
    widget: "switch",
    showIf: { operation: ["add", "subtract"] },
    advanced: true,
  }),
  failures: field(z.enum(["fail", "message"]).default("fail"), {
    title: "Items that fail, where errors have a way of their own",
    labels: ["Go there with their fields", "Go there as the error alone"],
    widget: "select",
    expression: "no",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

interface Zones {
  input: string;
  output: string;
}

const isMissing = (value: unknown): boolean => value === undefined || value === null;

function written(date: DateTime, format: string): string {
  if (format === "x") return String(date.toMillis());
  return format === "X" ? String(Math.floor(date.toSeconds())) : date.toFormat(format);
}

const iso = (date: DateTime, input: Input): string => (input.utcText ? new Date(date.toMillis()).toISOString() : date.toISO()) ?? "";

function result(input: Input, zones: Zones, now: DateTime): unknown {
  const read = (value: unknown, name: string): DateTime => parseDate(value, zones.input, input.fromFormat, name).setZone(zones.output);
  switch (input.operation) {
    case "now":
      return iso(input.time ? now : now.startOf("day"), input);
    case "add":
      return iso(read(input.date, "date").plus({ [input.unit]: input.amount } satisfies DurationLikeObject), input);
    case "subtract":
      return iso(read(input.date, "date").minus({ [input.unit]: input.amount } satisfies DurationLikeObject), input);
    case "format": {
      if (isMissing(input.date)) return input.date;
      const date = parseDate(input.date, zones.input, input.fromFormat, "date");
      return written(input.ownZone ? withNamedOffset(date) : date.setZone(zones.output), input.format);
    }
    case "round": {
      const date = read(input.date, "date");
      return iso((input.direction === "up" ? date.plus({ [input.part]: 1 }) : date).startOf(input.part), input);
    }
    case "extract": {
      const date = read(input.date, "date");
      return input.part === "week" ? date.weekNumber : date.get(input.part);
    }
    case "between": {
      if (input.units.length === 0) throw userError("No unit is chosen", { field: "units", fix: "Choose at least one." });
      const duration = read(input.end, "end").diff(read(input.date, "date"), input.units);
      return input.iso ? duration.toISO() : duration.toObject();
    }
  }
}

function dated(item: Item, index: number, input: Input, workflowZone: string, now: (zone: string) => DateTime): Item {
  const zones = { output: zoneNamed(input.zone, workflowZone), input: zoneNamed(input.inputZone, workflowZone) };
  const value = result(input, zones, now(zones.output));
  const json: JsonObject = input.keep ? { ...item.json } : {};
  if (value !== undefined) setPath(json, input.into || INTO[input.operation], value);
  return { json, ...(input.keep && item.binary ? { binary: item.binary } : {}), source: index };
}

export const dateTimeAction = defineAction<Input>({
  id: "date_time",
  title: "Date and time",
  description: "Reckons with dates: now, later, earlier, formatted, rounded, how far apart.",
  example: "Fourteen days after the date of the invoice, as 31.05.2026.",
  keywords: ["date", "time", "format", "timezone", "add", "day", "month", "difference", "now"],
  icon: "calendar-clock",
  mode: "stream",
  input: Input,
  sample: [{ newDate: "2026-05-31T08:00:00.000-04:00" }],
  effect: "none",
  idempotent: "naturally",
  run(ctx) {
    const out = ctx.out(0);
    for (const [at, item] of ctx.items.entries()) {
      const index = ctx.offset + at;
      try {
        out.push(dated(item, index, ctx.params(index), ctx.workflow.timezone, (zone) => parseDate(ctx.now(), zone, "", "date")));
      } catch (error) {
        const failed = ofItem(error, index);
        if (onFailure(ctx, index) !== "message") throw failed;
        ctx.out(1).push({ json: { error: failed.message }, source: index });
      }
    }
  },
});
