import { DateTime, IANAZone } from "luxon";
import { z } from "zod";
import { field } from "#kit/field.ts";
import { defineTrigger } from "#kit/trigger.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { cronProblem } from "../schedule/cron-text.ts";
import { describeRule, nextByRule, type Rule } from "../schedule/rules.ts";

const unit = <T extends Rule["unit"]>(value: T, label: string) => field(z.literal(value), { title: "Unit", labels: [label] });
const every = (most: number, usual = 1) => field(z.number().int().min(1).max(most).default(usual), { title: "Every", widget: "number" });
const at = field(
  z
    .string()
    .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/, "Write the time as 09:30")
    .default("09:00"),
  { title: "At", placeholder: "09:00" },
);
const minute = field(z.number().int().min(0).max(59).default(0), { title: "At minute", widget: "number" });
const day = field(z.number().int().min(1).max(31).default(1), { title: "Day of the month", widget: "number" });
const weekdays = field(
  z
    .array(z.literal([0, 1, 2, 3, 4, 5, 6]))
    .min(1)
    .default([1]),
  { title: "On", labels: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] },
);

const RuleSchema = z.discriminatedUnion("unit", [
  z.object({ unit: unit("seconds", "Seconds"), every: every(86_400, 30) }),
  z.object({ unit: unit("minutes", "Minutes"), every: every(10_080, 5) }),
  z.object({ unit: unit("hours", "Hours"), every: every(744), minute }),
  z.object({ unit: unit("days", "Days"), every: every(366), at }),
  z.object({ unit: unit("weeks", "Weeks"), every: every(52), at, weekdays }),
  z.object({ unit: unit("months", "Months"), every: every(120), at, day }),
  z.object({
    unit: unit("cron", "Cron expression"),
    cron: field(
      z.string().superRefine((text, context) => {
        const message = cronProblem(text);
        if (message !== undefined) context.addIssue({ code: "custom", message });
      }),
      { title: "Cron expression", widget: "cron", placeholder: "0 9 * * 1-5" },
    ),
  }),
]) satisfies z.ZodType<Rule>;

const Input = z.object({
  rules: field(
    z
      .array(RuleSchema)
      .min(1)
      .default([{ unit: "days", every: 1, at: "09:00" }]),
    {
      title: "When",
      help: "It starts whenever one of these comes.",
      widget: "list",
      expression: "no",
    },
  ),
  zone: field(
    z
      .string()
      .refine((zone) => zone === "" || IANAZone.isValidZone(zone), "There is no such time zone. For example: America/New_York")
      .default(""),
    { title: "Time zone", help: "Empty: the workflow's.", placeholder: "America/New_York", expression: "no", advanced: true },
  ),
  catchUp: field(z.enum(["once", "all", "skip"]).default("once"), {
    title: "Times missed while this computer was off or asleep",
    labels: ["Run once for all of them", "Run once for each of them", "Let them go"],
    widget: "select",
    expression: "no",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

const ordinal = (day: number): string =>
  `${day}${day % 10 === 1 && day !== 11 ? "st" : day % 10 === 2 && day !== 12 ? "nd" : day % 10 === 3 && day !== 13 ? "rd" : "th"}`;

/** The moment as n8n's schedule gives it, so that steps made for that find their fields. */
function fieldsOf(millis: number, zone: string): JsonObject {
  const time = DateTime.fromMillis(millis, { zone, locale: "en-US" });
  const clock = `${time.toFormat("h:mm:ss")} ${time.hour < 12 ? "am" : "pm"}`;
  return {
    timestamp: time.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZ"),
    "Readable date": `${time.toFormat("MMMM")} ${ordinal(time.day)} ${time.year}, ${clock}`,
    "Readable time": clock,
    "Day of week": time.toFormat("cccc"),
    Year: time.toFormat("yyyy"),
    Month: time.toFormat("MMMM"),
    "Day of month": time.toFormat("dd"),
    Hour: time.toFormat("HH"),
    Minute: time.toFormat("mm"),
    Second: time.toFormat("ss"),
    Timezone: `${zone} (UTC${time.toFormat("ZZ")})`,
  };
}

/** When a schedule comes, in plain words. */
export function describeSchedule(input: Input): string {
  const words = input.rules.map(describeRule);
  const [first = "", ...rest] = words;
  const zone = input.zone === "" ? "" : ` (${input.zone})`;
  return [first, ...rest.map((one) => one[0]?.toLowerCase() + one.slice(1))].join(", and ") + zone;
}

export const scheduleTrigger = defineTrigger<Input>({
  kind: "schedule",
  id: "schedule",
  title: "Schedule",
  description: "Starts at set times, also after sleep and restarts.",
  example: "Every weekday at 8:00, and on the first of the month.",
  input: Input,
  sample: [fieldsOf(Date.UTC(2026, 0, 5, 14), "America/New_York")],
  keywords: ["cron", "timer", "every day", "every hour", "interval", "recurring", "time", "weekly", "monthly"],
  icon: "clock",
  describe: describeSchedule,
  next(input, after, zone) {
    const times = input.rules.map((rule) => nextByRule(rule, after, input.zone || zone)).filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  },
  catchUp: (input) => input.catchUp,
  items: (time, input, zone) => [{ json: fieldsOf(time, input.zone || zone) }],
});
