import { z } from "zod";
import { spaced } from "../../i18n/spaced.ts";

/** How a field is shown. `fields` = a group of its own; `value` = text, number or whatever an expression gives. */
export type Widget =
  | "text"
  | "value"
  | "multiline"
  | "code"
  | "json"
  | "number"
  | "switch"
  | "select"
  | "choices"
  | "date"
  | "cron"
  | "list"
  | "key-value"
  | "assignments"
  | "conditions"
  | "workflow"
  | "fields";

export interface Choice {
  value: string | number | boolean;
  label: string;
}

/** One field of a form, read from a JSON Schema with the kit's hints. */
export interface FieldSpec {
  name: string;
  title: string;
  help: string | undefined;
  placeholder: string | undefined;
  widget: Widget;
  required: boolean;
  advanced: boolean;
  /** May hold an expression. */
  expression: boolean;
  fallback: unknown;
  choices: readonly Choice[];
  showIf: Readonly<Record<string, readonly (string | number | boolean)[]>> | undefined;
  min: number | undefined;
  max: number | undefined;
  /** Fields of a group, or of each row of a list. */
  fields: readonly FieldSpec[];
  /** Of a group, or of a list's rows, that may be of several kinds: the field that says which. */
  kind: string | undefined;
  /** JSON that is stored as data, not as the text that was typed. */
  parsed: boolean;
}

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Hints = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  title: z.string().optional(),
  help: z.string().optional(),
  description: z.string().optional(),
  placeholder: z.string().optional(),
  widget: z.string().optional(),
  labels: z.array(z.string()).optional(),
  showIf: z.record(z.string(), z.array(Scalar)).optional(),
  expression: z.string().optional(),
  advanced: z.boolean().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
});
type Hints = z.infer<typeof Hints>;

const read = (schema: unknown): Hints => {
  const parsed = Hints.safeParse(schema);
  return parsed.success ? parsed.data : {};
};

/** The fields of an object's schema, in order. What the schema leaves open becomes a plain field. */
export function readFields(schema: unknown): FieldSpec[] {
  const hints = read(schema);
  const { properties, required = [] } = hints;
  if (!properties) return readKinds(hints, true)?.fields ?? [];
  return Object.entries(properties).map(([name, one]) => readField(name, one, required.includes(name)));
}

function readField(name: string, schema: unknown, required: boolean): FieldSpec {
  const hints = flatten(read(schema));
  const choices = choicesOf(hints.type === "array" ? { ...flatten(read(hints.items)), ...labelsOf(hints) } : hints);
  const kinds = readKinds(hints.type === "array" ? flatten(read(hints.items)) : hints, hints.expression !== "no");
  const widget = kinds ? (hints.type === "array" ? "list" : "fields") : widgetOf(hints, choices);
  const rows = widget === "list" ? read(hints.items) : hints;
  return {
    name,
    title: hints.title ?? spaced(name),
    help: hints.help ?? hints.description,
    placeholder: hints.placeholder,
    widget,
    required: required && hints.default === undefined,
    advanced: hints.advanced ?? false,
    expression: hints.expression !== "no" && !GROUPS.has(widget),
    fallback: hints.default,
    choices,
    showIf: hints.showIf,
    min: hints.minimum,
    max: hints.maximum,
    fields: kinds?.fields ?? (rows.properties ? readFields(rows) : []),
    kind: kinds?.kind,
    parsed: hints.type === "object" || hints.type === "array",
  };
}

const GROUPS: ReadonlySet<Widget> = new Set(["fields", "list", "key-value", "assignments", "conditions"]);

/** Words for what may be in a list stand at the list. */
const labelsOf = ({ labels }: Hints): Pick<Hints, "labels"> => (labels ? { labels } : {});

/** `null` beside one other shape says only that the field may be empty. */
function flatten(hints: Hints): Hints {
  if (Array.isArray(hints.type)) {
    const types = hints.type.filter((type) => type !== "null");
    return { ...hints, type: types.length === 1 ? types[0] : undefined };
  }
  const shapes = (hints.anyOf ?? []).map(read).filter(({ type }) => type !== "null");
  const [only] = shapes;
  if (!only) return hints;
  if (shapes.length === 1) return { ...only, ...hints, anyOf: undefined };
  const constants = shapes.flatMap((shape) => (shape.const === undefined ? [] : [shape.const]));
  return constants.length === shapes.length ? { ...hints, enum: constants } : hints;
}

function choicesOf({ enum: values = [], labels = [] }: Hints): Choice[] {
  return values.flatMap((value, index) => {
    const scalar = Scalar.safeParse(value);
    return scalar.success ? [{ value: scalar.data, label: labels[index] ?? String(scalar.data) }] : [];
  });
}

/** Widgets that a hint may name; the others follow from the schema. */
const NAMED = [
  "multiline",
  "code",
  "json",
  "number",
  "switch",
  "date",
  "cron",
  "key-value",
  "assignments",
  "conditions",
  "workflow",
] as const satisfies readonly Widget[];

function widgetOf(hints: Hints, choices: readonly Choice[]): Widget {
  const { widget, type, format } = hints;
  const named = NAMED.find((one) => one === widget);
  if (named) return named;
  if (type === "array") return arrayWidget(hints);
  if (choices.length > 0) return "select";
  if (type === "boolean") return "switch";
  if (type === "number" || type === "integer") return "number";
  if (type === "object") return hints.properties ? "fields" : "json";
  if (format === "date" || format === "date-time") return "date";
  return type === "string" ? "text" : "value";
}

function arrayWidget({ items }: Hints): Widget {
  const row = flatten(read(items));
  if (row.properties) return "list";
  return row.enum ? "choices" : "json";
}

/** What a shape says its kind is: one value, or several that stand for the same fields. */
function kindsOf(shape: Hints, name: string): Choice[] {
  const hints = read(shape.properties?.[name]);
  return choicesOf({ ...hints, enum: hints.const === undefined ? hints.enum : [hints.const] });
}

/** An object of several kinds as one form: a choice of the kind, and each kind's fields where it is chosen. */
function readKinds({ oneOf, anyOf }: Hints, expressions: boolean): { kind: string; fields: FieldSpec[] } | undefined {
  const shapes = (oneOf ?? anyOf ?? []).map(read);
  const [first] = shapes;
  if (!first || shapes.length < 2) return undefined;
  const kind = Object.keys(first.properties ?? {}).find((name) => shapes.every((shape) => kindsOf(shape, name).length > 0));
  if (kind === undefined) return undefined;
  const { title, help } = read(first.properties?.[kind]);
  const all = shapes.flatMap((shape) => kindsOf(shape, kind));
  const choice = { title, help, enum: all.map(({ value }) => value), labels: all.map(({ label }) => label), expression: "no" };
  const fields = new Map<string, FieldSpec>();
  for (const shape of shapes) {
    for (const one of readFields(shape)) {
      if (one.name === kind) continue;
      // The same field of several kinds is one field; what was typed stays when the kind changes.
      const key = JSON.stringify(one);
      const values = [...(fields.get(key)?.showIf?.[kind] ?? []), ...kindsOf(shape, kind).map(({ value }) => value)];
      fields.set(key, { ...one, expression: one.expression && expressions, showIf: { ...one.showIf, [kind]: values } });
    }
  }
  // Each field where its name first comes, so that it stands at the same place for every kind.
  const each = [...fields.values()];
  const names = [...new Set(each.map(({ name }) => name))];
  const inPlace = names.flatMap((name) => each.filter((one) => one.name === name));
  return { kind, fields: [readField(kind, choice, true), ...inPlace] };
}

export const isExpression = (value: unknown): value is string => typeof value === "string" && value.startsWith("=");

/** Whether a field is shown, given its siblings' values. */
export function isShown({ showIf }: FieldSpec, siblings: readonly FieldSpec[], values: Readonly<Record<string, unknown>>): boolean {
  if (!showIf) return true;
  return Object.entries(showIf).every(([name, wanted]) => {
    const value = values[name] ?? siblings.find((one) => one.name === name)?.fallback;
    // What an expression will give is not known: its fields stay within reach.
    return isExpression(value) || wanted.some((one) => one === value);
  });
}
