import type { Workflow, WorkflowNode } from "./workflow.ts";

function withoutItems(node: WorkflowNode): WorkflowNode {
  const { pinned, ...rest } = node;
  return pinned ? rest : node;
}

/**
 * The workflow as a file that may leave the firm: without what customers' orders left in it (pinned items, static data,
 * the data of its tests). Connections are named by id, to be chosen again elsewhere; what an author typed stays.
 */
export const exported = (workflow: Workflow): Workflow => ({
  ...workflow,
  nodes: workflow.nodes.map(withoutItems),
  staticData: {},
  tests: [],
});
