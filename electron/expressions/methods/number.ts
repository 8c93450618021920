import type { Evaluation } from "../budget.ts";
import { PlainFault } from "../fault.ts";
import { formatNumber } from "../intl.ts";
import { toInteger } from "../values.ts";
import { type Methods, method } from "./method.ts";

/** A count of digits within what JavaScript takes. */
function digits(e: Evaluation, value: unknown, least: number): number {
  const count = toInteger(e, value);
  if (count < least || count > 100) throw new PlainFault(`digits must be between ${least} and 100`);
  e.burn(20);
  e.alloc(128);
  return count;
}

/** JavaScript's own methods of a number. */
export const numberMethods: Methods<number> = {
  toExponential: (e, number, [count]) => number.toExponential(count === undefined ? undefined : digits(e, count, 0)),
  toFixed: (e, number, [count]) => number.toFixed(digits(e, count, 0)),
  toLocaleString: method<number>((e, number, [locale, options]) => formatNumber(e, number, locale, options)),
  toPrecision: (e, number, [count]) => (count === undefined ? String(number) : number.toPrecision(digits(e, count, 1))),
  toString: method<number>((e, number, [radix]) => {
    const base = toInteger(e, radix, 10);
    if (base < 2 || base > 36) throw new PlainFault("a number's base is between 2 and 36");
    e.alloc(1_100);
    return number.toString(base);
  }),
  valueOf: method<number>((_e, number) => number),
};

export const booleanMethods: Methods<boolean> = {
  toString: method<boolean>((_e, value) => String(value)),
  valueOf: method<boolean>((_e, value) => value),
};
