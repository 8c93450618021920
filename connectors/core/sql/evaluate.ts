import type { JsonObject } from "#shared/model/item.ts";
import { toText } from "../values/convert.ts";
import type { Expr } from "./parse.ts";
import { atPlace } from "./tokens.ts";

/** One row of the joined tables, by alias; `undefined` where an outer join found nothing. */
export type Row = ReadonlyMap<string, JsonObject | undefined>;
/** The rows that an expression is about: one, or those of a group. */
export interface Scope {
  row: Row;
  group?: readonly Row[] | undefined;
  query: string;
}

const own = (from: unknown, key: string): unknown =>
  typeof from === "object" && from !== null && Object.hasOwn(from, key) ? (Reflect.get(from, key) as unknown) : undefined;
const missing = (value: unknown): value is null | undefined => value === null || value === undefined;

function column(row: Row, table: string | undefined, path: readonly string[]): unknown {
  const [first = "", ...rest] = path;
  if (table !== undefined && row.has(table)) return [first, ...rest].reduce<unknown>(own, row.get(table));
  // No such table: then it is a field of a column.
  const whole = table === undefined ? path : [table, ...path];
  const [name = ""] = whole;
  const holder = [...row.values()].find((json) => json !== undefined && Object.hasOwn(json, name));
  return whole.reduce<unknown>(own, holder);
}

/** As the SQL of spreadsheets and scripts does: `"4"` and 4 are equal, nothing equals null. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (missing(a) || missing(b)) return false;
  if (typeof a === typeof b && typeof a !== "object") return a === b;
  return toText(a) === toText(b);
}

/** Numbers by size, all else by its text; null stands first. */
export function order(a: unknown, b: unknown): number {
  if (missing(a) || missing(b)) return (missing(a) ? 0 : 1) - (missing(b) ? 0 : 1);
  const [left, right] = [Number(a), Number(b)];
  const numbers = toText(a).trim() !== "" && toText(b).trim() !== "" && !Number.isNaN(left) && !Number.isNaN(right);
  if (numbers) return left - right;
  const [x, y] = [toText(a), toText(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function like(text: string, pattern: string): boolean {
  // Two fingers: where the last % was met, and what it may still take in. No pattern takes longer than both lengths together.
  const [signs, marks] = [text.toLowerCase(), pattern.toLowerCase()];
  let [at, mark, star, from] = [0, 0, -1, 0];
  while (at < signs.length) {
    if (marks[mark] === "%") {
      star = mark++;
      from = at;
    } else if (mark < marks.length && (marks[mark] === "_" || marks[mark] === signs[at])) {
      mark++;
      at++;
    } else if (star >= 0) {
      mark = star + 1;
      at = ++from;
    } else return false;
  }
  while (marks[mark] === "%") mark++;
  return mark === marks.length;
}

const number = (value: unknown): number | null => (missing(value) || Number.isNaN(Number(value)) ? null : Number(value));

function cast(value: unknown, type: string): unknown {
  if (/^(?:STR|TEXT|VARCHAR|CHAR|NVARCHAR)/.test(type)) return toText(value);
  if (type.startsWith("INT")) return Math.trunc(Number(value));
  return type.startsWith("BOOL") ? Boolean(value) : number(value);
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number | null>> = {
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? null : a / b),
  "%": (a, b) => (b === 0 ? null : a % b),
};

const FUNCTIONS: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
  UPPER: (a) => (missing(a) ? null : toText(a).toUpperCase()),
  LOWER: (a) => (missing(a) ? null : toText(a).toLowerCase()),
  TRIM: (a) => (missing(a) ? null : toText(a).trim()),
  LENGTH: (a) => (missing(a) ? null : Array.isArray(a) ? a.length : toText(a).length),
  SUBSTRING: (a, from, count) =>
    missing(a) ? null : toText(a).substring(Number(from) - 1, count === undefined ? undefined : Number(from) - 1 + Number(count)),
  REPLACE: (a, from, to) => (missing(a) ? null : toText(a).replaceAll(toText(from), toText(to))),
  CONCAT: (...all) => all.map(toText).join(""),
  COALESCE: (...all) => all.find((one) => !missing(one)) ?? null,
  NULLIF: (a, b) => (sameValue(a, b) ? null : a),
  IIF: (a, b, c) => (a ? b : c),
  ABS: (a) => (number(a) === null ? null : Math.abs(Number(a))),
  FLOOR: (a) => (number(a) === null ? null : Math.floor(Number(a))),
  CEIL: (a) => (number(a) === null ? null : Math.ceil(Number(a))),
  ROUND: (a, digits = 0) => (number(a) === null ? null : Math.round(Number(a) * 10 ** Number(digits)) / 10 ** Number(digits)),
  CAST: (a, type) => (missing(a) ? null : cast(a, toText(type))),
};
const ALIASES: Readonly<Record<string, string>> = {
  LEN: "LENGTH",
  SUBSTR: "SUBSTRING",
  MID: "SUBSTRING",
  IFNULL: "COALESCE",
  ISNULL: "COALESCE",
  IF: "IIF",
  CEILING: "CEIL",
};

const AGGREGATES: Readonly<Record<string, (values: readonly unknown[]) => unknown>> = {
  COUNT: (values) => values.length,
  SUM: (values) => values.reduce<number>((sum, one) => sum + (number(one) ?? 0), 0),
  AVG: (values) => (values.length === 0 ? null : values.reduce<number>((sum, one) => sum + (number(one) ?? 0), 0) / values.length),
  MIN: (values) => values.reduce<unknown>((least, one) => (least === undefined || order(one, least) < 0 ? one : least), undefined),
  MAX: (values) => values.reduce<unknown>((most, one) => (most === undefined || order(one, most) > 0 ? one : most), undefined),
  FIRST: (values) => values[0],
  LAST: (values) => values.at(-1),
  ARRAY: (values) => [...values],
  GROUP_CONCAT: (values) => values.map(toText).join(","),
};

/** Whether an expression is about a group of rows. */
export function aggregates(expr: Expr | undefined): boolean {
  if (expr === undefined) return false;
  switch (expr.kind) {
    case "call":
      return Object.hasOwn(AGGREGATES, expr.name) || expr.args.some(aggregates);
    case "binary":
      return aggregates(expr.left) || aggregates(expr.right);
    case "not":
    case "minus":
    case "null":
      return aggregates(expr.of);
    case "case":
      return (
        aggregates(expr.base) || aggregates(expr.otherwise) || expr.whens.some(({ when, gives }) => aggregates(when) || aggregates(gives))
      );
    case "in":
      return aggregates(expr.of) || expr.list.some(aggregates);
    case "between":
      return [expr.of, expr.low, expr.high].some(aggregates);
    case "like":
      return aggregates(expr.of) || aggregates(expr.pattern);
    case "value":
    case "column":
      return false;
  }
}

function call(expr: Extract<Expr, { kind: "call" }>, scope: Scope): unknown {
  const { name, args, distinct, star, at } = expr;
  const aggregate = Object.hasOwn(AGGREGATES, name) ? AGGREGATES[name] : undefined;
  if (aggregate) {
    const rows = scope.group ?? [scope.row];
    if (star) return rows.length;
    const [of] = args;
    if (!of) throw atPlace(scope.query, at, `${name} of what is not said`);
    const values = rows.map((row) => evaluate(of, { row, query: scope.query })).filter((value) => !missing(value));
    return aggregate(distinct ? [...new Map(values.map((value) => [toText(value), value])).values()] : values);
  }
  const known = ALIASES[name] ?? name;
  const work = Object.hasOwn(FUNCTIONS, known) ? FUNCTIONS[known] : undefined;
  if (!work)
    throw atPlace(scope.query, at, `there is no function ${name}`, `Known are ${Object.keys({ ...AGGREGATES, ...FUNCTIONS }).join(", ")}.`);
  return work(...args.map((arg) => evaluate(arg, scope)));
}

function binary({ op, left, right }: Extract<Expr, { kind: "binary" }>, scope: Scope): unknown {
  const a = evaluate(left, scope);
  if (op === "AND") return Boolean(a) && Boolean(evaluate(right, scope));
  if (op === "OR") return Boolean(a) || Boolean(evaluate(right, scope));
  const b = evaluate(right, scope);
  if (op === "=" || op === "==") return sameValue(a, b);
  if (missing(a) || missing(b)) return op === "||" || Object.hasOwn(ARITHMETIC, op) || op === "+" ? null : false;
  if (op === "<>" || op === "!=") return !sameValue(a, b);
  if (op === "||") return toText(a) + toText(b);
  if (op === "+") return typeof a === "string" || typeof b === "string" ? toText(a) + toText(b) : Number(a) + Number(b);
  const compute = Object.hasOwn(ARITHMETIC, op) ? ARITHMETIC[op] : undefined;
  if (compute) {
    const [x, y] = [number(a), number(b)];
    return x === null || y === null ? null : compute(x, y);
  }
  const sign = order(a, b);
  return op === "<" ? sign < 0 : op === "<=" ? sign <= 0 : op === ">" ? sign > 0 : sign >= 0;
}

export function evaluate(expr: Expr, scope: Scope): unknown {
  switch (expr.kind) {
    case "value":
      return expr.value;
    case "column":
      return column(scope.row, expr.table, expr.path);
    case "binary":
      return binary(expr, scope);
    case "not":
      return !evaluate(expr.of, scope);
    case "minus": {
      const value = number(evaluate(expr.of, scope));
      return value === null ? null : -value;
    }
    case "call":
      return call(expr, scope);
    case "case": {
      const { base } = expr;
      const value = base && evaluate(base, scope);
      const found = expr.whens.find(({ when }) => (base ? sameValue(value, evaluate(when, scope)) : Boolean(evaluate(when, scope))));
      if (found) return evaluate(found.gives, scope);
      return expr.otherwise ? evaluate(expr.otherwise, scope) : null;
    }
    case "in": {
      const value = evaluate(expr.of, scope);
      return !missing(value) && expr.list.some((one) => sameValue(value, evaluate(one, scope))) !== expr.not;
    }
    case "between": {
      const value = evaluate(expr.of, scope);
      if (missing(value)) return false;
      return (order(value, evaluate(expr.low, scope)) >= 0 && order(value, evaluate(expr.high, scope)) <= 0) !== expr.not;
    }
    case "like": {
      const value = evaluate(expr.of, scope);
      return !missing(value) && like(toText(value), toText(evaluate(expr.pattern, scope))) !== expr.not;
    }
    case "null":
      return missing(evaluate(expr.of, scope)) !== expr.not;
  }
}
