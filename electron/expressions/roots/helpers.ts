import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";
import { max, min } from "../globals/math.ts";
import type { Args } from "../host.ts";
import { search } from "../jmespath/search.ts";
import { ExpressionError } from "../scope.ts";
import { fieldNames, isFields, isNil, setField, toKey, toNumber, toText } from "../values.ts";

function average(e: Evaluation, values: Args): number {
  e.burn(values.length);
  const numbers = values.map((value) => {
    if (typeof value !== "number") throw new ExpressionError("$average() works on numbers only.");
    return value;
  });
  return numbers.length === 0 ? 0 : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

function ifEmpty(e: Evaluation, args: Args): unknown {
  if (args.length !== 2) throw new ExpressionError("$ifEmpty() needs a value and what stands in for it: $ifEmpty(value, instead).");
  const [value, instead] = args;
  const empty =
    isNil(value) || value === "" || (Array.isArray(value) && value.length === 0) || (isFields(value) && fieldNames(e, value).length === 0);
  return empty ? instead : value;
}

function choose(_e: Evaluation, [test, yes, no = false]: Args): unknown {
  return test ? yes : no;
}

/** All whole steps from one number to another, in either direction. */
function numberList(e: Evaluation, [from, to]: Args): number[] {
  const [start, end] = [toNumber(e, from), toNumber(e, to)];
  const size = Math.floor(Math.abs(end - start)) + 1;
  e.burn(size);
  e.alloc(size * 8);
  return Array.from({ length: size }, (_none, index) => (start < end ? start + index : start - index));
}

function zip(e: Evaluation, [keys, values]: Args): JsonObject {
  if (!Array.isArray(keys) || !Array.isArray(values)) throw new ExpressionError("zip() needs two arrays.");
  if (keys.length !== values.length) throw new ExpressionError("zip() needs two arrays of the same length.");
  e.burn(keys.length);
  e.alloc(keys.length * 32);
  const zipped: JsonObject = {};
  const second: Args = values;
  keys.forEach((key: unknown, index) => {
    setField(zipped, toKey(e, key), second[index]);
  });
  return zipped;
}

/** Functions that stand under a name of their own. */
export const HELPERS: Readonly<Record<string, (e: Evaluation, args: Args) => unknown>> = {
  $if: choose,
  $ifEmpty: ifEmpty,
  $min: min,
  $max: max,
  $average: average,
  $not: (_e, [value]) => !value,
  $jmespath: (e, [value, query]) => search(e, value, toText(e, query)),
  $jmesPath: (e, [value, query]) => search(e, value, toText(e, query)),
  numberList,
  zip,
};
