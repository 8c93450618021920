import { userError } from "#shared/model/failure.ts";
import { toDateTime, toText } from "../values/convert.ts";
import { isRecord } from "../values/path.ts";
import { userPattern } from "./regex.ts";
import type { Rule } from "./schema.ts";

/** Number as JavaScript compares it, with nothing and empty text as 0. */
const number = (value: unknown): number => (isRecord(value) ? Number.NaN : Number(value || 0));

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || Number.isNaN(value)) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function millis(value: unknown, zone: string): number {
  if (typeof value === "number") return value;
  const date = toDateTime(value, zone);
  if (!date) throw userError(`'${toText(value)}' is not a valid date`, { name: "ConditionError", fix: "Give it a date, e.g. 2026-05-31." });
  return date.toMillis();
}

/** A rule of the oldest imported conditions: no types are checked, texts are compared as texts, dates as instants. */
export function plainRule(rule: Rule, zone: string): boolean {
  const { left, right } = rule;
  const text = (): [string, string] => [toText(left || ""), toText(right || "")];
  switch (rule.operation) {
    case "exists":
    case "notEmpty":
      return !isEmpty(left);
    case "notExists":
    case "empty":
      return isEmpty(left);
    case "equals":
      return rule.type === "dateTime" ? millis(left, zone) === millis(right, zone) : left === right;
    case "notEquals":
      return rule.type === "dateTime" ? millis(left, zone) !== millis(right, zone) : left !== right;
    case "contains":
      return text()[0].includes(text()[1]);
    case "notContains":
      return !text()[0].includes(text()[1]);
    case "startsWith":
      return text()[0].startsWith(text()[1]);
    case "notStartsWith":
      return !text()[0].startsWith(text()[1]);
    case "endsWith":
      return text()[0].endsWith(text()[1]);
    case "notEndsWith":
      return !text()[0].endsWith(text()[1]);
    case "regex":
      return userPattern(text()[1], false).test(text()[0]);
    case "notRegex":
      return !userPattern(text()[1], false).test(text()[0]);
    case "gt":
      return number(left) > number(right);
    case "gte":
      return number(left) >= number(right);
    case "lt":
      return number(left) < number(right);
    case "lte":
      return number(left) <= number(right);
    case "after":
      return millis(left || 0, zone) > millis(right || 0, zone);
    case "before":
      return millis(left || 0, zone) < millis(right || 0, zone);
    default:
      throw userError(`'${rule.operation}' is no comparison for ${rule.type} values`, { field: "conditions" });
  }
}
