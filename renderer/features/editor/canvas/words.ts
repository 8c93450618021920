import type { TFunction } from "i18next";
import { ERROR_PORT, type Port } from "../graph/ports.ts";
import type { Operation } from "../graph/to-flow.ts";

/** What a step is, under its name: `Twilio · Send SMS`. */
export function typeText(operation: Operation | undefined, type: string, unknown: string): string {
  if (!operation) return `${unknown} · ${type}`;
  return operation.tool.id === "core" ? operation.title : `${operation.tool.name} · ${operation.title}`;
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
