import { DateTime } from "luxon";
import { nextByCron } from "./cron-text.ts";

/** `at` is `HH:MM` in the schedule's zone; weekdays count from Sunday = 0. */
export type Rule =
  | { unit: "seconds" | "minutes"; every: number }
  | { unit: "hours"; every: number; minute: number }
  | { unit: "days"; every: number; at: string }
  | { unit: "weeks"; every: number; at: string; weekdays: readonly number[] }
  | { unit: "months"; every: number; at: string; day: number }
  | { unit: "cron"; cron: string };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Steps that do not fit evenly into the hour or day above them count from 1970, so that they never stutter. */
const evenly = (after: number, step: number, phase = 0): number => Math.floor((after - phase) / step) * step + step + phase;

/** Days and months since 1970, weeks since the Monday before: which of them count for "every N". */
const dayNumber = (at: DateTime): number => Math.floor(Date.UTC(at.year, at.month - 1, at.day) / (24 * HOUR));
const weekNumber = (at: DateTime): number => Math.floor((dayNumber(at) + 3) / 7);
const monthNumber = (at: DateTime): number => at.year * 12 + at.month - 1;

/** Days looked at before a rule counts as one that never comes: the longest allowed is every 120 months. */
const MOST_TRIES = 6_000;

function firstWhere(cron: string, after: number, zone: string, fits: (at: DateTime) => boolean): number | undefined {
  let at: number | undefined = after;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    at = nextByCron(cron, at, zone);
    if (at === undefined) return undefined;
    if (fits(DateTime.fromMillis(at, { zone }))) return at;
  }
  return undefined;
}

const clock = (at: string): string => {
  const [hour = "0", minute = "0"] = at.split(":");
  return `${Number(minute)} ${Number(hour)}`;
};

/** The first time after `after`; the rules of cron-text.ts hold in nights when the clock changes. */
export function nextByRule(rule: Rule, after: number, zone: string): number | undefined {
  switch (rule.unit) {
    case "seconds":
      return 60 % rule.every === 0 ? nextByCron(`*/${rule.every} * * * * *`, after, zone) : evenly(after, rule.every * SECOND);
    case "minutes":
      return 60 % rule.every === 0 ? nextByCron(`0 */${rule.every} * * * *`, after, zone) : evenly(after, rule.every * MINUTE);
    case "hours":
      return 24 % rule.every === 0
        ? nextByCron(`0 ${rule.minute} */${rule.every} * * *`, after, zone)
        : evenly(after, rule.every * HOUR, rule.minute * MINUTE);
    case "days":
      return firstWhere(`0 ${clock(rule.at)} * * *`, after, zone, (at) => dayNumber(at) % rule.every === 0);
    case "weeks":
      return firstWhere(`0 ${clock(rule.at)} * * ${rule.weekdays.join(",")}`, after, zone, (at) => weekNumber(at) % rule.every === 0);
    case "months": {
      // A month without that day has its last one instead.
      const days = rule.day > 28 ? `28-${rule.day}` : String(rule.day);
      return firstWhere(
        `0 ${clock(rule.at)} ${days} * *`,
        after,
        zone,
        (at) => monthNumber(at) % rule.every === 0 && at.day === Math.min(rule.day, at.daysInMonth ?? 31),
      );
    }
    case "cron":
      return nextByCron(rule.cron, after, zone);
  }
}

const NAMES = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const joined = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
const times = (every: number, unit: string): string => (every === 1 ? `Every ${unit}` : `Every ${every} ${unit}s`);

function days(weekdays: readonly number[]): { alone: string; after: string } {
  const sorted = [...new Set(weekdays)].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
  if (sorted.join() === "1,2,3,4,5") return { alone: "Every weekday", after: "on weekdays" };
  if (sorted.length === 7) return { alone: "Every day", after: "on every day" };
  return { alone: joined(sorted.map((day) => `${NAMES[day]}s`)), after: `on ${joined(sorted.map((day) => NAMES[day] ?? ""))}` };
}

/** One rule in plain words, for lists. */
export function describeRule(rule: Rule): string {
  switch (rule.unit) {
    case "seconds":
      return times(rule.every, "second");
    case "minutes":
      return times(rule.every, "minute");
    case "hours":
      return `${times(rule.every, "hour")}${rule.minute === 0 ? "" : ` at ${rule.minute} minutes past`}`;
    case "days":
      return `${times(rule.every, "day")} at ${rule.at}`;
    case "weeks":
      return rule.every === 1
        ? `${days(rule.weekdays).alone} at ${rule.at}`
        : `${times(rule.every, "week")} ${days(rule.weekdays).after} at ${rule.at}`;
    case "months":
      return `${times(rule.every, "month")} on day ${rule.day} at ${rule.at}`;
    case "cron":
      return `By the rule ${rule.cron}`;
  }
}
