import type { Edge, WorkflowNode } from "#shared/model/workflow.ts";

/**
 * Steps in the order in which data meets them: each trigger followed by what hangs on it, port by port; what nothing leads
 * to comes last, from top to bottom.
 */
export function readingOrder(nodes: readonly WorkflowNode[], edges: readonly Edge[]): WorkflowNode[] {
  const byId = new Map<string, WorkflowNode>(nodes.map((node) => [node.id, node]));
  const next = new Map<string, string[]>();
  const entered = new Set<string>();
  for (const { from, to } of edges) {
    entered.add(to.node);
    const list = next.get(from.node);
    if (list) list.push(to.node);
    else next.set(from.node, [to.node]);
  }
  const place = (a: WorkflowNode, b: WorkflowNode): number => a.position.y - b.position.y || a.position.x - b.position.x;
  const starts = nodes.filter((node) => !entered.has(node.id)).sort(place);
  const order: WorkflowNode[] = [];
  const seen = new Set<string>();
  for (const start of [...starts, ...nodes.toSorted(place)]) {
    const stack = [start.id as string];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const node = byId.get(id);
      if (!node || seen.has(id)) continue;
      seen.add(id);
      order.push(node);
      stack.push(...(next.get(id) ?? []).toReversed());
    }
  }
  return order;
}
