import type { FieldSpec } from "./field-spec.ts";

/** The same fields in other words: their titles, helps and choices. */
export const inWords = (specs: readonly FieldSpec[], say: (text: string) => string): FieldSpec[] =>
  specs.map((spec) => ({
    ...spec,
    title: say(spec.title),
    help: spec.help === undefined ? undefined : say(spec.help),
    choices: spec.choices.map(({ value, label }) => ({ value, label: say(label) })),
    fields: inWords(spec.fields, say),
  }));
