import type { WorkflowNode } from "../model/workflow.ts";
import { partsOf } from "./document.ts";
import { type Editing, reconnect, setNodeFields, setParams } from "./edit.ts";
import { readEdge } from "./read.ts";

export interface Replacement {
  step: Pick<WorkflowNode, "type" | "typeVersion" | "params">;
  /** The new step's port in place of an old one; undefined where it has none: the wire goes then. */
  portFor: (side: "inputs" | "outputs", port: string) => string | undefined;
}

/** Makes a node a step of another kind, in one gesture: its name, place and wires stay, what belonged to the old kind goes. */
export function replaceNode(editing: Editing, id: string, { step, portFor }: Replacement): void {
  const { doc, origin } = editing;
  doc.transact(() => {
    const { nodes, edges } = partsOf(doc);
    if (!nodes.has(id)) return;
    const { type, typeVersion, params } = step;
    setNodeFields(editing, [id], { type, typeVersion, original: undefined, pinned: undefined, connection: undefined });
    setParams(editing, id, params);
    for (const edgeId of edges.keys()) {
      const edge = readEdge(doc, edgeId);
      if (!edge || (edge.from.node !== id && edge.to.node !== id)) continue;
      const from = edge.from.node === id ? portFor("outputs", edge.from.port) : edge.from.port;
      const to = edge.to.node === id ? portFor("inputs", edge.to.port) : edge.to.port;
      if (from === undefined || to === undefined) edges.delete(edgeId);
      else if (from !== edge.from.port || to !== edge.to.port)
        reconnect(editing, edgeId, { from: { ...edge.from, port: from }, to: { ...edge.to, port: to } });
    }
  }, origin);
}
