const isDate = (value: object): value is { toISO(): string | null } => "toISO" in value && typeof value.toISO === "function";

/** A value as databases take it: dates as ISO text, objects as JSON, lists as lists, nothing as null. */
export function plainValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value !== "object" || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => plainValue(entry));
  return isDate(value) ? value.toISO() : JSON.stringify(value);
}

/** A value where text stands; nothing stays nothing. */
export function textValue(value: unknown): string | null {
  const plain = plainValue(value);
  if (plain === null) return null;
  if (typeof plain === "string") return plain;
  return typeof plain === "object" ? JSON.stringify(plain) : String(plain as number | boolean | bigint);
}
