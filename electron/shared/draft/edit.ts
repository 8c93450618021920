import * as Y from "yjs";
import type { EdgeId, NodeId } from "../model/ids.ts";
import { EdgeId as EdgeIdSchema, NodeId as NodeIdSchema } from "../model/ids.ts";
import type { Edge, Note, Position, WorkflowNode, WorkflowSettings } from "../model/workflow.ts";
import { nextRank, partsOf, rankOf } from "./document.ts";
import { uniqueName } from "./names.ts";
import { readEdge, readParams } from "./read.ts";
import { renameInParams } from "./references.ts";
import { isPlainObject, sameJson, writeKey, writeMap, writePath, writeWhole } from "./values.ts";
import { mapAt, writeNodeFields } from "./write.ts";

/** Who edits which document. Each function below is one gesture: one transaction with this origin, one step of undo. */
export interface Editing {
  doc: Y.Doc;
  origin: unknown;
  newId(): string;
}

export type NewNode = Pick<WorkflowNode, "type" | "position"> & { name: string } & Partial<Omit<WorkflowNode, "id">>;
export type NewEdge = Omit<Edge, "id" | "kind"> & { kind?: string };
/** A node's fields that are set one by one; its name and params have functions of their own. */
export type NodeField = Exclude<keyof WorkflowNode, "id" | "name" | "position" | "params">;

const gesture = <T>(editing: Editing, edit: () => T): T => editing.doc.transact(edit, editing.origin);

export const takenNames = (doc: Y.Doc): Set<string> => {
  const names = new Set<string>();
  for (const node of partsOf(doc).nodes.values()) {
    const name: unknown = node instanceof Y.Map ? node.get("name") : undefined;
    if (typeof name === "string") names.add(name);
  }
  return names;
};

/** Adds a node under a name that is free. */
export function addNode(editing: Editing, node: NewNode): NodeId {
  return gesture(editing, () => {
    const { nodes, positions } = partsOf(editing.doc);
    const id = NodeIdSchema.parse(editing.newId());
    const { position, name, ...fields } = node;
    const entry = nodes.set(id, new Y.Map<unknown>());
    writeNodeFields(entry, {
      typeVersion: 1,
      params: {},
      ...fields,
      name: uniqueName(name, takenNames(editing.doc)),
      rank: nextRank(nodes),
    });
    positions.set(id, { x: Math.round(position.x), y: Math.round(position.y) });
    return id;
  });
}

export function moveParts(editing: Editing, moves: ReadonlyMap<string, Position>): void {
  gesture(editing, () => {
    const { nodes, positions, notes } = partsOf(editing.doc);
    for (const [id, { x, y }] of moves) {
      const position = { x: Math.round(x), y: Math.round(y) };
      if (nodes.has(id)) writeWhole(positions, id, position);
      const note = notes.get(id);
      if (note instanceof Y.Map) writeWhole(note, "position", position);
    }
  });
}

/** Gives a node a free name and rewrites what names it in expressions. Returns the name it has now. */
export function renameNode(editing: Editing, id: string, wanted: string): string {
  return gesture(editing, () => {
    const { nodes } = partsOf(editing.doc);
    const node = nodes.get(id);
    if (!(node instanceof Y.Map)) return wanted;
    const old = String(node.get("name") ?? "");
    if (wanted.trim() === "" || wanted.trim() === old) return old;
    const taken = takenNames(editing.doc);
    taken.delete(old);
    const name = uniqueName(wanted, taken);
    node.set("name", name);
    const renamed = (reference: string): string | undefined => (reference === old ? name : undefined);
    for (const [otherId, other] of nodes) {
      if (!(other instanceof Y.Map)) continue;
      const params = readParams(editing.doc, otherId);
      const next = renameInParams(String(other.get("type")), params, renamed);
      if (next !== params) writeKey(other, "params", next);
    }
    return name;
  });
}

export interface Removal {
  nodes?: Iterable<string>;
  edges?: Iterable<string>;
  notes?: Iterable<string>;
  /** Joins what stood before a removed step to what stood after it, where each side has one wire. */
  bridge?: boolean;
}

/** Removes nodes with their wires, single wires, and notes. */
export function removeParts(editing: Editing, removal: Removal): void {
  gesture(editing, () => {
    const { nodes, positions, notes, edges } = partsOf(editing.doc);
    const wires = new Map<string, Edge>([...edges.keys()].flatMap((id) => readEdge(editing.doc, id) ?? []).map((edge) => [edge.id, edge]));
    const drop = (id: string): void => {
      edges.delete(id);
      wires.delete(id);
    };
    for (const id of removal.nodes ?? []) {
      const touching = [...wires.values()].filter((edge) => edge.from.node === id || edge.to.node === id);
      for (const edge of touching) drop(edge.id);
      const joined = removal.bridge ? bridgeOf(id, touching) : undefined;
      if (joined) {
        const edgeId = connect(editing, joined);
        wires.set(edgeId, { ...joined, id: edgeId, kind: "main" });
      }
      nodes.delete(id);
      positions.delete(id);
    }
    for (const id of removal.edges ?? []) drop(id);
    for (const id of removal.notes ?? []) notes.delete(id);
  });
}

function bridgeOf(id: string, touching: readonly Edge[]): Pick<Edge, "from" | "to"> | undefined {
  const [into, ...moreIn] = touching.filter((edge) => edge.to.node === id);
  const [out, ...moreOut] = touching.filter((edge) => edge.from.node === id);
  if (!into || !out || moreIn.length + moreOut.length > 0 || into.kind !== "main" || out.kind !== "main") return undefined;
  return into.from.node === id ? undefined : { from: into.from, to: out.to };
}

/** Draws a wire; where the same one is there already it is left and named. */
export function connect(editing: Editing, edge: NewEdge): EdgeId {
  return gesture(editing, () => {
    const { edges } = partsOf(editing.doc);
    const kind = edge.kind ?? "main";
    for (const [id, old] of edges) if (isSameWire(old, edge, kind)) return EdgeIdSchema.parse(id);
    const id = EdgeIdSchema.parse(editing.newId());
    edges.set(id, { from: edge.from, to: edge.to, kind, rank: nextRank(edges) });
    return id;
  });
}

const isSameWire = (stored: unknown, edge: Pick<Edge, "from" | "to">, kind: string): boolean =>
  isPlainObject(stored) && stored.kind === kind && sameJson(stored.from, edge.from) && sameJson(stored.to, edge.to);

/** Moves one end of a wire; it keeps its place among the wires of its port. */
export function reconnect(editing: Editing, id: string, ends: Pick<Edge, "from" | "to">): void {
  gesture(editing, () => {
    const { edges } = partsOf(editing.doc);
    const old = readEdge(editing.doc, id);
    if (!old) return;
    const twin = [...edges].some(([other, stored]) => other !== id && isSameWire(stored, ends, old.kind));
    if (twin) edges.delete(id);
    else writeWhole(edges, id, { ...ends, kind: old.kind, rank: rankOf(edges.get(id)) });
  });
}

export interface Insertion {
  edge: string;
  node: NewNode;
  /** Ports of the new step that take and give what the wire carried; without `out` the wire ends at it. */
  ports: { in: string; out?: string };
  /** Others that make room for it. */
  moves?: ReadonlyMap<string, Position>;
}

/** Puts a new node into a wire. */
export function insertOnEdge(editing: Editing, { edge, node, ports, moves }: Insertion): NodeId | undefined {
  return gesture(editing, () => {
    const { edges } = partsOf(editing.doc);
    const old = readEdge(editing.doc, edge);
    if (!old) return undefined;
    const rank = rankOf(edges.get(edge));
    if (moves) moveParts(editing, moves);
    const id = addNode(editing, node);
    edges.set(edge, { from: old.from, to: { node: id, port: ports.in }, kind: old.kind, rank });
    if (ports.out !== undefined) connect(editing, { from: { node: id, port: ports.out }, to: old.to, kind: old.kind });
    return id;
  });
}

/** Sets what stands at a path in a node's params; undefined removes it. */
export function setParam(editing: Editing, id: string, path: readonly (string | number)[], value: unknown): void {
  gesture(editing, () => {
    const node = partsOf(editing.doc).nodes.get(id);
    if (node instanceof Y.Map) writePath(mapAt(node, "params"), path, value);
  });
}

/** Replaces a node's params; only what differs is written. */
export function setParams(editing: Editing, id: string, params: Record<string, unknown>): void {
  gesture(editing, () => {
    const node = partsOf(editing.doc).nodes.get(id);
    if (node instanceof Y.Map) writeMap(mapAt(node, "params"), params);
  });
}

/** Sets fields of several nodes at once; undefined removes one. */
export function setNodeFields(editing: Editing, ids: Iterable<string>, fields: Partial<Pick<WorkflowNode, NodeField>>): void {
  gesture(editing, () => {
    for (const id of ids) {
      const node = partsOf(editing.doc).nodes.get(id);
      if (node instanceof Y.Map) for (const [key, value] of Object.entries(fields)) writeWhole(node, key, value);
    }
  });
}

export function addNote(editing: Editing, note: Omit<Note, "id">): string {
  return gesture(editing, () => {
    const { notes } = partsOf(editing.doc);
    const id = editing.newId();
    const { position, width, height, text, color } = note;
    const entry = notes.set(id, new Y.Map<unknown>());
    for (const [key, value] of Object.entries({ position, width, height, text, color, rank: nextRank(notes) }))
      writeWhole(entry, key, value);
    return id;
  });
}

export function setNote(editing: Editing, id: string, fields: Partial<Omit<Note, "id">>): void {
  gesture(editing, () => {
    const note = partsOf(editing.doc).notes.get(id);
    if (note instanceof Y.Map) for (const [key, value] of Object.entries(fields)) writeWhole(note, key, value);
  });
}

export function setName(editing: Editing, name: string): void {
  const next = name.trim().slice(0, 200);
  if (next !== "") gesture(editing, () => writeWhole(partsOf(editing.doc).meta, "name", next));
}

export function setSettings(editing: Editing, settings: Partial<WorkflowSettings>): void {
  gesture(editing, () => {
    for (const [key, value] of Object.entries(settings)) writeWhole(partsOf(editing.doc).settings, key, value);
  });
}
