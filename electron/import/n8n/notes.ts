import { z } from "zod";
import type { WorkflowInput } from "#shared/model/workflow.ts";
import type { N8nNode } from "./file.ts";
import { text } from "./mapper.ts";

const STICKY = "n8n-nodes-base.stickyNote";
const Size = z.coerce.number().positive().max(10_000);
const COLORS = z.union([z.string(), z.number()]).optional().catch(undefined);

/** Sticky notes are comments on the canvas, no steps. */
export const isNote = (node: N8nNode): boolean => node.type === STICKY;

export function positionOf(node: N8nNode, index: number): { x: number; y: number } {
  const { position } = node;
  if (Array.isArray(position)) return { x: position[0], y: position[1] };
  return position ?? { x: index * 220, y: 0 };
}

export function importNotes(nodes: readonly N8nNode[], taken: Set<string>): NonNullable<WorkflowInput["notes"]> {
  return nodes.filter(isNote).map((node, index) => {
    let id = node.id || `n8n-note-${index + 1}`;
    while (taken.has(id)) id = `${id.slice(0, 150)}-${index + 1}`;
    taken.add(id);
    const { parameters } = node;
    const color = COLORS.parse(parameters.color);
    return {
      id,
      position: positionOf(node, index),
      width: Size.catch(240).parse(parameters.width ?? 240),
      height: Size.catch(160).parse(parameters.height ?? 160),
      text: text(parameters.content).slice(0, 50_000),
      ...(color === undefined ? {} : { color: String(color) }),
    };
  });
}
