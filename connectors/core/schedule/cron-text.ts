import { Cron } from "croner";

/** What a field may hold; names count from `first`. */
interface Field {
  title: string;
  from: number;
  to: number;
  names?: readonly string[];
  /** Further signs of this field: last day, nearest workday, nth weekday. */
  special?: RegExp;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const SECONDS: Field = { title: "seconds", from: 0, to: 59 };
const FIELDS: readonly Field[] = [
  { title: "minutes", from: 0, to: 59 },
  { title: "hours", from: 0, to: 23 },
  { title: "day of the month", from: 1, to: 31, special: /^(?:L|LW|\d+W)$/i },
  { title: "month", from: 1, to: 12, names: MONTHS },
  { title: "weekday", from: 0, to: 7, names: DAYS, special: /^(?:L|(?:[0-7]|[A-Z]{3})(?:#[1-5L]|L))$/i },
];

/** `5/10` is `5-59/10`; lists and ranges of clock times count as fixed times in nights when the clock changes. */
const OPTIONS = { paused: true, sloppyRanges: true, fixedTimeRule: "no-wildcard" } as const;

const NICKNAMES = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@hourly"];

const allowed = ({ from, to, names }: Field): string => (names ? `${from} to ${to} or ${names[0]} to ${names.at(-1)}` : `${from} to ${to}`);

/** Why one field can't be read; undefined where it can. */
function fieldProblem(text: string, field: Field): string | undefined {
  const problem = (part: string): string =>
    `The ${field.title} of a cron text can't be '${part}': use ${allowed(field)}, a list (1,2), a range (1-5), a step (*/2) or *.`;
  const numberOf = (value: string): number | undefined => {
    const named = field.names?.indexOf(value.toUpperCase()) ?? -1;
    if (named >= 0) return named + (field.from === 1 ? 1 : 0);
    const number = /^\d{1,2}$/.test(value) ? Number(value) : Number.NaN;
    return number >= field.from && number <= field.to ? number : undefined;
  };
  for (const part of text.split(",")) {
    if (part === "*" || part === "?" || field.special?.test(part)) continue;
    const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === "" || (step !== undefined && Number(step) < 1)) return problem(part);
    if (range === "*" && step !== undefined) continue;
    const ends = range.split("-");
    if (ends.length > 2) return problem(part);
    const values = ends.map(numberOf);
    const [low, high] = values;
    if (low === undefined || (ends.length === 2 && high === undefined)) return problem(part);
    if (high !== undefined && high < low)
      return `The ${field.title} of a cron text can't run from ${ends[0]} down to ${ends[1]}: write ${ends[0]}-${allowed(field).split(" to ")[1]?.split(" ")[0]},${field.from}-${ends[1]}.`;
  }
  return undefined;
}

/** What is wrong with a cron text, in words that name the field and the way out; undefined where it is right. */
export function cronProblem(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith("@"))
    return NICKNAMES.includes(trimmed.toLowerCase())
      ? undefined
      : `'${trimmed}' is not known: use one of ${NICKNAMES.join(", ")}, or five fields.`;
  const parts = trimmed === "" ? [] : trimmed.split(/\s+/);
  if (parts.length !== 5 && parts.length !== 6)
    return `A cron text has five fields (minutes, hours, day of the month, month, weekday), or six with seconds before them; this one has ${parts.length}. For example: 0 9 * * 1-5`;
  const fields = parts.length === 6 ? [SECONDS, ...FIELDS] : FIELDS;
  for (const [index, field] of fields.entries()) {
    const problem = fieldProblem(parts[index] ?? "", field);
    if (problem !== undefined) return problem;
  }
  try {
    if (new Cron(trimmed, { ...OPTIONS, timezone: "UTC" }).nextRun(new Date(Date.UTC(2000, 0, 1))) === null)
      return `'${trimmed}' never comes: there is no such day. Change the day of the month or the month.`;
  } catch (error) {
    return `'${trimmed}' can't be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  return undefined;
}

/**
 * The first time after `after` (ms) in the zone, or undefined. A time that a clock change leaves out comes right after the
 * gap; one that comes twice counts once. Steps and wildcards go on with the clock, through both of the doubled hours.
 */
export function nextByCron(text: string, after: number, zone: string): number | undefined {
  const cron = new Cron(text, { ...OPTIONS, timezone: zone });
  return cron.nextRun(new Date(after))?.getTime();
}
