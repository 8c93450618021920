import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";
import { toJson } from "../json.ts";
import { Identity } from "../methods/identity.ts";
import { concat, fieldNames, isFields, joinText, ownField, same, setField } from "../values.ts";
import { queryFault } from "./lexer.ts";
import { Reference } from "./truth.ts";

type Call = (e: Evaluation, args: readonly unknown[], take: Take) => unknown;

/** Arguments by place, with their type checked. */
class Take {
  private readonly name: string;
  private readonly at: number;
  private readonly args: readonly unknown[];
  constructor(name: string, at: number, args: readonly unknown[]) {
    this.name = name;
    this.at = at;
    this.args = args;
  }
  number(index: number): number {
    const value = this.args[index];
    return typeof value === "number" ? value : this.wrong(index, "a number");
  }
  text(index: number): string {
    const value = this.args[index];
    return typeof value === "string" ? value : this.wrong(index, "a text");
  }
  list(index: number): readonly unknown[] {
    const value = this.args[index];
    return Array.isArray(value) ? value : this.wrong(index, "a list");
  }
  object(index: number): JsonObject {
    const value = this.args[index];
    return isFields(value) ? value : this.wrong(index, "an object");
  }
  reference(index: number): Reference {
    const value = this.args[index];
    return value instanceof Reference ? value : this.wrong(index, "an expression with &");
  }
  numbers(index: number): number[] {
    return this.list(index).map((value) => (typeof value === "number" ? value : this.wrong(index, "a list of numbers")));
  }
  private wrong(index: number, needed: string): never {
    throw queryFault(`${this.name}() needs ${needed} as argument ${index + 1}.`, this.at);
  }
}

const typeOf = (value: unknown): string => {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
};

/** A list in the order of its keys, all of them numbers or all texts. */
function ordered(e: Evaluation, list: readonly unknown[], keyOf: (value: unknown) => unknown): { value: unknown; key: number | string }[] {
  e.burn(list.length * Math.ceil(Math.log2(list.length + 1)) * 4);
  e.alloc(list.length * 32);
  const keyed = list.map((value) => {
    const key = keyOf(value);
    if (typeof key === "string") e.burn(key.length >> 3);
    return { value, key: typeof key === "number" || typeof key === "string" ? key : "" };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

const by = (e: Evaluation, take: Take): { value: unknown; key: number | string }[] =>
  ordered(e, take.list(0), (value) => take.reference(1).each(value));

const itself = (value: unknown): unknown => value;

function contains(e: Evaluation, subject: unknown, wanted: unknown): boolean {
  if (typeof subject === "string") {
    e.burn(subject.length >> 2);
    return typeof wanted === "string" && wanted.length < 1_000 && subject.includes(wanted);
  }
  if (!Array.isArray(subject)) return false;
  const identity = new Identity(e);
  const key = identity.of(wanted);
  return subject.some((element) => same(e, identity.of(element), key));
}

function merge(e: Evaluation, objects: readonly unknown[]): JsonObject {
  const merged: JsonObject = {};
  for (const object of objects)
    if (isFields(object)) for (const name of fieldNames(e, object)) setField(merged, name, ownField(object, name));
  return merged;
}

function toNumber(value: unknown): number | null {
  if (typeof value === "number") return value;
  const number = typeof value === "string" && value.trim() !== "" && value.length < 400 ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? null : number;
}

function reverse(e: Evaluation, value: unknown, take: Take): unknown {
  if (typeof value !== "string") return copied(e, take.list(0)).reverse();
  e.burn(value.length);
  e.alloc(value.length * 4);
  return Array.from(value).reverse().join("");
}

function copied(e: Evaluation, list: readonly unknown[]): unknown[] {
  e.burn(list.length);
  e.alloc(list.length * 8);
  return [...list];
}

const FUNCTIONS: Readonly<Record<string, Call>> = {
  abs: (_e, _args, take) => Math.abs(take.number(0)),
  avg: (e, _args, take) => {
    const numbers = copied(e, take.numbers(0));
    return numbers.length === 0 ? null : take.numbers(0).reduce((sum, value) => sum + value, 0) / numbers.length;
  },
  ceil: (_e, _args, take) => Math.ceil(take.number(0)),
  contains: (e, [subject, wanted]) => contains(e, subject, wanted),
  ends_with: (_e, _args, take) => take.text(0).endsWith(take.text(1)),
  floor: (_e, _args, take) => Math.floor(take.number(0)),
  join: (e, _args, take) => joinText(e, take.list(1), take.text(0)),
  keys: (e, _args, take) => fieldNames(e, take.object(0)),
  length: (e, [value], take) => {
    if (typeof value === "string") return value.length;
    return Array.isArray(value) ? value.length : fieldNames(e, take.object(0)).length;
  },
  map: (e, _args, take) => copied(e, take.list(1)).map((value) => take.reference(0).each(value) ?? null),
  max: (e, _args, take) => ordered(e, take.list(0), itself).at(-1)?.value ?? null,
  max_by: (e, _args, take) => by(e, take).at(-1)?.value ?? null,
  merge: (e, objects) => merge(e, objects),
  min: (e, _args, take) => ordered(e, take.list(0), itself)[0]?.value ?? null,
  min_by: (e, _args, take) => by(e, take)[0]?.value ?? null,
  not_null: (_e, values) => values.find((value) => value !== null && value !== undefined) ?? null,
  reverse: (e, [value], take) => reverse(e, value, take),
  sort: (e, _args, take) => ordered(e, take.list(0), itself).map(({ value }) => value),
  sort_by: (e, _args, take) => by(e, take).map(({ value }) => value),
  starts_with: (_e, _args, take) => take.text(0).startsWith(take.text(1)),
  sum: (e, _args, take) => {
    e.burn(take.list(0).length);
    return take.numbers(0).reduce((sum, value) => sum + value, 0);
  },
  to_array: (_e, [value]) => (Array.isArray(value) ? value : [value]),
  to_number: (_e, [value]) => toNumber(value),
  to_string: (e, [value]) => (typeof value === "string" ? concat(e, value, "") : toJson(e, value)),
  type: (_e, [value]) => typeOf(value),
  values: (e, _args, take) => {
    const object = take.object(0);
    return fieldNames(e, object).map((name) => ownField(object, name));
  },
};

export function callFunction(e: Evaluation, call: { name: string; at: number }, args: readonly unknown[]): unknown {
  const run = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  if (!run) throw queryFault(`there is no function ${call.name}().`, call.at);
  e.burn(5);
  return run(e, args, new Take(call.name, call.at, args));
}
