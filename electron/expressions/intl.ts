import type { Evaluation } from "./budget.ts";
import { guarded, PlainFault } from "./fault.ts";
import { checkedLocale } from "./locale.ts";
import { Memo } from "./memo.ts";
import { fieldNames, isFields, isNil, ownField } from "./values.ts";

/** Making a formatter takes some 50 µs. */
const MAKING = 3_000;
const FORMATTING = 100;
const MAX_OPTION = 64;

const formats = new Memo<Intl.NumberFormat>(64);

/** An object of plain options: text, numbers, yes and no, nothing nested. */
export function plainOptions(e: Evaluation, value: unknown): Record<string, string | number | boolean> {
  const options: Record<string, string | number | boolean> = {};
  if (isNil(value)) return options;
  if (!isFields(value)) throw new PlainFault("options are an object here");
  for (const name of fieldNames(e, value)) {
    const option = ownField(value, name);
    if (option === undefined) continue;
    const plain = typeof option === "string" || typeof option === "number" || typeof option === "boolean";
    if (!plain || String(option).length > MAX_OPTION) throw new PlainFault(`'${name.slice(0, MAX_OPTION)}' cannot be set to this`);
    options[name] = option;
  }
  return options;
}

export function formatNumber(e: Evaluation, value: number, locale: unknown, options: unknown): string {
  const name = checkedLocale(e, locale);
  const chosen = plainOptions(e, options);
  const key = `${name} ${JSON.stringify(chosen)}`;
  let format = formats.get(key);
  if (!format) {
    e.burn(MAKING);
    format = guarded(() => formats.set(key, new Intl.NumberFormat(name, chosen)));
  }
  e.burn(FORMATTING);
  e.alloc(128);
  return format.format(value);
}
