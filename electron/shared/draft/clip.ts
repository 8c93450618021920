import { z } from "zod";
import type { NodeId } from "../model/ids.ts";
import type { JsonObject } from "../model/item.ts";
import { Edge, Note, type Position, Workflow, WorkflowNode } from "../model/workflow.ts";
import { partsOf } from "./document.ts";
import { addNode, addNote, connect, type Editing, takenNames } from "./edit.ts";
import { uniqueName } from "./names.ts";
import { readParams } from "./read.ts";
import { renameInParams } from "./references.ts";
import { isPlainObject } from "./values.ts";

/** What is copied: steps with the wires among them, and notes. Text on the clipboard, so it also goes into a mail or a file. */
const Clip = z.object({
  clip: z.literal("infinite-matrix"),
  nodes: z.array(WorkflowNode).max(5000),
  edges: z.array(Edge).max(20_000),
  notes: z.array(Note).max(5000),
});
export type Clip = z.infer<typeof Clip>;

export function makeClip(source: Pick<Workflow, "nodes" | "edges" | "notes">, ids: ReadonlySet<string>): Clip {
  return {
    clip: "infinite-matrix",
    nodes: source.nodes.filter((node) => ids.has(node.id)),
    edges: source.edges.filter((edge) => ids.has(edge.from.node) && ids.has(edge.to.node)),
    notes: source.notes.filter((note) => ids.has(note.id)),
  };
}

export type ReadClip = { kind: "clip"; clip: Clip } | { kind: "n8n" } | { kind: "other" };

/** A clip of ours, a whole workflow of ours, a workflow of n8n (which the engine reads), or something else. */
export function readClip(text: string): ReadClip {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "other" };
  }
  const clip = Clip.safeParse(value);
  if (clip.success) return { kind: "clip", clip: clip.data };
  const workflow = Workflow.safeParse(value);
  if (workflow.success) {
    const { nodes, edges, notes } = workflow.data;
    return { kind: "clip", clip: { clip: "infinite-matrix", nodes, edges, notes } };
  }
  return isPlainObject(value) && Array.isArray(value.nodes) && isPlainObject(value.connections) ? { kind: "n8n" } : { kind: "other" };
}

/** Pastes with new ids and free names; what the pasted steps say of each other follows. `at` = upper left corner. */
export function paste(editing: Editing, clip: Clip, at: Position): string[] {
  const places = [...clip.nodes, ...clip.notes].map((part) => part.position);
  const left = Math.min(...places.map((p) => p.x));
  const top = Math.min(...places.map((p) => p.y));
  const moved = ({ x, y }: Position): Position => ({ x: Math.round(x - left + at.x), y: Math.round(y - top + at.y) });
  return editing.doc.transact(() => {
    const taken = takenNames(editing.doc);
    const names = new Map<string, string>();
    for (const node of clip.nodes) {
      const name = uniqueName(node.name, taken);
      taken.add(name);
      names.set(node.name, name);
    }
    const ids = new Map<string, NodeId>();
    for (const { id, ...node } of clip.nodes) {
      const params = withOwnAddress(editing, node.type, Object(renameInParams(node.type, node.params, (name) => names.get(name))));
      ids.set(id, addNode(editing, { ...node, name: names.get(node.name) ?? node.name, params, position: moved(node.position) }));
    }
    for (const { from, to, kind } of clip.edges) {
      const [a, b] = [ids.get(from.node), ids.get(to.node)];
      if (a && b) connect(editing, { from: { ...from, node: a }, to: { ...to, node: b }, kind });
    }
    const notes = clip.notes.map((note) => addNote(editing, { ...note, position: moved(note.position) }));
    return [...ids.values(), ...notes];
  }, editing.origin);
}

/** Two webhooks can't answer at one address: a copy gets its own. */
function withOwnAddress(editing: Editing, type: string, params: JsonObject): JsonObject {
  if (type !== "core.webhook" || typeof params.path !== "string") return params;
  const taken = [...partsOf(editing.doc).nodes.keys()].some((id) => readParams(editing.doc, id).path === params.path);
  return taken ? { ...params, path: editing.newId() } : params;
}
