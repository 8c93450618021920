import type { Evaluation } from "./budget.ts";
import { PlainFault } from "./fault.ts";
import { isNil, toText } from "./values.ts";

export const DEFAULT_LOCALE = "en-US";

// Language, script, region. Extensions are left out: the runtime keeps a table for each locale it ever saw.
const SHAPE = /^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?$/i;

/** A locale as an expression names it, or the default. Anything else is the plain fault that JavaScript raises too. */
export function checkedLocale(e: Evaluation, value: unknown): string {
  if (isNil(value)) return DEFAULT_LOCALE;
  const wanted: unknown = Array.isArray(value) ? value[0] : value;
  const name = toText(e, wanted);
  if (!SHAPE.test(name)) throw new PlainFault(`'${name.slice(0, 40)}' is no locale`);
  return name;
}
