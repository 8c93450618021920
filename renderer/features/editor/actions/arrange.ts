import { moveParts, setNote } from "#shared/draft/edit.ts";
import type { Position } from "#shared/model/workflow.ts";
import { portY } from "../graph/geometry.ts";
import { followingNotes, fromElk, type LayoutPart, toElk } from "../graph/layout.ts";
import { readingOrder } from "../graph/order.ts";
import type { EditorContext } from "./context.ts";
import { rectOfNode } from "./geometry-of.ts";

const GLIDE_MS = 260;

/** Lays out the selected steps (two or more) or all of them, left to right. Steps glide to their places; one step of undo. */
export async function arrange(context: EditorContext, calm: boolean): Promise<void> {
  const { store, canvas } = context;
  const { nodes, workflow, selection } = store.getState();
  const some = selection.steps.length > 1;
  const order = new Map<string, number>(readingOrder(workflow.nodes, workflow.edges).map((step, index) => [step.id, index]));
  const parts = nodes.flatMap((node): LayoutPart[] =>
    node.type === "step" && (!some || node.selected)
      ? [{ id: node.id, ...rectOfNode(node), ports: node.data.ports, portY: (side, index) => portY(node.data.ports, side, index) }]
      : [],
  );
  if (parts.length < 2) return;
  parts.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  const { layoutInWorker } = await import("../graph/layout-client.ts");
  const places = fromElk(await layoutInWorker(toElk(parts, workflow.edges)), parts);
  const notes = followingNotes(
    nodes.flatMap((node) => (node.type === "note" ? [{ id: node.id, ...rectOfNode(node) }] : [])),
    parts,
    places,
  );
  if (!calm) await glide(context, new Map([...places, ...notes]));
  store.session.edit((editing) =>
    editing.doc.transact(() => {
      moveParts(editing, places);
      for (const [id, { x, y, width, height }] of notes) setNote(editing, id, { position: { x, y }, width, height });
    }, editing.origin),
  );
  if (!some) canvas.current?.fit();
}

/** Moves the picture only; the edit follows when it has arrived. */
function glide({ store }: EditorContext, places: ReadonlyMap<string, Position>): Promise<void> {
  const from = new Map(store.getState().nodes.map((node) => [node.id, node.position]));
  const begun = performance.now();
  return new Promise((resolve) => {
    const frame = (): void => {
      const share = Math.min(1, (performance.now() - begun) / GLIDE_MS);
      const eased = 1 - (1 - share) ** 3;
      store.nodesChanged(
        [...places].flatMap(([id, to]) => {
          const start = from.get(id);
          if (!start) return [];
          const position = { x: start.x + (to.x - start.x) * eased, y: start.y + (to.y - start.y) * eased };
          return [{ id, type: "position" as const, position }];
        }),
      );
      if (share < 1) requestAnimationFrame(frame);
      else resolve();
    };
    requestAnimationFrame(frame);
  });
}
