import { describe, expect, it } from "vitest";
import { scheduleTrigger } from "../../../../connectors/core/triggers/schedule.ts";

if (scheduleTrigger.kind !== "schedule") throw new Error("no schedule trigger");
const trigger = scheduleTrigger;

type Rule = Record<string, unknown>;
const params = (...rules: Rule[]) => trigger.input.parse({ rules });
/** The next times after a moment, as clock times of the zone. */
function times(rule: Rule | Rule[], zone: string, after: string, count: number): string[] {
  const own = params(...[rule].flat());
  const found: string[] = [];
  let at: number | undefined = Date.parse(after);
  for (let n = 0; n < count; n++) {
    at = trigger.next(own, at, zone);
    if (at === undefined) break;
    found.push(new Date(at).toLocaleString("sv", { timeZone: zone }));
  }
  return found;
}
const utc = (rule: Rule | Rule[], after: string, count: number) => times(rule, "UTC", after, count);
const cron = (text: string): Rule => ({ unit: "cron", cron: text });

describe("the next time", () => {
  it.each([
    [{ unit: "seconds", every: 30 }, "2025-01-01T00:00:10Z", ["2025-01-01 00:00:30", "2025-01-01 00:01:00"]],
    [{ unit: "minutes", every: 15 }, "2025-01-01T00:00:00Z", ["2025-01-01 00:15:00", "2025-01-01 00:30:00"]],
    [{ unit: "hours", every: 4 }, "2025-01-01T00:00:00Z", ["2025-01-01 04:00:00", "2025-01-01 08:00:00"]],
    [{ unit: "hours", every: 1, minute: 20 }, "2025-01-01T00:30:00Z", ["2025-01-01 01:20:00", "2025-01-01 02:20:00"]],
    [{ unit: "days", at: "09:30" }, "2025-01-01T09:29:59Z", ["2025-01-01 09:30:00", "2025-01-02 09:30:00"]],
    [
      { unit: "weeks", at: "07:00", weekdays: [1, 5] },
      "2025-01-01T00:00:00Z",
      ["2025-01-03 07:00:00", "2025-01-06 07:00:00", "2025-01-10 07:00:00"],
    ],
    [{ unit: "months", day: 1, at: "06:00" }, "2025-01-01T06:00:00Z", ["2025-02-01 06:00:00", "2025-03-01 06:00:00"]],
    [
      { unit: "months", day: 31, at: "06:00" },
      "2025-01-01T00:00:00Z",
      ["2025-01-31 06:00:00", "2025-02-28 06:00:00", "2025-03-31 06:00:00", "2025-04-30 06:00:00"],
    ],
    [
      { unit: "months", every: 3, day: 30, at: "06:00" },
      "2025-01-01T00:00:00Z",
      ["2025-01-30 06:00:00", "2025-04-30 06:00:00", "2025-07-30 06:00:00"],
    ],
    [cron("0 9 * * 1-5"), "2025-01-03T10:00:00Z", ["2025-01-06 09:00:00", "2025-01-07 09:00:00"]],
    [cron("*/20 * * * * *"), "2025-01-01T00:00:00Z", ["2025-01-01 00:00:20", "2025-01-01 00:00:40"]],
    [cron("0 0 L * *"), "2025-01-01T00:00:00Z", ["2025-01-31 00:00:00", "2025-02-28 00:00:00"]],
    [cron("0 0 29 2 *"), "2025-01-01T00:00:00Z", ["2028-02-29 00:00:00", "2032-02-29 00:00:00"]],
    [cron("@weekly"), "2025-01-01T00:00:00Z", ["2025-01-05 00:00:00"]],
  ])("by %j after %s", (rule, after, expected) => {
    expect(utc(rule, after, expected.length)).toEqual(expected);
  });

  it("is strictly after, to the millisecond", () => {
    const own = params({ unit: "minutes", every: 1 });
    const full = Date.parse("2025-01-01T00:01:00Z");
    expect(trigger.next(own, full - 1, "UTC")).toBe(full);
    expect(trigger.next(own, full, "UTC")).toBe(full + 60_000);
    expect(trigger.next(own, full + 1, "UTC")).toBe(full + 60_000);
  });
  it("is the first of several rules", () => {
    const rules = [{ unit: "days", at: "12:00" }, { unit: "days", at: "08:00" }, cron("0 10 * * *")];
    expect(utc(rules, "2025-01-01T00:00:00Z", 4)).toEqual([
      "2025-01-01 08:00:00",
      "2025-01-01 10:00:00",
      "2025-01-01 12:00:00",
      "2025-01-02 08:00:00",
    ]);
  });
  it.each([
    [{ unit: "minutes", every: 7 }, 7 * 60_000],
    [{ unit: "seconds", every: 45 }, 45_000],
    [{ unit: "hours", every: 5, minute: 10 }, 5 * 3_600_000],
    [{ unit: "minutes", every: 90 }, 90 * 60_000],
  ])("keeps even steps that fit into no hour or day: %j", (rule, step) => {
    const own = params(rule);
    let at = trigger.next(own, Date.parse("2025-03-29T20:00:00Z"), "Europe/Berlin") ?? 0;
    for (let n = 0; n < 40; n++) {
      const next = trigger.next(own, at, "Europe/Berlin") ?? 0;
      expect(next - at).toBe(step);
      at = next;
    }
  });
  it.each([
    [{ unit: "days", every: 3, at: "09:00" }, 3],
    [{ unit: "weeks", every: 2, at: "09:00", weekdays: [1] }, 14],
  ])("keeps %j days apart, over clock changes and the turn of the year", (rule, days) => {
    const found = times(rule, "Europe/Berlin", "2024-12-20T00:00:00Z", 40);
    for (let n = 1; n < found.length; n++) {
      expect(found[n]?.slice(11)).toBe("09:00:00");
      expect(Date.parse(`${found[n]?.slice(0, 10)}Z`) - Date.parse(`${found[n - 1]?.slice(0, 10)}Z`)).toBe(days * 86_400_000);
    }
  });
  it("every second week takes both days of the same week", () => {
    const found = utc({ unit: "weeks", every: 2, at: "09:00", weekdays: [0, 1] }, "2025-01-01T00:00:00Z", 5).map((time) =>
      time.slice(0, 10),
    );
    if (new Date(`${found[0]}Z`).getUTCDay() === 0) found.shift();
    expect(Date.parse(`${found[1]}Z`) - Date.parse(`${found[0]}Z`)).toBe(6 * 86_400_000);
    expect(Date.parse(`${found[2]}Z`) - Date.parse(`${found[0]}Z`)).toBe(14 * 86_400_000);
  });
  it("is in the schedule's own zone where it has one", () => {
    const own = trigger.input.parse({ rules: [{ unit: "days", at: "09:00" }], zone: "America/New_York" });
    expect(new Date(trigger.next(own, Date.parse("2025-01-01T00:00:00Z"), "Europe/Berlin") ?? 0).toISOString()).toBe(
      "2025-01-01T14:00:00.000Z",
    );
  });
});

describe("nights when the clock changes", () => {
  const daily = { unit: "days", at: "02:30" };
  it.each([
    ["Europe/Berlin", "2025-03-29T00:00:00Z", ["2025-03-29 02:30:00", "2025-03-30 03:00:00", "2025-03-31 02:30:00"]],
    ["Europe/Berlin", "2025-10-25T00:00:00Z", ["2025-10-25 02:30:00", "2025-10-26 02:30:00", "2025-10-27 02:30:00"]],
    ["America/New_York", "2025-03-08T00:00:00Z", ["2025-03-08 02:30:00", "2025-03-09 03:00:00", "2025-03-10 02:30:00"]],
  ])("half past two in %s after %s comes once each night, late where it is left out", (zone, after, expected) => {
    for (const rule of [daily, cron("30 2 * * *"), cron("0 30 2 * * *"), { unit: "weeks", at: "02:30", weekdays: [0, 1, 2, 3, 4, 5, 6] }])
      expect(times(rule, zone, after, 3)).toEqual(expected);
  });
  it("half past one in New York's doubled hour comes once", () => {
    const own = params({ unit: "days", at: "01:30" });
    const first = trigger.next(own, Date.parse("2025-11-02T04:00:00Z"), "America/New_York") ?? 0;
    expect(new Date(first).toISOString()).toBe("2025-11-02T05:30:00.000Z");
    expect(new Date(trigger.next(own, first, "America/New_York") ?? 0).toISOString()).toBe("2025-11-03T06:30:00.000Z");
  });
  it("a moment inside the doubled hour, after its first half past two, goes on with the next day", () => {
    const own = params({ unit: "days", at: "02:30" });
    expect(new Date(trigger.next(own, Date.parse("2025-10-26T01:10:00Z"), "Europe/Berlin") ?? 0).toISOString()).toBe(
      "2025-10-27T01:30:00.000Z",
    );
  });
  it("midnight that is left out comes at one", () => {
    expect(times({ unit: "days", at: "00:00" }, "America/Sao_Paulo", "2018-11-03T12:00:00Z", 2)).toEqual([
      "2018-11-04 01:00:00",
      "2018-11-05 00:00:00",
    ]);
  });
  it.each([
    ["2025-03-30T00:10:00Z", 30],
    ["2025-10-25T23:40:00Z", 30],
  ])("every half hour stays every half hour after %s", (after, minutes) => {
    for (const rule of [{ unit: "minutes", every: 30 }, cron("*/30 * * * *")]) {
      const own = params(rule);
      let at = trigger.next(own, Date.parse(after), "Europe/Berlin") ?? 0;
      for (let n = 0; n < 8; n++) {
        const next = trigger.next(own, at, "Europe/Berlin") ?? 0;
        expect(next - at).toBe(minutes * 60_000);
        at = next;
      }
    }
  });
  it("every hour runs in both doubled hours and in no left-out one", () => {
    expect(times({ unit: "hours", every: 1 }, "Europe/Berlin", "2025-10-25T23:30:00Z", 4).map((time) => time.slice(11))).toEqual([
      "02:00:00",
      "02:00:00",
      "03:00:00",
      "04:00:00",
    ]);
    expect(times({ unit: "hours", every: 1 }, "Europe/Berlin", "2025-03-29T23:30:00Z", 3).map((time) => time.slice(11))).toEqual([
      "01:00:00",
      "03:00:00",
      "04:00:00",
    ]);
  });
});

describe("a bad rule is refused by name and with a way out", () => {
  it.each([
    ["61 * * * *", /minutes.*'61'.*0 to 59/],
    ["* 25 * * *", /hours.*'25'.*0 to 23/],
    ["* * 32 * *", /day of the month.*'32'.*1 to 31/],
    ["* * * 13 *", /month.*'13'.*1 to 12 or JAN to DEC/],
    ["* * * * 8", /weekday.*'8'.*0 to 7 or SUN to SAT/],
    ["* * * * foo", /weekday.*'foo'/],
    ["60 * * * * *", /seconds.*'60'/],
    ["*/0 * * * *", /minutes.*'\*\/0'/],
    ["30-10 * * * *", /minutes.*from 30 down to 10: write 30-59,0-10/],
    ["a b c d e", /minutes.*'a'/],
    ["* * *", /five fields.*this one has 3/],
    ["", /five fields.*this one has 0/],
    ["* * * * * * *", /five fields.*this one has 7/],
    ["0 0 30 2 *", /never comes/],
    ["@often", /'@often' is not known: use one of @yearly/],
  ])("cron text %j", (text, message) => {
    expect(trigger.input.safeParse({ rules: [cron(text)] }).error?.issues[0]?.message).toMatch(message);
  });
  it.each([
    "0 9 * * MON-FRI",
    "0 9 ? * 1",
    "0 9 1,15 * *",
    "0 9 * JAN-MAR sun",
    "0 0 LW * *",
    "0 0 15W * *",
    "0 9 * * MON#2",
    "5/10 * * * *",
    "  0   9 * * *  ",
    "@DAILY",
  ])("takes %j", (text) => {
    expect(trigger.input.safeParse({ rules: [cron(text)] }).success).toBe(true);
    expect(trigger.next(params(cron(text)), 0, "UTC")).toBeGreaterThan(0);
  });
  it.each([
    [{ rules: [] }],
    [{ rules: [{ unit: "days", at: "25:00" }] }],
    [{ rules: [{ unit: "weeks", weekdays: [] }] }],
    [{ rules: [{ unit: "minutes", every: 0 }] }],
    [{ rules: [{ unit: "months", day: 32 }] }],
    [{ zone: "Mars/Olympus" }],
  ])("%j", (input) => {
    expect(trigger.input.safeParse(input).success).toBe(false);
  });
});

describe("what it says and gives", () => {
  it.each([
    [[{ unit: "minutes", every: 15 }], "Every 15 minutes"],
    [[{ unit: "hours", every: 1, minute: 5 }], "Every hour at 5 minutes past"],
    [[{ unit: "days", at: "09:00" }], "Every day at 09:00"],
    [[{ unit: "weeks", at: "09:00", weekdays: [5, 1, 2, 3, 4] }], "Every weekday at 09:00"],
    [[{ unit: "weeks", at: "07:00", weekdays: [1] }], "Mondays at 07:00"],
    [[{ unit: "weeks", at: "07:00", weekdays: [0, 6, 3] }], "Wednesdays, Saturdays and Sundays at 07:00"],
    [[{ unit: "weeks", every: 2, at: "07:00", weekdays: [1, 4] }], "Every 2 weeks on Monday and Thursday at 07:00"],
    [[{ unit: "months", day: 1, at: "06:00" }], "Every month on day 1 at 06:00"],
    [[{ unit: "days", at: "09:00" }, cron("0 12 * * 1")], "Every day at 09:00, and by the rule 0 12 * * 1"],
  ])("%j reads: %s", (rules, sentence) => {
    expect(trigger.describe?.(params(...rules))).toBe(sentence);
  });
  it("an item has the moment's parts in the zone, as n8n names them", () => {
    expect(trigger.items(Date.UTC(2024, 6, 3, 13, 5, 9), params({ unit: "days" }), "America/New_York")).toEqual([
      {
        json: {
          timestamp: "2024-07-03T09:05:09.000-04:00",
          "Readable date": "July 3rd 2024, 9:05:09 am",
          "Readable time": "9:05:09 am",
          "Day of week": "Wednesday",
          Year: "2024",
          Month: "July",
          "Day of month": "03",
          Hour: "09",
          Minute: "05",
          Second: "09",
          Timezone: "America/New_York (UTC-04:00)",
        },
      },
    ]);
  });
  it("catches up once unless told otherwise", () => {
    expect(trigger.catchUp(trigger.input.parse({}))).toBe("once");
    expect(trigger.catchUp(trigger.input.parse({ catchUp: "all" }))).toBe("all");
  });
});
