import type { Evaluation } from "../budget.ts";
import { PlainFault } from "../fault.ts";
import { formatNumber } from "../intl.ts";
import { momentFromNumber } from "../moment.ts";
import { ExpressionError } from "../scope.ts";
import { toInteger, toText } from "../values.ts";
import type { Method, Methods } from "./method.ts";

function round(e: Evaluation, number: number, decimals: unknown): number {
  const places = toInteger(e, decimals);
  if (places < 0 || places > 100) throw new PlainFault("decimals are between 0 and 100");
  e.burn(10);
  return Number(number.toFixed(places));
}

const isEven = (number: number, name: string): boolean => {
  if (!Number.isInteger(number)) throw new ExpressionError(`${name}() works on whole numbers only.`);
  return number % 2 === 0;
};

const itself: Method<number> = (_e, number) => number;

/** What we add to numbers. */
export const numberMore: Methods<number> = {
  abs: (_e, number) => Math.abs(number),
  ceil: (_e, number) => Math.ceil(number),
  floor: (_e, number) => Math.floor(number),
  round: (e, number, [decimals]) => round(e, number, decimals),
  format: (e, number, [locale, options]) => formatNumber(e, number, locale, options),
  isEven: (_e, number) => isEven(number, "isEven"),
  isOdd: (_e, number) => !isEven(number, "isOdd"),
  isInteger: (_e, number) => Number.isInteger(number),
  toBoolean: (_e, number) => number !== 0,
  toDateTime: (e, number, [format]) => {
    const shape = format === undefined ? "ms" : toText(e, format);
    if (shape !== "ms" && shape !== "s" && shape !== "us" && shape !== "excel") {
      throw new ExpressionError(`toDateTime() does not know '${shape.slice(0, 40)}'. Use ms, s, us or excel.`);
    }
    return momentFromNumber(e, number, shape);
  },
  toInt: (e, number) => round(e, number, 0),
  toFloat: itself,
  toNumber: itself,
};

const oneOrZero: Method<boolean> = (_e, value) => (value ? 1 : 0);

/** What we add to true and false. */
export const booleanMore: Methods<boolean> = {
  toBoolean: (_e, value) => value,
  toInt: oneOrZero,
  toFloat: oneOrZero,
  toNumber: oneOrZero,
  toDateTime: () => undefined,
};
