import { Host } from "../host.ts";

/** An expression handed to a function (`&field`). */
export class Reference extends Host {
  readonly label = "expression";
  private readonly run: (value: unknown) => unknown;

  constructor(run: (value: unknown) => unknown) {
    super();
    this.run = run;
  }

  each(value: unknown): unknown {
    return this.run(value);
  }

  member(): undefined {
    return undefined;
  }
}

/** JMESPath's idea of true: not null, not false, not empty. Zero is true. */
export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
