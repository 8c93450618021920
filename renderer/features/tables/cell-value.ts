/** How a value is edited. Kept apart from its text: `1` as a number and `1` as a text are found by different searches. */
export const KINDS = ["text", "number", "yesNo", "json", "empty"] as const;
export type Kind = (typeof KINDS)[number];

export interface Cell {
  kind: Kind;
  text: string;
}

export function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return { kind: "empty", text: "" };
  if (typeof value === "string") return { kind: "text", text: value };
  if (typeof value === "number") return { kind: "number", text: String(value) };
  if (typeof value === "boolean") return { kind: "yesNo", text: String(value) };
  return { kind: "json", text: JSON.stringify(value, null, 2) };
}

/** The value that was typed, or which rule it breaks. */
export function fromCell({ kind, text }: Cell): { ok: true; value: unknown } | { ok: false; fault: "notNumber" | "notJson" } {
  switch (kind) {
    case "text":
      return { ok: true, value: text };
    case "empty":
      return { ok: true, value: null };
    case "yesNo":
      return { ok: true, value: text === "true" };
    case "number": {
      const value = Number(text.trim());
      return text.trim() !== "" && Number.isFinite(value) ? { ok: true, value } : { ok: false, fault: "notNumber" };
    }
    case "json":
      try {
        const value: unknown = JSON.parse(text);
        return { ok: true, value };
      } catch {
        return { ok: false, fault: "notJson" };
      }
  }
}

/** A value on one line of a table. */
export const cellText = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : (JSON.stringify(value) ?? "");
