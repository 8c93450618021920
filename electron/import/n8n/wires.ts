import { z } from "zod";
import type { WorkflowInput } from "#shared/model/workflow.ts";
import type { N8nNode } from "./file.ts";
import { isObject } from "./mapper.ts";
import type { ImportedNode } from "./node.ts";

type EdgeInput = WorkflowInput["edges"][number];

const Target = z.object({
  node: z.string(),
  type: z.string().optional(),
  index: z.coerce.number().int().min(0).max(1000).catch(0).default(0),
});

/** Where the step's type is not known its ports are numbered: `out`, `out2`, ... */
function outputPort({ node, outputs }: ImportedNode, index: number, last: number): string {
  const known = outputs[index];
  if (known !== undefined) return known;
  const errorPort = outputs.length > 0 ? index === outputs.length : index > 0 && index === last;
  if (node.onError === "route" && errorPort) return "error";
  return index === 0 ? "out" : `out${index + 1}`;
}

const inputPort = ({ inputs }: ImportedNode, index: number): string => inputs[index] ?? (index === 0 ? "in" : `in${index + 1}`);

/** Links of models, tools and memories have ports of their own on both ends, named like their kind. */
const kindPort = (kind: string, index: number): string => (index === 0 ? kind : `${kind}${index + 1}`);

/** Every wire between two steps becomes an edge, in the order of the file; those that lead nowhere are named. */
export function importWires(
  connections: Record<string, unknown>,
  steps: readonly N8nNode[],
  nodes: readonly ImportedNode[],
): { edges: EdgeInput[]; partial: { node: string; reason: string }[] } {
  const edges: EdgeInput[] = [];
  const partial: { node: string; reason: string }[] = [];
  const byName = new Map<string, ImportedNode>();
  for (const [index, step] of steps.entries()) {
    const node = nodes[index];
    if (node && !byName.has(step.name)) byName.set(step.name, node);
  }
  for (const [name, kinds] of Object.entries(connections)) {
    const from = byName.get(name);
    if (!from || !isObject(kinds)) continue;
    for (const [kind, outputs] of Object.entries(kinds)) {
      if (!Array.isArray(outputs)) continue;
      for (const [index, targets] of outputs.entries()) {
        for (const entry of Array.isArray(targets) ? targets : [targets]) {
          const target = Target.safeParse(entry);
          if (!target.success) continue;
          const to = byName.get(target.data.node);
          if (!to) {
            partial.push({ node: from.node.name, reason: `a wire led to '${target.data.node}', which is not in the file` });
            continue;
          }
          const main = kind === "main";
          edges.push({
            id: `e${edges.length + 1}`,
            from: { node: from.node.id, port: main ? outputPort(from, index, outputs.length - 1) : kindPort(kind, index) },
            to: { node: to.node.id, port: main ? inputPort(to, target.data.index) : kindPort(kind, target.data.index) },
            kind,
          });
        }
      }
    }
  }
  return { edges, partial };
}
