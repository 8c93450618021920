import type { TFunction } from "i18next";
import type { FieldSpec } from "./field-spec.ts";

/** What the field at a dotted path is called in the form: `rules.0.at` is `When 1 · At`. Undefined where the form has none. */
export function fieldTitle(t: TFunction, specs: readonly FieldSpec[], path: string): string | undefined {
  return titleAt(t, specs, path.split("."));
}

function titleAt(t: TFunction, specs: readonly FieldSpec[], [name, ...rest]: readonly string[]): string | undefined {
  const spec = specs.find((one) => one.name === name);
  if (!spec) return undefined;
  const inside = spec.widget === "conditions" ? ruleTitle(t, rest) : insideTitle(t, spec, rest);
  return inside === undefined ? spec.title : `${spec.title} · ${inside}`;
}

function ruleTitle(t: TFunction, [, row, side]: readonly string[]): string | undefined {
  const number = Number(row) + 1;
  if (side === "left") return t("forms.left", { number });
  if (side === "right") return t("forms.right", { number });
  return side === "operation" ? t("forms.operation", { number }) : undefined;
}

function insideTitle(t: TFunction, spec: FieldSpec, rest: readonly string[]): string | undefined {
  if (spec.widget === "fields") return titleAt(t, spec.fields, rest);
  const [row, ...path] = rest;
  if (row === undefined || !/^\d+$/.test(row)) return undefined;
  const number = Number(row) + 1;
  if (path[0] === "value") return t("forms.rowValue", { number });
  if (path[0] === "name") return t("forms.rowName", { number });
  return [String(number), titleAt(t, spec.fields, path)].filter(Boolean).join(" · ");
}
