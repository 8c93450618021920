import type { ToolInfo } from "#shared/model/catalog.ts";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import type { Operation } from "../graph/to-flow.ts";

/** All operations by node type. */
export interface CatalogIndex {
  tools: readonly ToolInfo[];
  byType: ReadonlyMap<string, Operation>;
}

export function indexCatalog(tools: readonly ToolInfo[]): CatalogIndex {
  const byType = new Map<string, Operation>();
  for (const { id, name, category, triggers, actions } of tools) {
    for (const operation of [...triggers, ...actions]) byType.set(operation.type, { ...operation, tool: { id, name, category } });
  }
  return { tools, byType };
}

export const operationOf = (catalog: CatalogIndex, node: WorkflowNode): Operation | undefined => catalog.byType.get(node.type);

export const isTrigger = (operation: Operation | undefined): boolean => operation?.trigger !== undefined;
