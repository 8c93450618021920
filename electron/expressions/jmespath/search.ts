import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";
import { Memo } from "../memo.ts";
import { Identity } from "../methods/identity.ts";
import { ExpressionError } from "../scope.ts";
import { fieldNames, isFields, ownField, setField } from "../values.ts";
import { callFunction } from "./functions.ts";
import { type Comparison, parseQuery, type Query } from "./parser.ts";
import { isTrue, Reference } from "./truth.ts";

const MAX_QUERY = 2_000;
const queries = new Memo<Query>(200);

/** A JMESPath query over data; null where nothing is found. Every element that is looked at is paid for. */
export function search(e: Evaluation, data: unknown, query: string): unknown {
  if (typeof data !== "object" || data === null) throw new ExpressionError("$jmespath() needs an object or a list, and a query.");
  if (query.length > MAX_QUERY) throw new ExpressionError("This JMESPath query is too long.");
  return run(e, queries.get(query) ?? queries.set(query, parseQuery(query)), data);
}

function run(e: Evaluation, query: Query, on: unknown): unknown {
  e.burn(6);
  switch (query.kind) {
    case "current":
      return on;
    case "literal":
      return literal(e, query.value);
    case "field":
      return isFields(on) ? (ownField(on, query.name) ?? null) : null;
    case "index":
      return Array.isArray(on) ? (on.at(query.index) ?? null) : null;
    case "slice":
      return Array.isArray(on) ? slice(e, on, query) : null;
    case "then":
      return run(e, query.right, run(e, query.left, on));
    case "project":
      return project(e, query, on);
    case "or": {
      const left = run(e, query.left, on);
      return isTrue(left) ? left : run(e, query.right, on);
    }
    case "and": {
      const left = run(e, query.left, on);
      return isTrue(left) ? run(e, query.right, on) : left;
    }
    case "not":
      return !isTrue(run(e, query.of, on));
    case "compare":
      return compare(e, query.sign, run(e, query.left, on), run(e, query.right, on));
    case "list":
      if (on === null) return null;
      e.alloc(query.of.length * 8 + 16);
      return query.of.map((part) => run(e, part, on));
    case "object":
      return on === null ? null : object(e, query.of, on);
    case "function":
      return callFunction(
        e,
        query,
        query.args.map((arg) => (arg.kind === "reference" ? referenceTo(e, arg.of) : run(e, arg, on))),
      );
    case "reference":
      throw new ExpressionError("JMESPath: & works in the arguments of a function only.");
  }
}

const referenceTo = (e: Evaluation, query: Query): Reference => new Reference((value) => run(e, query, value));

/** Queries are kept between evaluations, what they hand out is not. */
function literal(e: Evaluation, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  e.burn(MAX_QUERY >> 2);
  e.alloc(MAX_QUERY);
  return structuredClone(value);
}

function object(e: Evaluation, parts: readonly { name: string; value: Query }[], on: unknown): JsonObject {
  e.alloc(parts.length * 16 + 32);
  const made: JsonObject = {};
  for (const { name, value } of parts) setField(made, name, run(e, value, on));
  return made;
}

function slice(
  e: Evaluation,
  list: readonly unknown[],
  { from, to, step }: { from: number | undefined; to: number | undefined; step: number },
): unknown[] {
  const size = list.length;
  const bound = (value: number, low: number, high: number) => Math.min(Math.max(value < 0 ? value + size : value, low), high);
  const part: unknown[] = [];
  if (step > 0) for (let i = bound(from ?? 0, 0, size); i < bound(to ?? size, 0, size); i += step) part.push(list[i]);
  else
    for (let i = bound(from ?? size - 1, -1, size - 1); i > (to === undefined ? -1 : bound(to, -1, size - 1)); i += step)
      part.push(list[i]);
  e.burn(part.length);
  e.alloc(part.length * 8);
  return part;
}

function project(e: Evaluation, query: Extract<Query, { kind: "project" }>, on: unknown): unknown {
  const elements = listed(e, query.what, run(e, query.over, on));
  if (!elements) return null;
  const found: unknown[] = [];
  for (const element of elements) {
    e.burn(1);
    if (query.where && !isTrue(run(e, query.where, element))) continue;
    const value = run(e, query.each, element);
    if (value === null || value === undefined) continue;
    e.alloc(8);
    found.push(value);
  }
  return found;
}

function listed(e: Evaluation, what: "list" | "values" | "flat" | "filter", over: unknown): readonly unknown[] | undefined {
  if (what === "values") return isFields(over) ? fieldNames(e, over).map((name) => ownField(over, name)) : undefined;
  if (!Array.isArray(over)) return undefined;
  if (what !== "flat") return over;
  const flat: unknown[] = [];
  for (const element of over) {
    const part: readonly unknown[] = Array.isArray(element) ? element : [element];
    e.burn(part.length);
    e.alloc(part.length * 8);
    for (const one of part) flat.push(one);
  }
  return flat;
}

function compare(e: Evaluation, sign: Comparison, left: unknown, right: unknown): boolean | null {
  if (sign === "==" || sign === "!=") {
    const identity = new Identity(e);
    return (identity.of(left) === identity.of(right)) === (sign === "==");
  }
  if (typeof left !== "number" || typeof right !== "number") return null;
  switch (sign) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}
