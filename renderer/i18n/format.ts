export interface Format {
  /** `14 Nov 2026, 09:30:12` in the workspace's time zone. */
  dateTime: (ms: number) => string;
  /** `14 Nov, 09:30` */
  short: (ms: number) => string;
  /** `09:30` */
  time: (ms: number) => string;
  /** `09:30:12.250` */
  clock: (ms: number) => string;
  /** `2 minutes ago`, `in 3 hours` */
  relative: (ms: number, now: number) => string;
  /** `250 ms`, `1.2 s`, `3 min 5 s` */
  duration: (ms: number) => string;
  number: (value: number) => string;
  /** 0..1 */
  percent: (share: number) => string;
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30],
  ["month", 12],
  ["year", Number.POSITIVE_INFINITY],
];

export function createFormat(language: string, timeZone: string): Format {
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", timeZone });
  const short = new Intl.DateTimeFormat(language, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZone });
  const time = new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone });
  const clock = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
    timeZone,
  });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const units = (["millisecond", "second", "minute", "hour", "day"] as const).map(
    (unit) =>
      [
        unit,
        new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: unit === "second" ? 1 : 0 }),
      ] as const,
  );
  const unit = new Map(units);
  const say = (name: (typeof units)[number][0], value: number): string => unit.get(name)?.format(value) ?? "";

  return {
    dateTime: (ms) => dateTime.format(ms),
    short: (ms) => short.format(ms),
    time: (ms) => time.format(ms),
    clock: (ms) => clock.format(ms),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    relative(ms, now) {
      let value = (ms - now) / 1000;
      // Just now: seconds that jump about say nothing.
      if (Math.abs(value) < 10) return relative.format(0, "second");
      for (const [name, size] of STEPS) {
        if (Math.abs(value) < size) return relative.format(Math.round(value), name);
        value /= size;
      }
      return "";
    },
    duration(ms) {
      if (ms < 1000) return say("millisecond", Math.round(ms));
      if (ms < 60_000) return say("second", ms / 1000);
      const seconds = Math.round(ms / 1000);
      if (seconds < 3600) return `${say("minute", Math.floor(seconds / 60))} ${say("second", seconds % 60)}`;
      if (seconds < 86_400) return `${say("hour", Math.floor(seconds / 3600))} ${say("minute", Math.floor((seconds % 3600) / 60))}`;
      return `${say("day", Math.floor(seconds / 86_400))} ${say("hour", Math.floor((seconds % 86_400) / 3600))}`;
    },
  };
}
