import type { Port, Ports } from "../graph/ports.ts";
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

/** A port's name among others; a single nameless one needs none. */
export function portText(port: Port, ports: readonly Port[], success: string): string {
  if (port.label !== "" || ports.length < 2) return port.label;
  return port.id === "out" ? success : port.id;
}

/** A port as it is named in a list or to a screen reader. */
export const portName = (ports: Ports | undefined, side: "inputs" | "outputs", id: string, success: string): string => {
  const port = ports?.[side].find((one) => one.id === id);
  return port && ports ? portText(port, ports[side], success) : id;
};
