import { type Clip, paste, readClip } from "#shared/draft/clip.ts";
import type { WorkflowId } from "#shared/model/ids.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import { boundsOf, GRID, snap } from "../graph/geometry.ts";
import type { EditorContext } from "./context.ts";
import { rectOfNode } from "./geometry-of.ts";

/** What pasting foreign workflows needs of the engine. */
export interface PasteEngine {
  import(text: string): Promise<{ id: WorkflowId; partial: readonly unknown[]; unsupported: readonly unknown[] }>;
  get(id: WorkflowId): Promise<Workflow>;
  remove(id: WorkflowId): Promise<unknown>;
}

export type Pasted =
  | { kind: "pasted"; count: number }
  /** `open` steps came over with something left to do. */
  | { kind: "converted"; count: number; open: number }
  | { kind: "nothing" };

/** Pastes steps copied here, a workflow file of ours, or a workflow copied in n8n, which the engine converts. */
export async function pasteText(context: EditorContext, text: string, engine: PasteEngine): Promise<Pasted> {
  const read = readClip(text);
  if (read.kind === "other") return { kind: "nothing" };
  if (read.kind === "clip") return { kind: "pasted", count: place(context, read.clip) };
  const { id, partial, unsupported } = await engine.import(text);
  try {
    const { nodes, edges, notes } = await engine.get(id);
    return {
      kind: "converted",
      count: place(context, { clip: "infinite-matrix", nodes, edges, notes }),
      open: partial.length + unsupported.length,
    };
  } finally {
    // It was only the way here.
    await engine.remove(id);
  }
}

function place({ store, canvas }: EditorContext, clip: Clip): number {
  if (clip.nodes.length + clip.notes.length === 0) return 0;
  const state = store.getState();
  const box = boundsOf([
    ...clip.nodes.map((node) => ({ ...node.position, width: 224, height: 56 })),
    ...clip.notes.map((note) => ({ ...note.position, ...note })),
  ]);
  const pointer = canvas.current?.pointer();
  const center = canvas.current?.center() ?? { x: 0, y: 0 };
  const wanted = pointer ?? { x: center.x - (box?.width ?? 0) / 2, y: center.y - (box?.height ?? 0) / 2 };
  const at = { x: snap(wanted.x), y: snap(wanted.y) };
  const taken = new Set(state.nodes.map((node) => `${rectOfNode(node).x}:${rectOfNode(node).y}`));
  while (taken.has(`${at.x}:${at.y}`)) {
    at.x += 2 * GRID;
    at.y += 2 * GRID;
  }
  const ids = store.session.edit((editing) => paste(editing, clip, at));
  store.select(ids);
  return ids.length;
}
