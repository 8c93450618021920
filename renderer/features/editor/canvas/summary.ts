import type { TFunction } from "i18next";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { type FieldSpec, isExpression, OPERATIONS, readFields, UNARY } from "../../forms/index.ts";
import type { Operation } from "../graph/to-flow.ts";

export interface SummaryWords {
  t: TFunction;
  language: string;
}

type Values = Readonly<Record<string, unknown>>;
const SPECS = new WeakMap<Operation["input"], readonly FieldSpec[]>();

function specsOf({ input }: Operation): readonly FieldSpec[] {
  const known = SPECS.get(input);
  if (known) return known;
  const read = readFields(input);
  SPECS.set(input, read);
  return read;
}

/** What a step is set to do, in a few words; undefined where its fields do not say it as shortly. */
export function summaryOf(step: WorkflowNode, operation: Operation, words: SummaryWords): string | undefined {
  if (step.type === "core.schedule") return scheduleText(rowsOf(step.params.rules), words);
  if (step.type === "core.wait") return waitText(step.params, words);
  for (const { name, widget } of specsOf(operation)) {
    const value = step.params[name];
    if (widget === "conditions") return rulesText(rowsOf(Object(value).rules), words);
    if (widget === "assignments") return namesOf(rowsOf(value));
  }
  return undefined;
}

/** The workflow that a step calls, by its id, where the step names one. */
export function calledBy(step: WorkflowNode, operation: Operation | undefined): string | undefined {
  const spec = operation && specsOf(operation).find(({ widget }) => widget === "workflow");
  const value = spec && step.params[spec.name];
  return typeof value === "string" && value !== "" && !isExpression(value) ? value : undefined;
}

const rowsOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? value.map((one): Values => ({ ...Object(one) })) : []);

function namesOf(rows: readonly Values[]): string | undefined {
  const names = rows.map(({ name }) => name).filter((name) => typeof name === "string" && name !== "");
  return names.length > 0 ? names.join(", ") : undefined;
}

function rulesText(rules: readonly Values[], { t }: SummaryWords): string | undefined {
  const [first] = rules;
  const left = valueText(first?.left);
  const operation = Object.values(OPERATIONS)
    .flatMap((list) => [...list])
    .find((one) => one === first?.operation);
  if (left === "" || !operation) return undefined;
  const right = UNARY.has(operation) ? "" : valueText(first?.right);
  return withMore([left, t(`forms.operations.${operation}`), right].filter(Boolean).join(" "), rules.length, t);
}

function scheduleText(rules: readonly Values[], words: SummaryWords): string | undefined {
  const [first] = rules;
  const text = first && ruleText(first, words);
  return text ? withMore(text, rules.length, words.t) : undefined;
}

function ruleText({ unit, every, at, weekdays, cron }: Values, { t, language }: SummaryWords): string | undefined {
  if (unit === "cron") return typeof cron === "string" && cron !== "" ? cron : undefined;
  const count = spanText(every ?? 1, unit, language);
  if (count === undefined) return undefined;
  const span = withoutOne(count);
  const days = unit === "weeks" && Array.isArray(weekdays) ? weekdays.map((day) => weekday(Number(day), language)).join(", ") : "";
  const when = [days, typeof at === "string" ? at : ""].filter(Boolean).join(" ");
  // The days say the week.
  if (days !== "" && Number(every ?? 1) === 1) return when;
  return when === "" ? t("editor.card.every", { span }) : t("editor.card.everyAt", { span, when });
}

function waitText({ until, amount, unit, at }: Values, { t, language }: SummaryWords): string | undefined {
  if (until === "webhook") return t("editor.card.untilCalled");
  if (until === "time") return valueText(at) === "" ? undefined : t("editor.card.until", { when: valueText(at) });
  return isExpression(amount) ? undefined : spanText(amount ?? 5, unit ?? "seconds", language);
}

const UNITS: ReadonlySet<unknown> = new Set(["seconds", "minutes", "hours", "days", "weeks", "months"]);

function spanText(count: unknown, unit: unknown, language: string): string | undefined {
  const number = Number(count);
  if (typeof unit !== "string" || !UNITS.has(unit) || !Number.isFinite(number)) return undefined;
  return new Intl.NumberFormat(language, { style: "unit", unit: unit.slice(0, -1), unitDisplay: "long" }).format(number);
}

/** `Every day`, not `every 1 day`. */
const withoutOne = (span: string): string => span.replace(/^1\s/, "");

/** 0 = Sunday; the 4th of January 1970 was one. */
const weekday = (day: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(Date.UTC(1970, 0, 4 + day));

const withMore = (text: string, count: number, t: TFunction): string =>
  count > 1 ? t("editor.card.more", { text, count: count - 1 }) : text;

const ONE_VALUE = /^=\s*\{\{\s*([\s\S]*?)\s*\}\}$/;
const PATH = /^\$[\w$.'"()[\]\s-]*?(?:\.([A-Za-z_$][\w$]*)|\[["']([^"']+)["']\])$/;

/** A value as briefly as it can be told: the last name of a path, an expression without braces, a fixed value as it is. */
function valueText(value: unknown): string {
  if (typeof value !== "string") return value === undefined || value === null ? "" : (JSON.stringify(value) ?? "");
  const inside = ONE_VALUE.exec(value)?.[1];
  if (inside === undefined) return value.replace(/^=/, "");
  const path = PATH.exec(inside);
  return path?.[1] ?? path?.[2] ?? inside;
}
