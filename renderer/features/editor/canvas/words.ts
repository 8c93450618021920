import type { TFunction } from "i18next";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { ERROR_PORT, type Port } from "../graph/ports.ts";
import type { Operation } from "../graph/to-flow.ts";
import { type SummaryWords, summaryOf } from "./summary.ts";

/** What a step is, under its name: `Twilio · Send SMS`. */
export function typeText(operation: Operation | undefined, type: string, unknown: string): string {
  if (!operation) return `${unknown} · ${type}`;
  return operation.tool.id === "core" ? operation.title : `${operation.tool.name} · ${operation.title}`;
}

/** The line below a step's name: what it is or, where the name says that already, what it is set to. */
export function subtitleOf(
  step: WorkflowNode,
  operation: Operation | undefined,
  words: SummaryWords & { called?: string | undefined },
): string {
  if (!operation || step.name.replace(/ \d+$/, "") !== operation.title)
    return typeText(operation, step.type, words.t("editor.node.unknown"));
  // Asked for, but not there: an id would tell nobody anything.
  if (words.called !== undefined) return words.called || operation.description;
  const set = summaryOf(step, operation, words) ?? firstText(step, operation);
  if (operation.tool.id === "core") return set ?? operation.description;
  return set === undefined ? operation.tool.name : `${operation.tool.name} · ${set}`;
}

/** The first field with a text of the person's own, in the order of the form. */
function firstText({ params }: WorkflowNode, { input }: Operation): string | undefined {
  for (const name of Object.keys(Object(input.properties))) {
    const value = params[name];
    const choice: unknown = Object(Object(input.properties)[name]).enum;
    if (typeof value === "string" && value.trim() !== "" && choice === undefined) return value.replace(/^=/, "").split("\n")[0];
  }
  return undefined;
}

/** A duration as short as it can be said. */
export function shortTime(ms: number, language: string): string {
  const [value, unit] = ms < 1000 ? [ms, "millisecond"] : ms < 120_000 ? [ms / 1000, "second"] : [ms / 60_000, "minute"];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: unit === "millisecond" ? 0 : 1,
  }).format(value);
}

/** What ports are called that have no label of their own. */
export interface PortWords {
  success: string;
  error: string;
}

export const portWords = (t: TFunction): PortWords => ({ success: t("editor.port.success"), error: t("editor.port.error") });

/** A port's name among others; a single nameless one needs none. */
export function portText(port: Port, ports: readonly Port[], words: PortWords): string {
  if (port.id === ERROR_PORT) return port.label || words.error;
  if (port.label !== "" || ports.length < 2) return port.label;
  return port.id === "out" ? words.success : port.id;
}
