import type { Evaluation } from "../budget.ts";
import { type Args, functions, HostFunction, Namespace } from "../host.ts";
import { toNumber } from "../values.ts";

const one =
  (compute: (value: number) => number) =>
  (e: Evaluation, [value]: Args): number =>
    compute(toNumber(e, value));

const two =
  (compute: (a: number, b: number) => number) =>
  (e: Evaluation, [a, b]: Args): number =>
    compute(toNumber(e, a), toNumber(e, b));

/** Over any number of arguments, one by one: a long list is no argument list of JavaScript's. */
const fold =
  (start: number, combine: (so_far: number, value: number) => number) =>
  (e: Evaluation, values: Args): number => {
    e.burn(values.length);
    return values.reduce<number>((result, value) => combine(result, toNumber(e, value)), start);
  };

export const max = fold(Number.NEGATIVE_INFINITY, Math.max);
export const min = fold(Number.POSITIVE_INFINITY, Math.min);

const constants = {
  E: Math.E,
  LN10: Math.LN10,
  LN2: Math.LN2,
  LOG10E: Math.LOG10E,
  LOG2E: Math.LOG2E,
  PI: Math.PI,
  SQRT1_2: Math.SQRT1_2,
  SQRT2: Math.SQRT2,
};

export const math = new Namespace("Math", {
  ...constants,
  ...functions("Math.", {
    abs: one(Math.abs),
    acos: one(Math.acos),
    asin: one(Math.asin),
    atan: one(Math.atan),
    atan2: two(Math.atan2),
    cbrt: one(Math.cbrt),
    ceil: one(Math.ceil),
    cos: one(Math.cos),
    exp: one(Math.exp),
    floor: one(Math.floor),
    fround: one(Math.fround),
    hypot: fold(0, Math.hypot),
    log: one(Math.log),
    log10: one(Math.log10),
    log1p: one(Math.log1p),
    log2: one(Math.log2),
    max,
    min,
    pow: two((a, b) => a ** b),
    round: one(Math.round),
    sign: one(Math.sign),
    sin: one(Math.sin),
    sqrt: one(Math.sqrt),
    tan: one(Math.tan),
    trunc: one(Math.trunc),
  }),
  random: new HostFunction("Math.random", () => Math.random()),
});
