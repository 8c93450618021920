import type { Edge, Position } from "#shared/model/workflow.ts";
import { CARD_WIDTH, GAP_X, type Rect, snap } from "./geometry.ts";

/**
 * Room for a new step between two: everything that the second leads to moves right by what is missing, together, so that
 * the drawing keeps its shape. Returns the new step's place and the moves.
 */
export function makeRoom(
  edge: Edge,
  edges: readonly Edge[],
  rectOf: (node: string) => Rect | undefined,
): { at: Position; moves: Map<string, Position> } | undefined {
  const from = rectOf(edge.from.node);
  const to = rectOf(edge.to.node);
  if (!from || !to) return undefined;
  const gap = to.x - (from.x + from.width);
  const forward = gap >= 0;
  if (!forward) return { at: { x: snap((from.x + to.x) / 2), y: snap((from.y + to.y) / 2) }, moves: new Map() };
  const missing = Math.max(0, CARD_WIDTH + 2 * GAP_X - gap);
  const at = {
    x: snap(missing > 0 ? from.x + from.width + GAP_X : from.x + from.width + (gap - CARD_WIDTH) / 2),
    y: snap(missing > 0 ? to.y : (from.y + to.y) / 2),
  };
  const moves = new Map<string, Position>();
  if (missing === 0) return { at, moves };
  const queue = [edge.to.node as string];
  const seen = new Set<string>([edge.from.node]);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const rect = rectOf(id);
    // Wires that lead back keep their ends where they are.
    if (!rect || rect.x < to.x) continue;
    moves.set(id, { x: rect.x + snap(missing + GAP_X / 8), y: rect.y });
    for (const next of edges) if (next.from.node === id) queue.push(next.to.node);
  }
  return { at, moves };
}
