import { DateTime } from "luxon";
import { userError } from "#shared/model/failure.ts";
import { type Converted, convert, toText } from "../values/convert.ts";
import { isRecord } from "../values/path.ts";
import { plainRule } from "./plain.ts";
import { userPattern } from "./regex.ts";
import type { Conditions, Rule, RuleType } from "./schema.ts";
import { UNARY } from "./schema.ts";

const article = (noun: string): string => `${"aeiou".includes(noun[0] ?? "") ? "an" : "a"} ${noun}`;
const typeOf = (value: unknown): string => (Array.isArray(value) ? "array" : DateTime.isDateTime(value) ? "dateTime" : typeof value);

/** Dates are text on wires, so a text that reads as a date is one even where types are strict. */
function isOfType(value: unknown, type: RuleType): boolean {
  if (type === "dateTime") return true;
  return type === "object" ? isRecord(value) : typeOf(value) === type;
}

function read(value: unknown, type: RuleType | "any", strict: boolean, zone: string): Converted {
  if (type === "any" || value === null || value === undefined) return { ok: true, value };
  if (strict && !isOfType(value, type)) return { ok: false };
  const converted = convert(value, type, zone);
  // Whatever is no plain yes or no still counts as one where types are converted: a filled text is true.
  if (!converted.ok && type === "boolean" && !strict) return { ok: true, value: Boolean(value) };
  return converted;
}

function rightType(rule: Rule): RuleType | "any" {
  if (rule.type === "array") return rule.operation.startsWith("length") ? "number" : "any";
  return rule.type;
}

function wrong(rule: Rule, value: unknown, type: string, strict: boolean, where: string): Error {
  const from = typeOf(value).toLowerCase();
  const message = strict
    ? `Wrong type: '${toText(value)}' is ${article(from)} but was expecting ${article(type)} ${where}`
    : `Conversion error: the ${from} '${toText(value)}' can't be converted to ${article(type)} ${where}`;
  return userError(message, {
    name: "ConditionError",
    fix: strict
      ? "Switch on 'Convert types', or choose the type that the value has."
      : `Give it a value that reads as ${article(rule.type)}.`,
  });
}

/** Throws StepError for a value of the wrong type, an unreadable pattern or an unknown operation. */
function checkRule(rule: Rule, options: Conditions, zone: string, at: number, index: number): boolean {
  if (options.types === "plain") return plainRule(rule, zone);
  const strict = options.types === "strict";
  const left = read(rule.left, rule.type, strict, zone);
  if (!left.ok) throw wrong(rule, rule.left, rule.type, strict, `[condition ${at}, item ${index}]`);
  const right: Converted = UNARY.has(rule.operation) ? { ok: true, value: undefined } : read(rule.right, rightType(rule), strict, zone);
  if (!right.ok) throw wrong(rule, rule.right, rightType(rule), strict, `[condition ${at}, item ${index}]`);
  return compare(rule, left.value, right.value, options.ignoreCase);
}

/** Whether the conditions hold for one item; `index` is named in errors. No rule at all holds. */
export function checkConditions(conditions: Conditions, zone: string, index: number): boolean {
  const { rules, match } = conditions;
  if (rules.length === 0) return true;
  // Every rule is looked at, so that a value of the wrong type is told whatever the others say.
  let met = 0;
  for (const [at, rule] of rules.entries()) {
    if (checkRule(rule, conditions, zone, at, index)) met++;
  }
  return match === "all" ? met === rules.length : met > 0;
}

function compare(rule: Rule, left: unknown, right: unknown, ignoreCase: boolean): boolean {
  const there = left !== undefined && left !== null && !Number.isNaN(left);
  if (rule.operation === "exists") return there;
  if (rule.operation === "notExists") return !there;
  switch (rule.type) {
    case "any":
      return rule.operation === "empty" ? !there || left === "" : there && left !== "";
    case "string":
      return compareText(rule, toText(left), toText(right), ignoreCase);
    case "number":
      return compareNumber(rule.operation, left, right, there);
    case "dateTime":
      return compareDate(rule.operation, left, right);
    case "boolean":
      return compareBoolean(rule.operation, left, right, there);
    case "array":
      return compareList(rule.operation, Array.isArray(left) ? left : [], right, ignoreCase);
    case "object": {
      const filled = isRecord(left) && Object.keys(left).length > 0;
      if (rule.operation === "empty") return !filled;
      if (rule.operation === "notEmpty") return filled;
      throw unknownOperation(rule.type, rule.operation);
    }
  }
}

const unknownOperation = (type: string, operation: string): Error =>
  userError(`'${operation}' is no comparison for ${type} values`, {
    field: "conditions",
    fix: "Choose one of the comparisons that the form offers.",
  });

function compareText(rule: Rule, rawLeft: string, rawRight: string, ignoreCase: boolean): boolean {
  if (rule.operation === "regex") return userPattern(rawRight, ignoreCase).test(rawLeft);
  if (rule.operation === "notRegex") return !userPattern(rawRight, ignoreCase).test(rawLeft);
  const left = ignoreCase ? rawLeft.toLowerCase() : rawLeft;
  const right = ignoreCase ? rawRight.toLowerCase() : rawRight;
  switch (rule.operation) {
    case "empty":
      return left === "";
    case "notEmpty":
      return left !== "";
    case "equals":
      return left === right;
    case "notEquals":
      return left !== right;
    case "contains":
      return left.includes(right);
    case "notContains":
      return !left.includes(right);
    case "startsWith":
      return left.startsWith(right);
    case "notStartsWith":
      return !left.startsWith(right);
    case "endsWith":
      return left.endsWith(right);
    case "notEndsWith":
      return !left.endsWith(right);
    default:
      throw unknownOperation("string", rule.operation);
  }
}

/** A missing number compares as JavaScript has it: null as 0, undefined with nothing. */
const asNumber = (value: unknown): number => (value === null ? 0 : typeof value === "number" ? value : Number.NaN);

function compareNumber(operation: string, left: unknown, right: unknown, there: boolean): boolean {
  switch (operation) {
    case "empty":
      return !there;
    case "notEmpty":
      return there;
    case "equals":
      return left === right;
    case "notEquals":
      return left !== right;
    case "gt":
      return asNumber(left) > asNumber(right);
    case "lt":
      return asNumber(left) < asNumber(right);
    case "gte":
      return asNumber(left) >= asNumber(right);
    case "lte":
      return asNumber(left) <= asNumber(right);
    default:
      throw unknownOperation("number", operation);
  }
}

function compareDate(operation: string, left: unknown, right: unknown): boolean {
  if (operation === "empty") return !DateTime.isDateTime(left);
  if (operation === "notEmpty") return DateTime.isDateTime(left);
  if (!DateTime.isDateTime(left) || !DateTime.isDateTime(right)) return false;
  const difference = left.toMillis() - right.toMillis();
  switch (operation) {
    case "equals":
      return difference === 0;
    case "notEquals":
      return difference !== 0;
    case "after":
      return difference > 0;
    case "before":
      return difference < 0;
    case "afterOrEquals":
      return difference >= 0;
    case "beforeOrEquals":
      return difference <= 0;
    default:
      throw unknownOperation("dateTime", operation);
  }
}

function compareBoolean(operation: string, left: unknown, right: unknown, there: boolean): boolean {
  switch (operation) {
    case "empty":
      return !there;
    case "notEmpty":
      return there;
    case "true":
      return left === true;
    case "false":
      return left !== true;
    case "equals":
      return left === right;
    case "notEquals":
      return left !== right;
    default:
      throw unknownOperation("boolean", operation);
  }
}

function compareList(operation: string, left: readonly unknown[], right: unknown, ignoreCase: boolean): boolean {
  const wanted = ignoreCase && typeof right === "string" ? right.toLowerCase() : right;
  const has = (): boolean => left.some((entry) => (ignoreCase && typeof entry === "string" ? entry.toLowerCase() : entry) === wanted);
  const length = asNumber(right);
  switch (operation) {
    case "empty":
      return left.length === 0;
    case "notEmpty":
      return left.length > 0;
    case "contains":
      return has();
    case "notContains":
      return !has();
    case "lengthEquals":
      return left.length === length;
    case "lengthNotEquals":
      return left.length !== length;
    case "lengthGt":
      return left.length > length;
    case "lengthLt":
      return left.length < length;
    case "lengthGte":
      return left.length >= length;
    case "lengthLte":
      return left.length <= length;
    default:
      throw unknownOperation("array", operation);
  }
}
