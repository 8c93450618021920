import { DateTime } from "luxon";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { toText } from "../values/convert.ts";
import { isRecord, setOwn } from "../values/path.ts";

export type ArrayStyle = "brackets" | "indices" | "repeat";
type TextPair = readonly [string, string];
const MAX_DEPTH = 20;

/** A value as it stands in a query or form; lists and objects by brackets. Undefined is left out, null is empty. */
export function toPairs(name: string, value: unknown, arrays: ArrayStyle, depth = 0): TextPair[] {
  if (value === undefined) return [];
  if (depth > MAX_DEPTH) throw userError(`The value of "${name.slice(0, 60)}" is nested too deeply.`);
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown, i) => {
      const key =
        arrays === "repeat" ? name : arrays === "indices" || isRecord(entry) || Array.isArray(entry) ? `${name}[${i}]` : `${name}[]`;
      return toPairs(key, entry, arrays, depth + 1);
    });
  }
  if (DateTime.isDateTime(value) || value instanceof Date) return [[name, toText(value)]];
  if (isRecord(value)) return Object.entries(value).flatMap(([key, entry]) => toPairs(`${name}[${key}]`, entry, arrays, depth + 1));
  return [[name, toText(value)]];
}

/** JSON given as text or already as a value; undefined where the field is empty. */
export function fromJsonField(value: unknown, field: string): unknown {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    throw userError("JSON parameter needs to be valid JSON", {
      name: "NodeOperationError",
      field,
      fix: `Correct the JSON: ${error instanceof Error ? error.message : "it can't be read"}.`,
    });
  }
}

/** The same, where only an object makes sense. */
export function objectField(value: unknown, field: string): JsonObject {
  const parsed = fromJsonField(value, field);
  if (parsed === undefined) return {};
  if (isRecord(parsed)) return parsed;
  throw userError("This has to be a JSON object.", { name: "NodeOperationError", field, fix: 'Write it like {"name": "value"}.' });
}

export function headerRecord(pairs: readonly { name: string; value?: unknown }[], json: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  const all = [...pairs.map(({ name, value }): [string, unknown] => [name, value]), ...Object.entries(objectField(json, "headersJson"))];
  for (const [name, value] of all) {
    if (name === "" || value === undefined || value === null) continue;
    const same = Object.keys(headers).find((own) => own.toLowerCase() === name.toLowerCase());
    if (same !== undefined) delete headers[same];
    setOwn(headers, name, toText(value));
  }
  return headers;
}
