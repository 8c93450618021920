import type { Failure } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import type { StepResult } from "./active-run.ts";
import type { Step } from "./core.ts";
import { inline } from "./outputs.ts";
import type { PlanNode } from "./plan.ts";

/** Where a failed item goes, and as what, when its step is to go on. */
export function errorItem(node: PlanNode, failure: Failure, item: Item | undefined, index: number): { port: number; item: Item } {
  if (node.errorPort !== undefined)
    return { port: node.errorPort, item: { ...item, json: { ...item?.json, error: failure.message }, source: index } };
  return { port: 0, item: { json: { error: failure.message }, source: index } };
}

export const goesOn = (node: PlanNode): boolean => node.node.onError === "continue" || node.node.onError === "route";

/** The step failed as a whole but is to go on: one error item, or by the error port the items it was given. */
export function errorOutputs(step: Step, failure: Failure): StepResult {
  const input = step.inputs.find((i) => i !== null)?.items;
  const failed =
    step.node.errorPort === undefined
      ? [errorItem(step.node, failure, input?.at(0), 0)]
      : [...(input ?? [])].map((item, i) => errorItem(step.node, failure, item, i));
  return { kind: "done", outputs: step.node.outputs.map((_, port) => inline(failed.filter((f) => f.port === port).map((f) => f.item))) };
}
