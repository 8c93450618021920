import type { Row } from "./entry.ts";

const D = 'DateTime.fromISO("2026-03-14T13:45:30Z", { zone: "utc" })';

/** What both kinds of date have. */
const shared: readonly Row[] = [
  ["format(pattern?, options?): string", "As text by a pattern of letters.", `${D}.format("dd/MM/yyyy") → "14/03/2026"`],
  ["plus(amount, unit?): date", "Later by so much.", `${D}.plus(2, "days").toISODate() → "2026-03-16"`],
  ["minus(amount, unit?): date", "Earlier by so much.", `${D}.minus(1, "week").toISODate() → "2026-03-07"`],
  [
    "diffTo(other?, unit?): number",
    "How far after another date, in days or another unit.",
    `${D}.diffTo("2026-03-13T13:45:30Z", "hours") → 24`,
  ],
  ["diffToNow(unit?): number", "How far after now, in days or another unit.", '$now.diffToNow("minutes") → 0'],
  ["extract(unit?): number", "One part of the date, the week unless said otherwise.", `${D}.extract("month") → 3`],
  ["beginningOf(unit?): date", "The start of its week or another unit.", `${D}.beginningOf("month").toISODate() → "2026-03-01"`],
  ["endOfMonth(): date", "The last moment of its month.", `${D}.endOfMonth().toISODate() → "2026-03-31"`],
  ["isBetween(from, to): boolean", "Whether it lies between two dates.", `${D}.isBetween("2026-01-01", "2026-12-31") → true`],
  ["isInLast(amount, unit?): boolean", "Whether it lies in the last minutes or another unit.", '$now.isInLast(1, "hours") → true'],
  ["isWeekend(): boolean", "Whether it is a Saturday or Sunday.", `${D}.isWeekend() → true`],
  ["isDst(): boolean", "Whether summer time holds then.", `${D}.isDst() → false`],
  ["toDateTime(): DateTime", "As a DateTime in the workflow's zone.", `${D}.toDateTime().year → 2026`],
  ["toInt(): number", "Milliseconds since 1970.", `${D}.toInt() → 1773495930000`],
  ["isEmpty(): boolean", "Never: a date is there.", `${D}.isEmpty() → false`],
  ["isNotEmpty(): boolean", "Always: a date is there.", `${D}.isNotEmpty() → true`],
];

const DATE = 'new Date("2026-03-14T13:45:30Z")';

export const dates: readonly Row[] = [
  ...shared,
  ["toISOString(): string", "As ISO text in UTC.", `${DATE}.toISOString() → "2026-03-14T13:45:30.000Z"`],
  ["getTime(): number", "Milliseconds since 1970.", `${DATE}.getTime() → 1773495930000`],
  ["getUTCFullYear(): number", "The year in UTC.", `${DATE}.getUTCFullYear() → 2026`],
  ["getUTCMonth(): number", "The month in UTC, January is 0.", `${DATE}.getUTCMonth() → 2`],
  ["getUTCDate(): number", "The day of the month in UTC.", `${DATE}.getUTCDate() → 14`],
  ["getFullYear(): number", "The year in this machine's zone.", `${DATE}.getFullYear() → 2026`],
  ["getMonth(): number", "The month in this machine's zone, January is 0.", `${DATE}.getMonth() → 2`],
  ["getDate(): number", "The day of the month in this machine's zone.", `${DATE}.getDate() > 12 → true`],
  ["getDay(): number", "The day of the week in this machine's zone, Sunday is 0.", `${DATE}.getDay() > 4 → true`],
  ["getHours(): number", "The hour in this machine's zone.", `${DATE}.getHours() >= 0 → true`],
  ["getMinutes(): number", "The minute.", `${DATE}.getMinutes() >= 0 → true`],
  [
    "toLocaleDateString(locale?, options?): string",
    "The day, written for people of a language.",
    `${DATE}.toLocaleDateString("en-US", { timeZone: "UTC" }) → "3/14/2026"`,
  ],
];

export const dateTimes: readonly Row[] = [
  ...shared,
  ["toFormat(pattern): string", "As text by a pattern of letters.", `${D}.toFormat("cccc, d LLLL") → "Saturday, 14 March"`],
  ["toISO(): string", "As ISO text with its zone.", `${D}.toISO() → "2026-03-14T13:45:30.000Z"`],
  ["toISODate(): string", "The day as ISO text.", `${D}.toISODate() → "2026-03-14"`],
  ["toISOTime(): string", "The time as ISO text.", `${D}.toISOTime() → "13:45:30.000Z"`],
  ["toLocaleString(format?): string", "Written for people of its language.", `${D}.toLocaleString(DateTime.DATE_FULL) → "March 14, 2026"`],
  ["toRelative(): string", "As people say it, seen from now.", '$now.minus(2, "days").toRelative() → "2 days ago"'],
  ["toMillis(): number", "Milliseconds since 1970.", `${D}.toMillis() → 1773495930000`],
  ["toSeconds(): number", "Seconds since 1970.", `${D}.toSeconds() → 1773495930`],
  ["toUnixInteger(): number", "Whole seconds since 1970.", `${D}.toUnixInteger() → 1773495930`],
  ["toJSDate(): Date", "As a JavaScript Date.", `${D}.toJSDate().getTime() → 1773495930000`],
  ["toObject(): object", "Its parts as an object.", `${D}.toObject().day → 14`],
  ["toSQL(): string", "As a database writes it.", `${D}.toSQL() → "2026-03-14 13:45:30.000 Z"`],
  ["toSQLDate(): string", "The day as a database writes it.", `${D}.toSQLDate() → "2026-03-14"`],
  ["toHTTP(): string", "As web servers write it.", `${D}.toHTTP() → "Sat, 14 Mar 2026 13:45:30 GMT"`],
  ["toRFC2822(): string", "As mail writes it.", `${D}.toRFC2822() → "Sat, 14 Mar 2026 13:45:30 +0000"`],
  ["setZone(zone): DateTime", "The same moment in another zone.", `${D}.setZone("America/New_York").hour → 9`],
  ["toUTC(): DateTime", "The same moment in UTC.", `${D}.toUTC().hour → 13`],
  ["setLocale(locale): DateTime", "Written in another language from now on.", `${D}.setLocale("fr").toFormat("d MMMM") → "14 mars"`],
  ["set(parts): DateTime", "With parts replaced.", `${D}.set({ day: 1 }).toISODate() → "2026-03-01"`],
  ["startOf(unit): DateTime", "The start of a unit.", `${D}.startOf("day").toISO() → "2026-03-14T00:00:00.000Z"`],
  ["endOf(unit): DateTime", "The end of a unit.", `${D}.endOf("year").toISODate() → "2026-12-31"`],
  ["diff(other, units?): Duration", "The time between two dates.", `${D}.diff(${D}.minus(3, "days"), "days").days → 3`],
  ["diffNow(units?): Duration", "The time from now.", '$now.diffNow("days").days → 0'],
  ["until(other): Interval", "The interval up to another date.", `${D}.until(${D}.plus(1, "day")).length("hours") → 24`],
  ["hasSame(other, unit): boolean", "Whether both lie in the same unit.", `${D}.hasSame(${D}.plus(1, "hour"), "day") → true`],
  ["equals(other): boolean", "Whether it is the same moment in the same zone.", `${D}.equals(${D}) → true`],
  ["get(unit): number", "One part by name.", `${D}.get("month") → 3`],
  ["year: number", "The year.", `${D}.year → 2026`],
  ["quarter: number", "The quarter.", `${D}.quarter → 1`],
  ["month: number", "The month, January is 1.", `${D}.month → 3`],
  ["day: number", "The day of the month.", `${D}.day → 14`],
  ["hour: number", "The hour.", `${D}.hour → 13`],
  ["minute: number", "The minute.", `${D}.minute → 45`],
  ["second: number", "The second.", `${D}.second → 30`],
  ["millisecond: number", "The millisecond.", `${D}.millisecond → 0`],
  ["weekday: number", "The day of the week, Monday is 1.", `${D}.weekday → 6`],
  ["weekNumber: number", "The week of the year.", `${D}.weekNumber → 11`],
  ["ordinal: number", "The day of the year.", `${D}.ordinal → 73`],
  ["daysInMonth: number", "How many days its month has.", `${D}.daysInMonth → 31`],
  ["monthLong: string", "The name of the month.", `${D}.monthLong → "March"`],
  ["monthShort: string", "The short name of the month.", `${D}.monthShort → "Mar"`],
  ["weekdayLong: string", "The name of the day.", `${D}.weekdayLong → "Saturday"`],
  ["weekdayShort: string", "The short name of the day.", `${D}.weekdayShort → "Sat"`],
  ["zoneName: string", "The name of its zone.", `${D}.zoneName → "UTC"`],
  ["isValid: boolean", "Whether it is a date at all.", 'DateTime.fromISO("nonsense").isValid → false'],
];

const P = "Duration.fromObject({ hours: 30 })";

export const durations: readonly Row[] = [
  ["as(unit): number", "The whole length in one unit.", `${P}.as("days") → 1.25`],
  [
    "shiftTo(...units): Duration",
    "The length spread over these units.",
    `${P}.shiftTo("days", "hours").toObject() → { days: 1, hours: 6 }`,
  ],
  ["toObject(): object", "Its units as an object.", `${P}.toObject() → { hours: 30 }`],
  ["toISO(): string", "As ISO text.", `${P}.toISO() → "PT30H"`],
  ["toHuman(): string", "As people say it.", `${P}.toHuman() → "30 hours"`],
  ["toFormat(pattern): string", "As text by a pattern of letters.", `${P}.toFormat("d 'd' h 'h'") → "1 d 6 h"`],
  ["toMillis(): number", "In milliseconds.", `${P}.toMillis() → 108000000`],
  ["plus(amount): Duration", "Longer by so much.", `${P}.plus({ hours: 1 }).hours → 31`],
  ["minus(amount): Duration", "Shorter by so much.", `${P}.minus({ hours: 1 }).hours → 29`],
  ["negate(): Duration", "With the sign turned.", `${P}.negate().hours → -30`],
  [
    "normalize(): Duration",
    "With full units carried over.",
    "Duration.fromObject({ hours: 2, minutes: 90 }).normalize().toObject() → { hours: 3, minutes: 30 }",
  ],
  ["days: number", "Its days.", "Duration.fromObject({ days: 2 }).days → 2"],
  ["hours: number", "Its hours.", `${P}.hours → 30`],
  ["minutes: number", "Its minutes.", `${P}.minutes → 0`],
];

const I = "Interval.fromDateTimes(DateTime.utc(2026, 3, 1), DateTime.utc(2026, 3, 4))";

export const intervals: readonly Row[] = [
  ["length(unit?): number", "How long it is.", `${I}.length("days") → 3`],
  ["count(unit?): number", "How many of the unit it touches.", `${I}.count("days") → 3`],
  ["contains(date): boolean", "Whether a date lies in it.", `${I}.contains(DateTime.utc(2026, 3, 2)) → true`],
  ["overlaps(other): boolean", "Whether it shares time with another.", `${I}.overlaps(${I}) → true`],
  ["toDuration(units?): Duration", "Its length as a Duration.", `${I}.toDuration("hours").hours → 72`],
  ["splitBy(duration): array", "Cut into parts of that length.", `${I}.splitBy({ days: 1 }).length → 3`],
  ["divideEqually(parts): array", "Cut into that many parts.", `${I}.divideEqually(2).length → 2`],
  ["toISO(): string", "As ISO text.", `${I}.toISO() → "2026-03-01T00:00:00.000Z/2026-03-04T00:00:00.000Z"`],
  ["start: DateTime", "Where it begins.", `${I}.start.day → 1`],
  ["end: DateTime", "Where it ends.", `${I}.end.day → 4`],
];
