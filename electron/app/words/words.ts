import { en, type Words } from "./en.ts";
import { es } from "./es.ts";

export type { Words } from "./en.ts";

/** The words for a setting: `system` follows the locale of the operating system, English where we have no other. */
export function wordsFor(language: "system" | "en" | "es", locale: string): Words {
  const wanted = language === "system" ? locale.toLowerCase().split("-", 1)[0] : language;
  return wanted === "es" ? es : en;
}

/** Fills `{name}` places. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
