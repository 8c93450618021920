import type { Operation } from "../graph/to-flow.ts";
import type { PickerPlace } from "../store/editor-store.ts";

/** What is known of the place where a step is to go. */
export interface PlaceFacts {
  place: PickerPlace["kind"];
  side: "inputs" | "outputs" | undefined;
  /** Nothing starts the workflow yet. */
  needsTrigger: boolean;
  /** Names of fields that arrive there. */
  fields: ReadonlySet<string>;
  /** Tools that the workflow uses already. */
  tools: ReadonlySet<string>;
}

/** Whether an operation can stand there at all. */
export function fitsPlace(operation: Operation, { place, side }: PlaceFacts): boolean {
  if (place === "wire") return operation.inputs.length > 0 && operation.outputs.length > 0;
  if (place === "port" || (place === "replace" && side !== undefined))
    return side === "inputs" ? operation.outputs.length > 0 : operation.inputs.length > 0;
  return true;
}

/** Steps that most workflows are made of, the likeliest first: what is offered before anything is known. */
const COMMON = ["set", "if", "http", "filter", "switch", "code", "loop", "merge", "wait"];
const COMMON_TRIGGERS = ["manual", "webhook", "schedule", "form"];

/**
 * How well an operation fits there, from 0 to about 1: what starts a workflow where nothing does; tools in use; steps whose
 * fields are called as those that arrive.
 */
export function fitOf(operation: Operation, facts: PlaceFacts): number {
  let fit = 0;
  if (operation.trigger !== undefined) {
    const common = COMMON_TRIGGERS.indexOf(operation.id);
    fit += facts.needsTrigger ? 0.6 : -0.3;
    if (operation.tool.id === "core" && common >= 0) fit += 0.3 - common * 0.04;
  } else {
    if (facts.needsTrigger && facts.place === "free") fit -= 0.3;
    const common = operation.tool.id === "core" ? COMMON.indexOf(operation.id) : -1;
    if (common >= 0) fit += 0.25 - common * 0.02;
  }
  if (operation.tool.id !== "core" && facts.tools.has(operation.tool.id)) fit += 0.2;
  return fit + 0.5 * overlap(operation, facts.fields);
}

/** Share of the operation's required fields (else of all) that something of that name arrives for. */
function overlap(operation: Operation, fields: ReadonlySet<string>): number {
  if (fields.size === 0) return 0;
  const { properties, required } = operation.input;
  const names = Array.isArray(required) && required.length > 0 ? required.map(String) : Object.keys(Object(properties));
  if (names.length === 0) return 0;
  const hits = names.filter((name) => wordsOf(name).some((word) => word.length > 2 && fields.has(word)));
  return hits.length / names.length;
}

export const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
