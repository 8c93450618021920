import { makeClip, paste } from "#shared/draft/clip.ts";
import { addNote, moveParts, removeParts, renameNode, setNodeFields } from "#shared/draft/edit.ts";
import type { Position } from "#shared/model/workflow.ts";
import { type Alignment, align } from "../graph/align.ts";
import { boundsOf, GRID } from "../graph/geometry.ts";
import { readingOrder } from "../graph/order.ts";
import { type EditorState, selectedIds } from "../store/editor-store.ts";
import { noteBox } from "./add-step.ts";
import type { EditorContext } from "./context.ts";
import { rectOfNode } from "./geometry-of.ts";

const chosen = (state: EditorState) => state.nodes.filter((node) => node.selected);

export function removeSelection({ store, canvas }: EditorContext): void {
  const { selection } = store.getState();
  if (selectedIds(selection).length === 0) return;
  store.session.edit((editing) =>
    removeParts(editing, { nodes: selection.steps, edges: selection.wires, notes: selection.notes, bridge: true }),
  );
  canvas.current?.focus();
}

/** The selected steps and notes as text for the clipboard; undefined where none are selected. */
export function copySelection({ store, clip }: EditorContext): string | undefined {
  const { workflow, selection } = store.getState();
  const ids = new Set([...selection.steps, ...selection.notes]);
  if (ids.size === 0) return undefined;
  clip.current = JSON.stringify(makeClip(workflow, ids), null, 2);
  return clip.current;
}

export function duplicateSelection({ store }: EditorContext): void {
  const state = store.getState();
  const box = boundsOf(chosen(state).map(rectOfNode));
  if (!box) return;
  const ids = new Set([...state.selection.steps, ...state.selection.notes]);
  const pasted = store.session.edit((editing) =>
    paste(editing, makeClip(state.workflow, ids), { x: box.x + 2 * GRID, y: box.y + box.height + 2 * GRID }),
  );
  store.select(pasted);
}

/** Moves what is selected; presses that follow each other are one step of undo. */
export function nudge({ store }: EditorContext, dx: number, dy: number): void {
  const moves = new Map(chosen(store.getState()).map(({ id, position }) => [id, { x: position.x + dx, y: position.y + dy }]));
  if (moves.size > 0) store.session.edit((editing) => moveParts(editing, moves), `nudge:${[...moves.keys()].join()}`);
}

export function alignSelection({ store }: EditorContext, how: Alignment): void {
  const parts = chosen(store.getState()).map((node) => ({ id: node.id, ...rectOfNode(node) }));
  if (parts.length > 1) store.session.edit((editing) => moveParts(editing, align(parts, how)));
}

/** Off if any of them is on; on if all are off. */
export function toggleDisabled({ store }: EditorContext): void {
  const { workflow, selection } = store.getState();
  const steps = workflow.nodes.filter((node) => selection.steps.includes(node.id));
  const disabled = steps.some((node) => !node.disabled) ? true : undefined;
  if (steps.length > 0) store.session.edit((editing) => setNodeFields(editing, selection.steps, { disabled }));
}

export function rename({ store }: EditorContext, id: string, name: string): void {
  store.setState({ renaming: null });
  store.session.edit((editing) => renameNode(editing, id, name));
}

export function addNoteHere({ store, canvas }: EditorContext, at?: Position): void {
  const state = store.getState();
  const box = noteBox(state, at ?? canvas.current?.center() ?? { x: 0, y: 0 });
  const id = store.session.edit((editing) => addNote(editing, { ...box, ...(at && { position: at }), text: "" }));
  store.select([id]);
  store.setState({ renaming: id });
}

export const selectAll = ({ store }: EditorContext): void => {
  const { nodes, wires } = store.getState();
  store.select([...nodes, ...wires].map((part) => part.id));
};

export type Direction = "left" | "right" | "up" | "down";

/** Goes from the selected step along its wires, or to its neighbour above or below; from nowhere to the first step. */
export function goTo({ store, canvas }: EditorContext, direction: Direction): void {
  const { workflow, selection } = store.getState();
  const current = selection.steps.at(-1);
  const next = current === undefined ? readingOrder(workflow.nodes, workflow.edges)[0]?.id : neighbour(workflow, current, direction);
  if (next === undefined) return;
  store.select([next]);
  canvas.current?.reveal(next);
}

function neighbour({ nodes, edges }: EditorState["workflow"], id: string, direction: Direction): string | undefined {
  const here = nodes.find((node) => node.id === id);
  if (!here) return undefined;
  const place = new Map<string, Position>(nodes.map((node) => [node.id, node.position]));
  const distance = (other: string): number => Math.abs((place.get(other)?.y ?? 0) - here.position.y);
  const nearest = (ids: readonly string[]): string | undefined => ids.toSorted((a, b) => distance(a) - distance(b))[0];
  if (direction === "right") return nearest(edges.filter((edge) => edge.from.node === id).map((edge) => edge.to.node));
  if (direction === "left") return nearest(edges.filter((edge) => edge.to.node === id).map((edge) => edge.from.node));
  const sign = direction === "down" ? 1 : -1;
  const beyond = nodes.filter((node) => node.id !== id && sign * (node.position.y - here.position.y) > 0);
  const cost = (node: (typeof nodes)[number]): number =>
    Math.abs(node.position.y - here.position.y) + 2 * Math.abs(node.position.x - here.position.x);
  return beyond.toSorted((a, b) => cost(a) - cost(b))[0]?.id;
}
