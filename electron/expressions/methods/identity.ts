import { DateTime } from "luxon";
import type { Evaluation } from "../budget.ts";
import { fieldNames, isFields, ownField, tooDeep } from "../values.ts";

const MAX_NESTING = 200;

/**
 * Gives deeply equal values the same text and different ones different texts, so that lists are compared without looking
 * at each pair. Functions, views and sets are equal only to themselves.
 */
export class Identity {
  private readonly e: Evaluation;
  private readonly others = new Map<unknown, number>();

  constructor(e: Evaluation) {
    this.e = e;
  }

  of(value: unknown, nesting = 0): string {
    this.e.burn(10);
    if (nesting > MAX_NESTING) throw tooDeep();
    if (typeof value === "string") return this.quoted(value);
    if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "0" : String(value);
    if (Array.isArray(value)) return `[${value.map((element: unknown) => this.of(element, nesting + 1)).join()}]`;
    if (value instanceof Date) return `date ${value.getTime()}`;
    if (value instanceof DateTime) return `moment ${value.toMillis()} ${value.zoneName ?? ""}`;
    if (!isFields(value)) return this.other(value);
    const names = fieldNames(this.e, value).sort();
    return `{${names.map((name) => `${this.quoted(name)}:${this.of(ownField(value, name), nesting + 1)}`).join()}}`;
  }

  private quoted(text: string): string {
    this.e.burn(text.length >> 3);
    this.e.alloc(text.length);
    return JSON.stringify(text);
  }

  private other(value: object): string {
    const known = this.others.get(value);
    const number = known ?? this.others.size;
    if (known === undefined) this.others.set(value, number);
    return `other ${number}`;
  }
}
