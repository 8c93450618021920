import type { WorkflowNode } from "#shared/model/workflow.ts";

/** Its effect is on our own data tables alone: a test puts it back. */
export const changesTables = (node: WorkflowNode): boolean => node.type === "core.data_table" && node.params.operation !== "find";
