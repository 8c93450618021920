import type { Edge, WorkflowNode } from "#shared/model/workflow.ts";
import type { CanvasNode } from "./to-flow.ts";

/** Its effect is on our own data tables alone: a test puts it back. */
export const changesTables = (node: WorkflowNode): boolean => node.type === "core.data_table" && node.params.operation !== "find";

export interface Effects {
  /** Steps that act on the world in a test as they do live: send, charge, write. */
  real: readonly string[];
  /** Steps whose changes are put back. */
  putBack: readonly string[];
  /** Steps that do not run: their pinned data is taken. */
  pinned: readonly string[];
}

/** Steps that a run from these can come to, themselves included. */
function reached(starts: readonly string[], edges: readonly Edge[]): ReadonlySet<string> {
  const found = new Set(starts);
  // A set is walked on while it grows.
  for (const id of found) for (const { from, to } of edges) if (from.node === id) found.add(to.node);
  return found;
}

/** What a test does beyond working out values, by the steps' names. It starts at `start`, else wherever a run can. */
export function effectsOf(nodes: readonly CanvasNode[], edges: readonly Edge[], start?: string): Effects {
  const triggers = nodes.filter((node) => node.type === "step" && node.data.operation?.trigger !== undefined).map(({ id }) => id);
  const starts = start === undefined ? triggers : [start];
  const within = starts.length > 0 ? reached(starts, edges) : undefined;
  const real: string[] = [];
  const putBack: string[] = [];
  const pinned: string[] = [];
  for (const node of nodes) {
    if (node.type !== "step" || node.data.step.disabled || node.data.operation?.trigger !== undefined) continue;
    if (within && !within.has(node.id)) continue;
    const { step, operation } = node.data;
    if (step.pinned) pinned.push(step.name);
    else if (changesTables(step) || step.type === "core.new_items") putBack.push(step.name);
    else if (operation?.effect === "write" || (operation?.effect === "depends" && step.type !== "core.data_table")) real.push(step.name);
  }
  return { real, putBack, pinned };
}
