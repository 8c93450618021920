import { HEAD_HEIGHT, portY, type Rect } from "../graph/geometry.ts";
import type { Ports } from "../graph/ports.ts";
import type { CanvasNode } from "../graph/to-flow.ts";
import type { EditorState } from "../store/editor-store.ts";

export const rectOfNode = ({ position, width = 0, height = 0 }: CanvasNode): Rect => ({ ...position, width, height });

export const nodeOf = (state: EditorState, id: string): CanvasNode | undefined => state.nodes.find((node) => node.id === id);

export const stepRects = (state: EditorState): Rect[] => state.nodes.filter((node) => node.type === "step").map(rectOfNode);

export function portsOfStep(state: EditorState, id: string): Ports | undefined {
  const node = nodeOf(state, id);
  return node?.type === "step" ? node.data.ports : undefined;
}

/** How far below a card's top a port stands. */
export function portOffset(state: EditorState, id: string, side: "inputs" | "outputs", port: string): number {
  const ports = portsOfStep(state, id);
  const index = ports?.[side].findIndex((one) => one.id === port) ?? -1;
  return ports && index >= 0 ? portY(ports, side, index) : HEAD_HEIGHT / 2;
}
