import type { WorkflowNode } from "#shared/model/workflow.ts";
import type { Plan } from "./plan.ts";
import { NO_SCOPE } from "./triggers/no-scope.ts";

/** Paths at which a workflow wants to answer, with the node of each. */
export const hooksOf = (plan: Plan): [path: string, node: WorkflowNode][] =>
  plan.nodes.flatMap(({ trigger, node, params }) =>
    trigger?.kind === "webhook" && !node.disabled ? [[trigger.path(params.resolve(NO_SCOPE)), node]] : [],
  );

export interface TakenPath {
  node: WorkflowNode;
  message: string;
}

/** Webhook paths of a workflow that are taken: by another one (`holder` knows its name), twice in this one, or by us. */
export function takenPaths(plan: Plan, holder: (path: string) => string | undefined, isReserved: (path: string) => boolean): TakenPath[] {
  const own = new Map<string, string>();
  return hooksOf(plan).flatMap(([path, node]) => {
    const other = holder(path);
    const mine = own.get(path);
    own.set(path, mine ?? node.name);
    if (other !== undefined) return [{ node, message: `the workflow '${other}' already answers at the path '${path}'` }];
    if (mine !== undefined) return [{ node, message: `'${mine}' of this workflow already answers at the path '${path}'` }];
    return isReserved(path) ? [{ node, message: `the path '${path}' is used for runs that wait for a call` }] : [];
  });
}
