import type { Edge } from "#shared/model/workflow.ts";
import type { Ports } from "./ports.ts";

export type End = Edge["from"];

/** Why a wire can't be drawn. A reason is a key below `editor.refused`. */
export type Refused = "sameWire" | "noSuchPort" | "kinds" | "ownTail";

export interface Drawing {
  edges: readonly Edge[];
  portsOf(node: string): Ports | undefined;
}

/** Whether a wire can run between two ports; undefined = it can. `except` = a wire that is being moved. */
export function refuseWire(drawing: Drawing, from: End, to: End, except?: string): Refused | undefined {
  const out = drawing.portsOf(from.node)?.outputs.find((port) => port.id === from.port);
  const into = drawing.portsOf(to.node)?.inputs.find((port) => port.id === to.port);
  if (!out || !into) return "noSuchPort";
  if (out.kind !== into.kind) return "kinds";
  // With one way out, everything it gives comes straight back: it would only end at the step limit.
  if (from.node === to.node && (drawing.portsOf(from.node)?.outputs.length ?? 0) < 2) return "ownTail";
  const twin = drawing.edges.some(
    (edge) =>
      edge.id !== except &&
      edge.from.node === from.node &&
      edge.from.port === from.port &&
      edge.to.node === to.node &&
      edge.to.port === to.port,
  );
  return twin ? "sameWire" : undefined;
}
