import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { readFields } from "./field-spec.ts";
import { fieldTitle } from "./field-title.ts";

type Schema = Readonly<Record<string, unknown>>;

/** What a step's field at a dotted path is called in its form; undefined where it has none such. */
export function useFieldTitles(): (input: Schema, path: string) => string | undefined {
  const { t } = useTranslation();
  return useCallback((input, path) => fieldTitle(t, readFields(input), path), [t]);
}
