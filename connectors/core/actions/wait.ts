import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ListContext, ListResult } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { toDateTime, toText } from "../values/convert.ts";

const UNITS = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
const Unit = z.enum(["seconds", "minutes", "hours", "days"]);
const UNIT_LABELS = ["Seconds", "Minutes", "Hours", "Days"];
/** A hundred years: what is longer is a slip of the hand, and no clock can hold it. */
const MAX_MS = 100 * 366 * 86_400_000;

const Input = z.object({
  until: field(z.enum(["interval", "time", "webhook"]).default("interval"), {
    title: "Go on",
    labels: ["After some time", "At a date and time", "When a webhook is called"],
    widget: "select",
    expression: "no",
  }),
  amount: field(z.coerce.number().min(0).default(5), { title: "How long", widget: "number", showIf: { until: ["interval"] } }),
  unit: field(Unit.default("seconds"), { title: "Unit", labels: UNIT_LABELS, widget: "select", showIf: { until: ["interval"] } }),
  at: field(z.unknown().optional(), {
    title: "Date and time",
    help: "In the workflow's time zone.",
    widget: "date",
    showIf: { until: ["time"] },
  }),
  suffix: field(z.string().default(""), {
    title: "End of the address",
    help: "The address to call is {{ $execution.resumeUrl }}, with /this behind it: tells several waits of one run apart.",
    showIf: { until: ["webhook"] },
    advanced: true,
  }),
  limit: field(z.enum(["none", "interval", "time"]).default("none"), {
    title: "Give up waiting",
    labels: ["Never", "After some time", "At a date and time"],
    widget: "select",
    expression: "no",
    showIf: { until: ["webhook"] },
  }),
  limitAmount: field(z.coerce.number().min(0).default(1), { title: "After", widget: "number", showIf: { limit: ["interval"] } }),
  limitUnit: field(Unit.default("hours"), { title: "Unit", labels: UNIT_LABELS, widget: "select", showIf: { limit: ["interval"] } }),
  limitAt: field(z.unknown().optional(), { title: "At", widget: "date", showIf: { limit: ["time"] } }),
});
type Input = z.infer<typeof Input>;

function after(now: number, amount: number, unit: keyof typeof UNITS, name: string): number {
  const ms = amount * UNITS[unit];
  if (ms > MAX_MS) throw userError(`A wait of ${amount} ${unit} is too long`, { field: name, fix: "Wait for less than a hundred years." });
  return now + ms;
}

function instant(value: unknown, zone: string, name: string): number {
  const date = toDateTime(value ?? "", zone);
  if (date) return date.toMillis();
  throw userError(`'${toText(value)}' is no date and time`, { field: name, fix: "Give a date and time, e.g. 2026-05-31T08:00." });
}

function deadline(input: Input, now: number, zone: string): number | undefined {
  switch (input.until) {
    case "interval":
      return after(now, input.amount, input.unit, "amount");
    case "time":
      return instant(input.at, zone, "at");
    case "webhook":
      if (input.limit === "none") return undefined;
      return input.limit === "interval"
        ? after(now, input.limitAmount, input.limitUnit, "limitAmount")
        : instant(input.limitAt, zone, "limitAt");
  }
}

function wait(ctx: ListContext<Input>): ListResult {
  const input = ctx.params(0);
  const now = ctx.now();
  const outputs = [Array.from(ctx.inputs[0] ?? [], (item, source): Item => ({ ...item, source }))];
  const until = deadline(input, now, ctx.workflow.timezone);
  if (input.until !== "webhook" && until !== undefined && until <= now) return { outputs };
  // The address stands in the run from its start, so that a step before this one can send it on.
  const suffix = input.suffix.replace(/^\/+|\/+$/g, "");
  const key = input.until === "webhook" ? { resumeKey: suffix === "" ? ctx.run.id : `${ctx.run.id}/${suffix}` } : {};
  return { wait: { ...(until === undefined ? {} : { until }), ...key }, outputs };
}

export const waitAction = defineAction<Input>({
  id: "wait",
  title: "Wait",
  description: "Holds the run for a time, until a date, or until a webhook is called; restarts do not shorten or lose it.",
  example: "Three days after a quote was sent the run goes on and asks about it.",
  keywords: ["delay", "sleep", "pause", "timer", "later", "approval", "resume"],
  icon: "hourglass",
  mode: "list",
  input: Input,
  sample: [{ id: 1 }],
  effect: "none",
  idempotent: "naturally",
  run: wait,
});
