import type { FieldSpec } from "./field-spec.ts";

const TEXTS: ReadonlySet<string> = new Set(["text", "multiline", "value", "cron", "date", "code"]);

/** What stays of an expression when its field becomes a fixed value again: text that holds none, else the default. */
export function toLiteral(value: string, { fallback, widget }: Pick<FieldSpec, "fallback" | "widget">): unknown {
  const text = value.slice(1);
  return TEXTS.has(widget) && !text.includes("{{") ? text : fallback;
}

export function toExpression(value: unknown): string {
  if (typeof value === "string") return `=${value}`;
  if (value === undefined || value === null) return "=";
  return `={{ ${JSON.stringify(value)} }}`;
}

/** What is typed into an expression's field as a parameter's text: a mark that was typed along counts once. */
export const fromTyped = (text: string): string => (text.startsWith("={{") ? text : `=${text}`);
