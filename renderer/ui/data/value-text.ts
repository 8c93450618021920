const SHORT = 200;

/** A value in one line, cut where it is long. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return value.length > SHORT ? `${value.slice(0, SHORT)}…` : value;
  if (value === null || value === undefined) return "null";
  if (typeof value === "object") return preview(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : typeof value;
}

/** The first fields of an object or list, as far as they fit. */
function preview(value: object): string {
  const list = Array.isArray(value);
  const parts: string[] = [];
  let length = 0;
  for (const [key, one] of Object.entries(value)) {
    const text =
      typeof one === "string" ? one : one !== null && typeof one === "object" ? (Array.isArray(one) ? "[…]" : "{…}") : String(one);
    const part = list ? text : `${key}: ${text}`;
    parts.push(part.length > 60 ? `${part.slice(0, 60)}…` : part);
    length += part.length;
    if (length > SHORT) {
      parts.push("…");
      break;
    }
  }
  return list ? `[${parts.join(", ")}]` : `{${parts.join(", ")}}`;
}

/** As it goes to the clipboard. */
export const copyTextOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? ""));

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

export function sizeText(bytes: number, language: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[unit] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: unit === 0 ? 0 : 1,
  }).format(value);
}
