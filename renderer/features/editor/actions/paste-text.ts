import { type Clip, paste, readClip } from "#shared/draft/clip.ts";
import type { WorkflowId } from "#shared/model/ids.ts";
import type { Position, Workflow } from "#shared/model/workflow.ts";
import { boundsOf, CARD_WIDTH, GAP_Y, GRID, HEAD_HEIGHT, overlaps, type Rect, snap } from "../graph/geometry.ts";
import type { EditorState } from "../store/editor-store.ts";
import type { EditorContext } from "./context.ts";
import { stepRects } from "./geometry-of.ts";

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
    ...clip.nodes.map((node) => ({ ...node.position, width: CARD_WIDTH, height: HEAD_HEIGHT })),
    ...clip.notes.map((note) => ({ ...note.position, width: note.width, height: note.height })),
  ]) ?? { x: 0, y: 0, width: 0, height: 0 };
  const pointer = canvas.current?.pointer();
  const center = canvas.current?.center() ?? { x: 0, y: 0 };
  const at = pointer ?? { x: center.x - box.width / 2, y: center.y - box.height / 2 };
  const ids = store.session.edit((editing) => paste(editing, clip, pointer ? beside(at, state) : below({ ...box, ...at }, state)));
  store.select(ids);
  const [first] = ids;
  if (first !== undefined) canvas.current?.reveal(first);
  return ids.length;
}

/** Where the pointer is, but not exactly on top of another: pasting twice must not look like once. */
function beside(at: Position, state: EditorState): Position {
  const taken = new Set(state.nodes.map(({ position }) => `${position.x}:${position.y}`));
  const place = { x: snap(at.x), y: snap(at.y) };
  while (taken.has(`${place.x}:${place.y}`)) {
    place.x += 2 * GRID;
    place.y += 2 * GRID;
  }
  return place;
}

/** There, or as far below as it takes to cover nothing. */
function below(box: Rect, state: EditorState): Position {
  const place = { ...box, x: snap(box.x), y: snap(box.y) };
  const others = stepRects(state);
  for (
    let hit = others.filter((other) => overlaps(place, other, GRID));
    hit.length > 0;
    hit = others.filter((other) => overlaps(place, other, GRID))
  ) {
    place.y = snap(Math.max(...hit.map((other) => other.y + other.height)) + GAP_Y);
  }
  return { x: place.x, y: place.y };
}
