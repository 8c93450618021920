import { DateTime, Duration, Interval } from "luxon";
import type { Evaluation } from "./budget.ts";
import { PlainFault } from "./fault.ts";
import { type Args, Callable, Host } from "./host.ts";
import { dateTimeFields, durationFields, intervalFields, luxonField } from "./methods/luxon.ts";
import { knownSite, NO_METHOD, type Site } from "./methods/site.ts";
import { blockedMessage, isBlocked } from "./names.ts";
import { ExpressionError } from "./scope.ts";
import { isFields, isNil, toKey } from "./values.ts";

/** A method that was read and not called yet. */
class BoundMethod extends Callable {
  readonly label: string;
  private readonly self: unknown;
  private readonly site: Site;
  constructor(self: unknown, site: Site) {
    super();
    this.label = site.name;
    this.self = self;
    this.site = site;
  }
  call(e: Evaluation, args: Args): unknown {
    return callSite(e, this.site, this.self, args);
  }
}

/** `value.name(...)` */
export function callSite(e: Evaluation, site: Site, self: unknown, args: Args): unknown {
  const result = site.dispatch(e, self, args);
  return result === NO_METHOD ? site.missing(self) : result;
}

/** `value.name`: own fields of data, listed members of everything else. */
export function read(e: Evaluation, value: unknown, name: string): unknown {
  if (typeof value === "object" && value !== null) return readObject(e, value, name);
  if (isNil(value)) throw new PlainFault(`Cannot read '${name}' of ${String(value)}`);
  if (typeof value === "string") {
    if (name === "length") return value.length;
    const index = Number(name);
    if (Number.isInteger(index)) return value[index];
  }
  return reference(value, name);
}

function readObject(e: Evaluation, value: object, name: string): unknown {
  if (isFields(value)) {
    if (!Object.hasOwn(value, name)) return reference(value, name);
    const field = value[name];
    return typeof field === "function" ? undefined : field;
  }
  if (Array.isArray(value)) {
    if (name === "length") return value.length;
    if (!Object.hasOwn(value, name)) return reference(value, name);
    const element: unknown = Reflect.get(value, name);
    return typeof element === "function" ? undefined : element;
  }
  if (value instanceof Host) return value.member(e, name);
  if (value instanceof DateTime) return luxonField(value, dateTimeFields, name) ?? reference(value, name);
  if (value instanceof Duration) return luxonField(value, durationFields, name) ?? reference(value, name);
  if (value instanceof Interval) return luxonField(value, intervalFields, name) ?? reference(value, name);
  return reference(value, name);
}

function reference(value: unknown, name: string): unknown {
  const site = knownSite(name);
  return site?.on(value) ? new BoundMethod(value, site) : undefined;
}

/** A name that was made while the expression ran. */
export function checkedKey(e: Evaluation, value: unknown): string {
  const name = toKey(e, value);
  if (isBlocked(name)) throw new ExpressionError(blockedMessage(name));
  return name;
}

/** `value[key]` */
export function readComputed(e: Evaluation, value: unknown, key: unknown): unknown {
  if (typeof key === "number" && Number.isInteger(key) && key >= 0) {
    if (Array.isArray(value)) return elementAt(value, key);
    if (typeof value === "string") return value[key];
  }
  if (isNil(value)) throw new PlainFault(`Cannot read a field of ${String(value)}`);
  return read(e, value, checkedKey(e, key));
}

const elementAt = (list: readonly unknown[], index: number): unknown => list[index];
