import { DateTime } from "luxon";
import { afterAll, describe, expect, it } from "vitest";
import { testRunner } from "../../helpers/code.ts";

const { value, json, fault, close } = testRunner();
afterAll(close);

describe("Luxon in the sandbox", () => {
  it("has the workflow's zone and clock", async () => {
    const context = { timezone: "America/New_York", now: Date.UTC(2024, 0, 15, 3, 4, 5) };
    expect(
      await json(
        "return {n: $now.toISO(), t: $today.toISO(), z: DateTime.now().zoneName, d: DateTime.fromISO('2024-07-01T10:00').toISO()}",
        { context },
      ),
    ).toEqual([
      { n: "2024-01-14T22:04:05.000-05:00", t: "2024-01-14T00:00:00.000-05:00", z: "America/New_York", d: "2024-07-01T10:00:00.000-04:00" },
    ]);
  });

  it("gives what Luxon gives outside, in every kind of zone, around clock changes", async () => {
    const zones = [
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Kathmandu",
      "America/Sao_Paulo",
      "Africa/Monrovia",
      "Pacific/Apia",
      "UTC",
      "utc+5:30",
    ];
    const moments = [
      "2025-03-30T00:59:59Z",
      "2025-03-30T01:00:00Z",
      "2025-10-26T00:59:59Z",
      "2025-10-26T01:00:00Z",
      "2025-03-09T06:59:59Z",
      "2025-03-09T07:00:00Z",
      "2025-11-02T05:59:59Z",
      "2025-11-02T06:00:00Z",
      "2011-12-30T09:59:00Z",
      "2011-12-30T10:00:00Z",
      "1969-12-31T23:59:59.999Z",
      "1880-01-01T00:00:00Z",
    ];
    const source = `return {out: ${JSON.stringify(zones)}.map(zone => ${JSON.stringify(moments)}.map(m => {
      const d = DateTime.fromISO(m).setZone(zone);
      return [d.toISO(), d.toFormat("yyyy-MM-dd HH:mm ZZ ZZZZ cccc"), d.plus({days: 1}).toISO(), d.startOf("day").toISO(), d.isInDST, d.offset].join(" | ") }))}`;
    const expected = zones.map((zone) =>
      moments.map((m) => {
        const d = DateTime.fromISO(m).setZone(zone).setLocale("en-US");
        return [
          d.toISO(),
          d.toFormat("yyyy-MM-dd HH:mm ZZ ZZZZ cccc"),
          d.plus({ days: 1 }).toISO(),
          d.startOf("day").toISO(),
          d.isInDST,
          d.offset,
        ].join(" | ");
      }),
    );
    expect((await json(source))[0]?.["out"]).toEqual(expected);
  });

  it.each([
    ["DateTime.fromISO('2025-03-30T02:30').toISO()", "2025-03-30T03:30:00.000+02:00"],
    ["DateTime.fromISO('2025-10-25T12:00').plus({days: 1}).toISO()", "2025-10-26T12:00:00.000+01:00"],
    ["DateTime.fromISO('2025-10-25T12:00').plus({hours: 24}).toISO()", "2025-10-26T11:00:00.000+01:00"],
    ["DateTime.fromFormat('1. Mai 2024', 'd. MMMM yyyy', {locale: 'de'}).toISODate()", "2024-05-01"],
    ["DateTime.fromISO('2024-05-01').setLocale('de').toLocaleString(DateTime.DATE_FULL)", "1. Mai 2024"],
    ["DateTime.fromISO('2024-05-01T15:00').toLocaleString(DateTime.DATETIME_MED)", "May 1, 2024, 3:00 PM"],
    ["DateTime.fromISO('2024-05-01').setZone('Mars/Olympus').isValid", false],
    ["DateTime.fromISO('2024-05-01').toRelative({base: DateTime.fromISO('2024-05-03')})", "2 days ago"],
    ["Interval.fromDateTimes(DateTime.fromISO('2024-01-31'), DateTime.fromISO('2024-03-01')).length('months') > 1", true],
    ["Duration.fromISO('P1DT2H').toHuman()", "1 day, 2 hours"],
    ["DateTime.fromISO('2024-12-30').weekNumber", 1],
    ["DateTime.fromMillis(0, {zone: 'utc'}).toHTTP()", "Thu, 01 Jan 1970 00:00:00 GMT"],
  ])("%s", async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });
});

describe("languages and formats", () => {
  const date = "new Date('2024-07-04T15:30:00Z')";
  it.each([
    `${date}.toLocaleDateString('de-DE', {timeZone: 'America/Los_Angeles', dateStyle: 'full'})`,
    `${date}.toLocaleString('en-US', {timeZone: 'Asia/Tokyo'})`,
    `${date}.toLocaleTimeString('en-GB', {timeZone: 'UTC', hour: '2-digit', minute: '2-digit'})`,
    "(1234567.891).toLocaleString('en-US')",
    "(1234567.891).toLocaleString('de-DE', {style: 'currency', currency: 'EUR'})",
    "(0.256).toLocaleString('en-US', {style: 'percent', maximumFractionDigits: 1})",
    "NaN.toLocaleString() + Infinity.toLocaleString()",
    "12345678901234567890n.toLocaleString('de-DE')",
    "[1234.5, 2].toLocaleString()",
    "'i'.toLocaleUpperCase('tr') + 'I'.toLocaleLowerCase('tr')",
    `new Intl.DateTimeFormat('fr-FR', {timeZone: 'UTC', month: 'long', day: 'numeric'}).format(${date})`,
    `new Intl.DateTimeFormat('en-US', {timeZone: 'UTC'}).formatToParts(${date}).map(p => p.type + p.value)`,
    `Intl.DateTimeFormat('en-US', {timeZone: 'UTC'}).formatRange(${date}, new Date('2024-08-01T00:00:00Z'))`,
    "new Intl.DateTimeFormat('en-US', {timeZone: 'Asia/Kolkata'}).resolvedOptions().timeZone",
    "[3, 1, 2].map(new Intl.NumberFormat('en-US', {minimumFractionDigits: 2}).format)",
    "new Intl.NumberFormat('en-IN').format(12345678.9)",
    "new Intl.NumberFormat('en-US').format(NaN)",
    "['one', 'two', 'few'].includes(new Intl.PluralRules('pl').select(3))",
    "new Intl.RelativeTimeFormat('en', {numeric: 'auto'}).format(-1, 'day')",
    "new Intl.ListFormat('en').format(['a', 'b', 'c'])",
    "new Intl.DisplayNames(['en'], {type: 'region'}).of('DE')",
    "['z', 'ä', 'a', 'Z'].sort(new Intl.Collator('sv').compare)",
    "['z', 'ä', 'a', 'Z', 'é', 'e', '10', '2', ' b', '_c'].sort((a, b) => a.localeCompare(b))",
    "['item 10', 'item 9', 'Item 1'].sort((a, b) => a.localeCompare(b, undefined, {numeric: true, sensitivity: 'base'}))",
    "[...new Intl.Segmenter('en', {granularity: 'word'}).segment('Hi you')].map(s => s.segment)",
    "new Intl.Locale('zh-Hant-TW').language + new Intl.Locale('de').maximize()",
    "Intl.getCanonicalLocales('EN-us')",
    "Object.prototype.toString.call(new Intl.NumberFormat('en-US'))",
  ])("%s is as in Node", async (expression) => {
    // The same text runs here: it is this test's own.
    const here: unknown = await import(
      `data:text/javascript,export default ${encodeURIComponent(
        expression
          .replace(/undefined, \{/g, "'en-US', {")
          .replace(/localeCompare\(b\)/g, "localeCompare(b, 'en-US')")
          .replace(/\.toLocaleString\(\)/g, ".toLocaleString('en-US')"),
      )}`
    );
    expect(await value(expression)).toEqual((here as { default: unknown }).default);
  });

  it("short words sort as a collator sorts them, whatever their case", async () => {
    const words = "a A b B aa Aa aA AA ab Ab aB 1 10 2 a1 A1 a b c1 zebra Zebra ZEBRA x y".split(" ");
    const expected = [...words].sort((a, b) => a.localeCompare(b, "en-US"));
    expect(await value(`${JSON.stringify(words)}.sort((a, b) => a.localeCompare(b))`)).toEqual(expected);
  });

  it.each([
    ["new Intl.DateTimeFormat('en-US', {timeZone: 'Mars/Olympus'})", /Invalid time zone specified: Mars\/Olympus/],
    ["new Intl.NumberFormat('not a locale')", /Incorrect locale information/],
    ["new Date(NaN).toISOString()", /Invalid time value/],
    ["(1).toLocaleString('en-US', {style: 'currency'})", /[Cc]urrency/],
  ])("%s fails as in Node", async (source, message) => {
    expect((await fault(source)).message).toMatch(message);
  });
});

describe("plain dates", () => {
  const texts = [
    "2024-07-04",
    "2024-07-04T10:00",
    "2024-07-04T10:00:00+02:00",
    "July 4, 2024 5:00 PM",
    "07/04/2024",
    "Thu, 04 Jul 2024 10:00:00 GMT",
    "2024-02-30",
    "garbage",
    "Sat Aug 31 2019 01:54:40 GMT+0300 (Eastern European Summer Time)",
  ];
  it("read texts as Node does", async () => {
    expect(await value(`${JSON.stringify(texts)}.map(t => new Date(t).getTime())`)).toEqual(
      texts.map((t) => JSON.parse(JSON.stringify(new Date(t).getTime()))),
    );
  });
  it("have this machine's own zone, as in n8n", async () => {
    expect(await value("new Date(2024, 6, 4, 10).getTime()")).toBe(new Date(2024, 6, 4, 10).getTime());
    expect(await value("new Date('2024-07-04T10:00:00Z').getTimezoneOffset()")).toBe(new Date("2024-07-04T10:00:00Z").getTimezoneOffset());
  });
});
