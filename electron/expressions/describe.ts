import { dates, dateTimes, durations, intervals } from "./describe/dates.ts";
import { type Description, members, names, type Row } from "./describe/entry.ts";
import { dateTime, globals, json, math, object } from "./describe/globals.ts";
import { arrays, objects } from "./describe/lists.ts";
import { input, node, roots } from "./describe/roots.ts";
import { booleans, numbers } from "./describe/scalars.ts";
import { strings } from "./describe/strings.ts";

export type { Description } from "./describe/entry.ts";

const TYPES = {
  string: strings,
  number: numbers,
  boolean: booleans,
  array: arrays,
  object: objects,
  date: dates,
  dateTime: dateTimes,
  duration: durations,
  interval: intervals,
  /** What follows `$input.` */
  $input: input,
  /** What follows `$("Step").` */
  $: node,
  Math: math,
  JSON: json,
  Object: object,
  DateTime: dateTime,
} satisfies Record<string, readonly Row[]>;

export type DescribedType = keyof typeof TYPES;

/** Every name that can begin an expression. */
export const describeRoots = (): Description[] => [...names(roots), ...names(globals)];

/** What can follow the dot after a value of that type, or after that name. */
export const describeMethods = (type: DescribedType): Description[] => members(TYPES[type]);
