import { DateTime, Duration, Interval } from "luxon";
import type { JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";
import { PlainFault } from "../fault.ts";
import { type Args, Callable, Host } from "../host.ts";
import { ExpressionError } from "../scope.ts";
import { isFields, isNil, ownField, typeName } from "../values.ts";
import { arrayMethods } from "./array.ts";
import { arrayMore } from "./array-more.ts";
import { dateMethods, isMoment } from "./date.ts";
import { dateMore } from "./date-more.ts";
import { dateTimeMethods, durationMethods, intervalMethods } from "./luxon.ts";
import type { Method, Methods } from "./method.ts";
import { booleanMethods, numberMethods } from "./number.ts";
import { booleanMore, numberMore } from "./number-more.ts";
import { objectMethods, objectMore } from "./object-more.ts";
import { stringMethods } from "./string.ts";
import { stringMore } from "./string-more.ts";

/** The types of value that have methods, in the order in which messages name them. */
export const MORE = {
  String: stringMore,
  Number: numberMore,
  Boolean: booleanMore,
  Array: arrayMore,
  Object: objectMore,
  Date: dateMore,
} as const;

export const NATIVE = {
  String: stringMethods,
  Number: numberMethods,
  Boolean: booleanMethods,
  Array: arrayMethods,
  Object: objectMethods,
  Date: dateMethods,
  DateTime: dateTimeMethods,
  Duration: durationMethods,
  Interval: intervalMethods,
} as const;

const pick = <Self>(methods: Methods<Self>, name: string): Method<Self> | undefined =>
  Object.hasOwn(methods, name) ? methods[name] : undefined;

const GENERIC = new Set(["isEmpty", "isNotEmpty"]);
const DATES_OWN = new Set(["toDate", "toDateTime"]);

/** The value that dispatch answers with where there is no such method. */
export const NO_METHOD: unique symbol = Symbol("no method");

/** A method name at a place where it is called: looked up for every type when the expression is compiled. */
export class Site {
  readonly name: string;
  /** One of ours for some type: a call on another type is a mistake to be told, not a plain fault. */
  readonly added: boolean;
  private readonly strings: Method<string> | undefined;
  private readonly stringsOwn: Method<string> | undefined;
  private readonly numbers: Method<number> | undefined;
  private readonly booleans: Method<boolean> | undefined;
  private readonly arrays: Method<readonly unknown[]> | undefined;
  private readonly objects: Method<JsonObject> | undefined;
  private readonly objectsOwn: Method<JsonObject> | undefined;
  private readonly moments: Method<Date | DateTime> | undefined;
  private readonly dates: Method<Date> | undefined;
  private readonly dateTimes: Method<DateTime> | undefined;
  private readonly durations: Method<Duration> | undefined;
  private readonly intervals: Method<Interval> | undefined;

  constructor(name: string) {
    this.name = name;
    this.added = GENERIC.has(name) || Object.values(MORE).some((methods) => Object.hasOwn(methods, name));
    this.strings = pick(stringMore, name) ?? pick(stringMethods, name);
    this.stringsOwn = DATES_OWN.has(name) ? this.strings : undefined;
    this.numbers = pick(numberMore, name) ?? pick(numberMethods, name);
    this.booleans = pick(booleanMore, name) ?? pick(booleanMethods, name);
    this.arrays = pick(arrayMore, name) ?? pick(arrayMethods, name);
    this.objects = pick(objectMore, name);
    this.objectsOwn = pick(objectMethods, name);
    this.moments = pick(dateMore, name);
    this.dates = pick(dateMethods, name);
    this.dateTimes = pick(dateTimeMethods, name);
    this.durations = pick(durationMethods, name);
    this.intervals = pick(intervalMethods, name);
  }

  /** Calls the method, or answers with NO_METHOD. */
  dispatch(e: Evaluation, self: unknown, args: Args): unknown {
    e.burn(2);
    if (typeof self === "string") return this.onString(e, self, args);
    if (typeof self === "number") return this.numbers ? this.numbers(e, self, args) : this.generic(self);
    if (typeof self === "boolean") return this.booleans ? this.booleans(e, self, args) : this.generic(self);
    return typeof self === "object" && self !== null ? this.onObject(e, self, args) : this.generic(self);
  }

  private onString(e: Evaluation, self: string, args: Args): unknown {
    if (this.moments && !this.stringsOwn && isIsoDate(self)) return this.moments(e, new Date(self), args);
    return this.strings ? this.strings(e, self, args) : this.generic(self);
  }

  private onObject(e: Evaluation, self: object, args: Args): unknown {
    if (Array.isArray(self)) return this.arrays ? this.arrays(e, self, args) : this.generic(self);
    if (isFields(self)) return this.onFields(e, self, args);
    if (self instanceof Host) {
      const member = self.member(e, this.name);
      if (member instanceof Callable) return member.call(e, args);
      return NO_METHOD;
    }
    if (isMoment(self) && this.moments) return this.moments(e, self, args);
    if (self instanceof Date) return this.dates ? this.dates(e, self, args) : NO_METHOD;
    if (self instanceof DateTime) return this.dateTimes ? this.dateTimes(e, self, args) : NO_METHOD;
    if (self instanceof Duration) return this.durations ? this.durations(e, self, args) : NO_METHOD;
    if (self instanceof Interval) return this.intervals ? this.intervals(e, self, args) : NO_METHOD;
    return NO_METHOD;
  }

  private onFields(e: Evaluation, self: JsonObject, args: Args): unknown {
    if (this.objects) return this.objects(e, self, args);
    const own = ownField(self, this.name);
    if (own instanceof Callable) return own.call(e, args);
    return this.objectsOwn ? this.objectsOwn(e, self, args) : this.generic(self);
  }

  /** isEmpty and isNotEmpty work on whatever there is, nothing included. */
  private generic(self: unknown): unknown {
    if (this.name === "isEmpty") return !self;
    if (this.name === "isNotEmpty") return Boolean(self);
    return NO_METHOD;
  }

  /** What a call of a method that is not there comes to. */
  missing(self: unknown): never {
    if (!this.added) throw new PlainFault(isNil(self) ? `Cannot read '${this.name}' of ${String(self)}` : `${this.name} is not a function`);
    if (isNil(self)) {
      throw new ExpressionError(
        `${this.name}() cannot be used on ${String(self)}. Put a ? before it (value?.${this.name}()) to leave it out then.`,
      );
    }
    const types = Object.entries(MORE).flatMap(([type, methods]) => (Object.hasOwn(methods, this.name) ? [type] : []));
    throw new ExpressionError(`${this.name}() works on ${types.join(", ")} only, and this is ${describe(self)}.`);
  }

  /** Is there such a method on this value? As a value it reads as a function. */
  on(self: unknown): boolean {
    if (typeof self === "string") return this.native(NATIVE.String);
    if (typeof self === "number") return this.native(NATIVE.Number);
    if (typeof self === "boolean") return this.native(NATIVE.Boolean);
    if (Array.isArray(self)) return this.native(NATIVE.Array);
    if (self instanceof Date) return this.native(NATIVE.Date);
    if (self instanceof DateTime) return this.native(NATIVE.DateTime);
    if (self instanceof Duration) return this.native(NATIVE.Duration);
    if (self instanceof Interval) return this.native(NATIVE.Interval);
    return isFields(self) && this.native(NATIVE.Object);
  }

  private native(methods: object): boolean {
    return Object.hasOwn(methods, this.name);
  }
}

const describe = (value: unknown): string =>
  Array.isArray(value) ? "an array" : value instanceof Date ? "a date" : `a ${typeName(value)}`;

/** A text exactly as `toISOString` writes it: our date methods take it for the date it is. */
function isIsoDate(text: string): boolean {
  if (text.length !== 24 || text.charCodeAt(10) !== 84 || text.charCodeAt(23) !== 90) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

const sites = new Map<string, Site>();
for (const methods of [...Object.values(MORE), ...Object.values(NATIVE)]) {
  for (const name of Object.keys(methods)) if (!sites.has(name)) sites.set(name, new Site(name));
}

/** Undefined for a name that no type has. */
export const knownSite = (name: string): Site | undefined => sites.get(name);

export const siteOf = (name: string): Site => sites.get(name) ?? new Site(name);
