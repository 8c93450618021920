import { group, type Mapper, record } from "../mapper.ts";

const number = (value: unknown, otherwise: number, name: string, partial: string[]): number => {
  if (value === undefined) return otherwise;
  const read = Number(value);
  if (Number.isFinite(read)) return read;
  partial.push(`${name} is ${JSON.stringify(value)}, taken as ${otherwise}`);
  return otherwise;
};

const clock = (hour: number, minute: number): string => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;

/** Schedule Trigger 1 to 1.3. */
export const scheduleTrigger: Mapper = ({ parameters }) => {
  const partial: string[] = [];
  const given = group(record(parameters.rule), "interval");
  const rules = (given.length > 0 ? given : [{}]).map((rule) => {
    const read = (name: string, otherwise: number): number => number(rule[name], otherwise, name, partial);
    const at = clock(read("triggerAtHour", 0), read("triggerAtMinute", 0));
    switch (rule.field) {
      case "seconds":
        return { unit: "seconds", every: read("secondsInterval", 30) };
      case "minutes":
        return { unit: "minutes", every: read("minutesInterval", 5) };
      case "hours":
        return { unit: "hours", every: read("hoursInterval", 1), minute: read("triggerAtMinute", 0) };
      case "weeks": {
        const days = Array.isArray(rule.triggerAtDay) ? rule.triggerAtDay.map(Number) : [0];
        return { unit: "weeks", every: read("weeksInterval", 1), at, weekdays: days };
      }
      case "months":
        return { unit: "months", every: read("monthsInterval", 1), at, day: read("triggerAtDayOfMonth", 1) };
      case "cronExpression":
        return { unit: "cron", cron: typeof rule.expression === "string" ? rule.expression.replace(/^=/, "") : "" };
      default:
        return { unit: "days", every: read("daysInterval", 1), at };
    }
  });
  return { type: "core.schedule", params: { rules }, ...(partial.length > 0 ? { partial } : {}) };
};
