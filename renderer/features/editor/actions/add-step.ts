import { addNode, connect, type Editing, insertOnEdge } from "#shared/draft/edit.ts";
import { replaceNode } from "#shared/draft/replace.ts";
import type { Position } from "#shared/model/workflow.ts";
import { type End, refuseWire } from "../graph/connection-rules.ts";
import { CARD_WIDTH, cardHeight, freePlace, GAP_X, placeAfter, snap } from "../graph/geometry.ts";
import { makeRoom } from "../graph/make-room.ts";
import type { Ports } from "../graph/ports.ts";
import type { Operation } from "../graph/to-flow.ts";
import { newId } from "../session/new-id.ts";
import type { EditorState, PickerPlace } from "../store/editor-store.ts";
import type { EditorContext } from "./context.ts";
import { nodeOf, portOffset, portsOfStep, rectOfNode, stepRects } from "./geometry-of.ts";

/** Where `/`, Tab and the button add: behind the one selected step, into the one selected wire, else anywhere. */
export function defaultPlace(state: EditorState): PickerPlace {
  const { steps, wires } = state.selection;
  const [wire] = wires;
  if (steps.length === 0 && wires.length === 1 && wire !== undefined) return { kind: "wire", edge: wire };
  const [id] = steps;
  if (steps.length !== 1 || id === undefined) return { kind: "free" };
  const outputs = portsOfStep(state, id)?.outputs ?? [];
  const used = new Set(state.workflow.edges.filter((edge) => edge.from.node === id).map((edge) => edge.from.port));
  const port = outputs.find((one) => !used.has(one.id)) ?? outputs[0];
  return port ? { kind: "port", side: "outputs", end: { node: findNode(state, id).id, port: port.id } } : { kind: "free" };
}

/** Adds a step of that operation at the place and selects it. */
export function addStep(context: EditorContext, operation: Operation, place: PickerPlace): string | undefined {
  const { store } = context;
  const state = store.getState();
  const height = cardHeight(plainPorts(operation));
  const node = { type: operation.type, typeVersion: operation.version, name: operation.title, params: firstParams(operation) };
  const id = store.session.edit((editing) => {
    switch (place.kind) {
      case "free": {
        const at = place.at ?? context.canvas.current?.center() ?? { x: 0, y: 0 };
        const corner = place.at ? at : { x: at.x - CARD_WIDTH / 2, y: at.y - height / 2 };
        return addNode(editing, { ...node, position: freePlace(corner, height, stepRects(state)) });
      }
      case "port": {
        const added = addNode(editing, { ...node, position: placeAtPort(state, place, height) });
        const port = place.side === "outputs" ? operation.inputs[0] : operation.outputs[0];
        if (port) {
          const other: End = { node: added, port: port.id };
          connect(editing, place.side === "outputs" ? { from: place.end, to: other } : { from: other, to: place.end });
        }
        return added;
      }
      case "wire":
        return insertInWire(context, operation, place.edge);
      case "replace":
        return replaceStep(state, editing, operation, place.node);
    }
  });
  if (id !== undefined) {
    store.select([id]);
    store.setState({ fresh: id });
    context.canvas.current?.reveal(id);
  }
  return id;
}

/** An address that nobody guesses, so that a new webhook works, and keeps strangers out, without a thought. */
const firstParams = ({ trigger, input }: Operation): Record<string, unknown> =>
  trigger === "webhook" && input.properties !== null && typeof input.properties === "object" && "path" in input.properties
    ? { path: newId() }
    : {};

const plainPorts = ({ inputs, outputs }: Operation): Ports => ({
  inputs: inputs.map((port) => ({ ...port, kind: "main" })),
  outputs: outputs.map((port) => ({ ...port, kind: "main" })),
});

function placeAtPort(state: EditorState, place: PickerPlace & { kind: "port" }, height: number): Position {
  const others = stepRects(state);
  if (place.at)
    return freePlace({ x: place.side === "outputs" ? place.at.x : place.at.x - CARD_WIDTH, y: place.at.y - 28 }, height, others);
  const node = nodeOf(state, place.end.node);
  if (!node) return { x: 0, y: 0 };
  const rect = rectOfNode(node);
  const offset = portOffset(state, place.end.node, place.side, place.end.port);
  if (place.side === "outputs") return placeAfter(rect, height, others, offset);
  return freePlace({ x: rect.x - GAP_X - CARD_WIDTH, y: rect.y }, height, others);
}

/** Ports of the same name stay; others take the port at the same place, else the first. */
function replaceStep(state: EditorState, editing: Editing, operation: Operation, id: string): string {
  const before = portsOfStep(state, id);
  replaceNode(editing, id, {
    step: { type: operation.type, typeVersion: operation.version, params: firstParams(operation) },
    portFor: (side, port) => {
      const after = operation[side];
      const place = before?.[side].findIndex((one) => one.id === port) ?? -1;
      return (after.find((one) => one.id === port) ?? after[place] ?? after[0])?.id;
    },
  });
  return id;
}

function insertInWire({ store }: EditorContext, operation: Operation, edgeId: string): string | undefined {
  const state = store.getState();
  const edge = state.workflow.edges.find((one) => one.id === edgeId);
  const [into] = operation.inputs;
  if (!edge || !into) return undefined;
  const [out] = operation.outputs;
  const room = makeRoom(edge, state.workflow.edges, (id) => {
    const node = nodeOf(state, id);
    return node && rectOfNode(node);
  });
  return store.session.edit((editing) =>
    insertOnEdge(editing, {
      edge: edgeId,
      node: { type: operation.type, typeVersion: operation.version, name: operation.title, position: room?.at ?? { x: 0, y: 0 } },
      ports: { in: into.id, ...(out && { out: out.id }) },
      ...(room && { moves: room.moves }),
    }),
  );
}

function findNode(state: EditorState, id: string): EditorState["workflow"]["nodes"][number] {
  const node = state.workflow.nodes.find((one) => one.id === id);
  if (!node) throw new Error(`there is no step ${id}`);
  return node;
}

/** Draws a wire where one can run; else answers why not. */
export function drawWire({ store }: EditorContext, from: End, to: End): ReturnType<typeof refuseWire> {
  const state = store.getState();
  const refused = refuseWire({ edges: state.workflow.edges, portsOf: (node) => portsOfStep(state, node) }, from, to);
  if (refused) return refused;
  const kind = portsOfStep(state, from.node)?.outputs.find((port) => port.id === from.port)?.kind ?? "main";
  store.session.edit((editing) => connect(editing, { from, to, kind }));
  return undefined;
}

/** Adds a note in the middle of the view, or around the selected steps. */
export const noteBox = (state: EditorState, center: Position): { position: Position; width: number; height: number } => {
  const chosen = state.nodes.filter((node) => node.type === "step" && node.selected).map(rectOfNode);
  if (chosen.length === 0) return { position: { x: snap(center.x - 120), y: snap(center.y - 80) }, width: 240, height: 160 };
  const left = Math.min(...chosen.map((rect) => rect.x)) - 24;
  const top = Math.min(...chosen.map((rect) => rect.y)) - 56;
  const right = Math.max(...chosen.map((rect) => rect.x + rect.width)) + 24;
  const bottom = Math.max(...chosen.map((rect) => rect.y + rect.height)) + 24;
  return { position: { x: snap(left), y: snap(top) }, width: snap(right - left), height: snap(bottom - top) };
};
