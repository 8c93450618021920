import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import type { Edge, Position } from "#shared/model/workflow.ts";
import { boundsOf, GAP_X, GAP_Y, type Rect, snap } from "./geometry.ts";
import type { Ports } from "./ports.ts";

export interface LayoutPart extends Rect {
  id: string;
  ports: Ports;
  portY(side: "inputs" | "outputs", index: number): number;
}

/** The graph as ELK takes it: left to right, ports where the cards have them, order as drawn. */
export function toElk(parts: readonly LayoutPart[], edges: readonly Edge[]): ElkNode {
  const ids = new Set(parts.map((part) => part.id));
  return {
    id: "root",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      "elk.layered.thoroughness": "3",
      "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
      "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
      "elk.layered.considerModelOrder.components": "MODEL_ORDER",
      "elk.edgeRouting": "POLYLINE",
      "elk.spacing.nodeNode": String(GAP_Y),
      "elk.layered.spacing.nodeNodeBetweenLayers": String(GAP_X),
      "elk.spacing.componentComponent": String(2 * GAP_Y),
      "elk.separateConnectedComponents": "true",
    },
    children: parts.map((part) => ({
      id: part.id,
      width: part.width,
      height: part.height,
      layoutOptions: { "elk.portConstraints": "FIXED_POS" },
      ports: [...elkPorts(part, "inputs"), ...elkPorts(part, "outputs")],
    })),
    edges: edges
      .filter((edge) => ids.has(edge.from.node) && ids.has(edge.to.node))
      .map(
        (edge): ElkExtendedEdge => ({
          id: edge.id,
          sources: [portId(edge.from.node, "outputs", edge.from.port)],
          targets: [portId(edge.to.node, "inputs", edge.to.port)],
        }),
      ),
  };
}

const portId = (node: string, side: "inputs" | "outputs", port: string): string => JSON.stringify([node, side, port]);

const elkPorts = (part: LayoutPart, side: "inputs" | "outputs") =>
  part.ports[side].map((port, index) => ({
    id: portId(part.id, side, port.id),
    width: 0,
    height: 0,
    x: side === "inputs" ? 0 : part.width,
    y: part.portY(side, index),
    layoutOptions: { "elk.port.side": side === "inputs" ? "WEST" : "EAST" },
  }));

/** The places that ELK found, moved so that the drawing's upper left corner stays where it was. */
export function fromElk(result: ElkNode, parts: readonly LayoutPart[]): Map<string, Position> {
  const left = Math.min(...parts.map((part) => part.x));
  const top = Math.min(...parts.map((part) => part.y));
  const children = result.children ?? [];
  const minX = Math.min(...children.map((child) => child.x ?? 0));
  const minY = Math.min(...children.map((child) => child.y ?? 0));
  return new Map(children.map((child) => [child.id, { x: snap((child.x ?? 0) - minX + left), y: snap((child.y ?? 0) - minY + top) }]));
}

/** Frames that had steps in them go where those went, with the same margins around them. */
export function followingNotes(
  notes: readonly (Rect & { id: string })[],
  before: readonly (Rect & { id: string })[],
  after: ReadonlyMap<string, Position>,
): Map<string, Rect> {
  const placed = new Map<string, Rect>();
  for (const note of notes) {
    const inside = before.filter((part) => contains(note, part) && after.has(part.id));
    const old = boundsOf(inside);
    const next = boundsOf(inside.map((part) => ({ ...part, ...after.get(part.id) })));
    if (!old || !next) continue;
    placed.set(note.id, {
      x: next.x - (old.x - note.x),
      y: next.y - (old.y - note.y),
      width: note.width + next.width - old.width,
      height: note.height + next.height - old.height,
    });
  }
  return placed;
}

const contains = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
