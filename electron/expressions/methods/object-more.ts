import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";
import { toJson } from "../json.ts";
import { ExpressionError } from "../scope.ts";
import { fieldNames, isFields, isNil, ownField, setField, tooDeep, toText } from "../values.ts";
import { type Method, type Methods, method } from "./method.ts";

const MAX_NESTING = 200;

/** What compact() drops: nothing, an empty text, "nil", an object or list without content. */
export function isBlankValue(e: Evaluation, value: unknown): boolean {
  if (isNil(value) || value === "" || value === "nil") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && fieldNames(e, value).length === 0;
}

/** The value without blank fields, at any depth. Lists inside keep their form. */
export function compactFields(e: Evaluation, value: unknown, nesting = 0): unknown {
  e.burn(1);
  if (nesting > MAX_NESTING) throw tooDeep();
  if (Array.isArray(value)) {
    e.alloc(value.length * 8);
    return value.filter((element: unknown) => !isBlankValue(e, element)).map((element: unknown) => compactFields(e, element, nesting + 1));
  }
  if (!isFields(value)) return value;
  return pick(
    e,
    value,
    (_name, field) => !isBlankValue(e, field),
    (field) => compactFields(e, field, nesting + 1),
  );
}

/** A copy with the fields that `keep` wants. */
function pick(
  e: Evaluation,
  from: JsonObject,
  keep: (name: string, value: unknown) => boolean,
  change: (value: unknown) => unknown = (value) => value,
): JsonObject {
  const copy: JsonObject = {};
  for (const name of fieldNames(e, from)) {
    const value = ownField(from, name);
    if (keep(name, value)) setField(copy, name, change(value));
  }
  return copy;
}

/** Copies fields over; those that are there already only if `over`. */
export function mergeFields(e: Evaluation, target: JsonObject, from: JsonObject, over: boolean): void {
  for (const name of fieldNames(e, from)) if (over || !Object.hasOwn(target, name)) setField(target, name, ownField(from, name));
}

function wantedText(value: unknown, name: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new ExpressionError(`${name}() needs the text to look for, as in .${name}("draft").`);
}

const contains = (e: Evaluation, value: unknown, text: string): boolean => {
  if (typeof value !== "string") return false;
  e.burn(value.length >> 3);
  return value.includes(text);
};

const removeField: Method<JsonObject> = (e, object, [field]) => {
  const gone = toText(e, field);
  return Object.hasOwn(object, gone) ? pick(e, object, (name) => name !== gone) : object;
};

function urlEncode(e: Evaluation, object: JsonObject): string {
  const query = new URLSearchParams();
  for (const name of fieldNames(e, object)) {
    const value = toText(e, ownField(object, name));
    e.burn(value.length >> 2);
    e.alloc(value.length * 3);
    query.append(name, value);
  }
  return query.toString();
}

const nothing: Method<JsonObject> = () => undefined;

/** What we add to objects. */
export const objectMore: Methods<JsonObject> = {
  compact: (e, object) => compactFields(e, object),
  hasField: (e, object, [name]) => Object.hasOwn(object, toText(e, name)),
  isEmpty: (e, object) => fieldNames(e, object).length === 0,
  isNotEmpty: (e, object) => fieldNames(e, object).length > 0,
  keepFieldsContaining: (e, object, [text]) => {
    const wanted = wantedText(text, "keepFieldsContaining");
    return pick(e, object, (_name, value) => contains(e, value, wanted));
  },
  removeFieldsContaining: (e, object, [text]) => {
    const wanted = wantedText(text, "removeFieldsContaining");
    return pick(e, object, (_name, value) => !contains(e, value, wanted));
  },
  keys: (e, object) => fieldNames(e, object),
  values: (e, object) => fieldNames(e, object).map((name) => ownField(object, name)),
  removeField,
  delete: removeField,
  toJsonString: (e, object) => toJson(e, object),
  urlEncode,
  toInt: nothing,
  toFloat: nothing,
  toBoolean: nothing,
  toDateTime: nothing,
};

/** JavaScript's own methods of an object. */
export const objectMethods: Methods<JsonObject> = {
  hasOwnProperty: method<JsonObject>((e, object, [name]) => Object.hasOwn(object, toText(e, name))),
  toString: () => "[object Object]",
  toLocaleString: () => "[object Object]",
  valueOf: method<JsonObject>((_e, object) => object),
};
