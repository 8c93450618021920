import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { NOW, value } from "./scope-of.ts";

const JSON_DATA = { date: "2026-03-14T13:45:30.123Z" };

describe("dates", () => {
  test.each<[string, unknown]>([
    ["$now.toISO()", "2026-03-14T14:45:30.123+01:00"],
    ["$today.toISO()", "2026-03-14T00:00:00.000+01:00"],
    ["$now.zoneName", "Europe/Berlin"],
    ["new Date().getTime()", NOW],
    ["Date.now()", NOW],
    ["DateTime.now().toMillis()", NOW],
    ["DateTime.fromISO('2026-07-01T12:00').toISO()", "2026-07-01T12:00:00.000+02:00"],
    ["DateTime.fromISO('2026-07-01T12:00', { zone: 'America/New_York' }).toISO()", "2026-07-01T12:00:00.000-04:00"],
    ["DateTime.fromISO('2026-07-01T12:00Z', { setZone: true }).zoneName", "UTC"],
    ["DateTime.fromFormat('31.12.2026', 'dd.MM.yyyy').toISODate()", "2026-12-31"],
    ["DateTime.local(2026, 3, 14, 5).toISO()", "2026-03-14T05:00:00.000+01:00"],
    ["DateTime.utc(2026, 1, 31).plus({ month: 1 }).toISODate()", "2026-02-28"],
    ["DateTime.fromObject({ year: 2026, month: 3 }, { zone: 'utc' }).toISO()", "2026-03-01T00:00:00.000Z"],
    ["DateTime.fromSeconds(0).toISO()", "1970-01-01T01:00:00.000+01:00"],
    ["DateTime.fromISO('nonsense').isValid", false],
    ["'2026-03-14'.toDateTime().toISO()", "2026-03-14T00:00:00.000+01:00"],
    ["'Sat, 14 Mar 2026 13:45:30 GMT'.toDateTime().toMillis()", 1773495930000],
    ["'14.03.2026 10:00'.toDateTime('dd.MM.yyyy HH:mm').toISO()", "2026-03-14T10:00:00.000+01:00"],
    ["$json.date.toDateTime().zoneName", "UTC"],
    ["new Date($json.date).toDateTime().toISO()", "2026-03-14T14:45:30.123+01:00"],
    ["$now.format('dd/MM/yyyy') + ' ' + $now.format()", "14/03/2026 2026-03-14"],
    ["$now.toFormat('EEEE, MMMM d, yyyy')", "Saturday, March 14, 2026"],
    ["$now.setLocale('fr').toFormat('d MMMM')", "14 mars"],
    ["$now.setZone('America/New_York').toFormat('HH:mm z')", "09:45 America/New_York"],
    ["$now.setZone('europe/paris').zoneName", "Europe/Paris"],
    ["$now.setZone('utc+3').hour", 16],
    ["$now.toUTC().toLocal().zoneName", "Europe/Berlin"],
    ["$now.toLocaleString()", "3/14/2026"],
    ["$now.toLocaleString(DateTime.DATETIME_MED)", "Mar 14, 2026, 2:45 PM"],
    ["$now.plus(1, 'week').minus({ days: 1 }).plus(60000).toISO()", "2026-03-20T14:46:30.123+01:00"],
    ["$now.plus(2, 'hrs').hour + $now.minus(30).toMillis() % 10", 19],
    ["$now.set({ hour: 1 }).startOf('hour').toISO()", "2026-03-14T01:00:00.000+01:00"],
    ["[$now.year, $now.month, $now.day, $now.weekday, $now.weekNumber, $now.ordinal]", [2026, 3, 14, 6, 11, 73]],
    ["[$now.beginningOf().toISODate(), $now.beginningOf('months').toISODate()]", ["2026-03-09", "2026-03-01"]],
    ["$now.endOfMonth().toISODate()", "2026-03-31"],
    ["[$now.extract(), $now.extract('month'), $now.extract('hours'), $now.extract('yearDayNumber')]", [11, 3, 14, 73]],
    ["[$now.isWeekend(), $now.isDst(), $now.plus(4, 'months').isDst()]", [true, false, true]],
    ["$now.isBetween('2026-01-01', $now.plus(1, 'day'))", true],
    ["$now.isBetween('2026-12-31', '2026-03-15')", false],
    ["[$now.minus(59, 'minutes').isInLast(1, 'hours'), $now.minus(61, 'minutes').isInLast(1, 'hour')]", [true, false]],
    ["$now.diffTo('2026-03-10T13:45:30.123Z')", 4],
    ["$now.diffTo($now.plus(90, 'minutes'), 'hours')", -1.5],
    ["$now.diffTo($now.minus({ days: 1, hours: 2 }), ['days', 'hours'])", { days: 1, hours: 2 }],
    ["[$now.diffToNow('days'), $now.plus(1, 'day').diffNow('hours').hours]", [0, 24]],
    ["$now.minus(2, 'days').toRelative()", "2 days ago"],
    ["$now.diff(DateTime.fromISO('2026-03-01'), ['days', 'hours']).toObject().days", 13],
    ["$now.hasSame($today, 'day')", true],
    ["$now > $now.minus(1, 'day') && $now - $today > 0", true],
    ["`${$today}` + ' ' + String($today)", "2026-03-14T00:00:00.000+01:00 2026-03-14T00:00:00.000+01:00"],
    ["[$now.toInt(), $now.toSeconds(), $now.toUnixInteger()]", [NOW, NOW / 1000, Math.floor(NOW / 1000)]],
    ["$now.toJSDate() instanceof Date && $now instanceof DateTime", true],
    ["DateTime.isDateTime($now)", true],
    ["new Date($json.date).plus(1, 'weeks').toISOString()", "2026-03-21T13:45:30.123Z"],
    ["new Date($json.date).plus(1, 'weeks').toISO()", undefined],
    ["new Date($json.date).format('yyyy-MM-dd HH:mm')", "2026-03-14 14:45"],
    ["new Date(2026, 0, 31).getDate() + new Date(Date.UTC(2026, 1)).getUTCMonth()", 32],
    ["new Date($json.date) - new Date('2026-03-14T13:45:30.000Z')", 123],
    ["new Date(new Date($json.date).setUTCDate(1)).toISOString()", "2026-03-01T13:45:30.123Z"],
    ["new Date($json.date).toLocaleDateString('de-DE', { timeZone: 'UTC', month: 'long' })", "März"],
    ["new Date($json.date).toJSON().slice(0, 10)", "2026-03-14"],
    ["Duration.fromObject({ hours: 30 }).shiftTo('days', 'hours').toObject()", { days: 1, hours: 6 }],
    ["Duration.fromISO('PT90M').as('hours')", 1.5],
    ["Interval.fromDateTimes($today, $now).length('hours').floor()", 14],
    ["Interval.fromDateTimes($today, $today.plus(2, 'days')).splitBy({ days: 1 }).length", 2],
    ["typeof $now + typeof new Date()", "objectobject"],
  ])("%s", (code, expected) => {
    expect(value(code, JSON_DATA)).toEqual(expected);
  });

  test("a DateTime leaves as one, in its zone", () => {
    const moment = value("$json.date.toDateTime()", JSON_DATA);
    expect(moment).toBeInstanceOf(DateTime);
    expect(JSON.stringify([moment])).toBe('["2026-03-14T13:45:30.123Z"]');
  });

  test.each([
    ["$now.isBetween('2026-01-01')", /two dates/],
    ["$now.diffTo('2026-01-01', 'moons')", /no unit 'moons'/],
    ["$now.diffTo('garbage')", /cannot be read as a date/],
    ["$now.toTitleCase()", /works on String only/],
    ["$now.toFormat('d'.repeat(1000))", /at most 200/],
  ])("%s is an error", (code, message) => {
    expect(() => value(code)).toThrow(ExpressionError);
    expect(() => value(code)).toThrow(message);
  });

  test.each([
    "$now.setZone('Mars/Olympus')",
    "$now.startOf('moon')",
    "$now.setLocale('e')",
    "$now._zone",
    "$now.loc",
    "$now.c",
    "$now.zone",
  ])("%s comes to undefined", (code) => {
    expect(value(code)).toBeUndefined();
  });

  test("setters answer with the new time and leave an item's date alone", () => {
    const date = new Date("2026-03-14T00:00:00Z");
    expect(value("$json.when.setUTCDate(1)", { when: date })).toBe(Date.UTC(2026, 2, 1));
    expect(date.toISOString()).toBe("2026-03-14T00:00:00.000Z");
  });
});
