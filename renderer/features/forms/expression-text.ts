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

/** Whether text has become a template: there was no whole `{{ … }}` in it before. */
export const becameTemplate = (before: unknown, next: unknown): boolean => isTemplate(next) && !isTemplate(before);

const isTemplate = (value: unknown): boolean => typeof value === "string" && /\{\{\s*[^\s{}][\s\S]*?\}\}/.test(value);

/** Text of an expression's field that speaks of data but has no braces: `=$json.total * 2`. */
export const lacksBraces = (value: string): boolean => !value.includes("{{") && ROOT.test(value);

const ROOT = /(?<![\w$.])\$(?:\(\s*["'`]|(?:json|input|now|today|vars|workflow|execution|itemIndex|binary)\b)/;

/** The same text as one expression. */
export const withBraces = (value: string): string => `={{ ${value.slice(1).trim()} }}`;
