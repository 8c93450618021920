import * as Y from "yjs";
import { Edge, FORMAT, Note, Position, WorkflowNode, WorkflowSettings } from "../model/workflow.ts";
import { DRAFT_VERSION, orderedIds, type Parts, partsOf } from "./document.ts";
import { uniqueName } from "./names.ts";
import { everything, type Touched } from "./touched.ts";
import { isPlainObject, toPlain } from "./values.ts";

/**
 * Makes a document whole again after a merge: two people's edits can each be sound and not fit together (one removes a
 * step while the other draws a wire to it). Says in words what it changed; the same document gives the same repair everywhere.
 * `touched` = entries that may have changed since it was last whole.
 */
export function normalise(doc: Y.Doc, touched: Touched = everything(doc)): string[] {
  const changed: string[] = [];
  doc.transact(() => {
    const parts = partsOf(doc);
    for (const id of inOrder(parts.nodes, touched.nodes)) repairNode(parts, id, changed);
    if (touched.nodes.size > 0) {
      repairNames(parts, changed);
      for (const id of touched.nodes) if (!parts.nodes.has(id)) parts.positions.delete(id);
    }
    if (touched.nodes.size > 0 || touched.edges.size > 0) repairEdges(parts, touched.edges, changed);
    for (const id of inOrder(parts.notes, touched.notes)) repairNote(parts, id, changed);
    if (!touched.rest) return;
    repairMeta(parts, changed);
    for (const key of parts.settings.keys()) repairSetting(parts.settings, key, changed);
    for (const map of [parts.staticData, parts.variables]) dropUnreadable(map, changed);
    repairTests(parts.tests, changed);
  }, "normalise");
  return changed;
}

const inOrder = (part: Y.Map<unknown>, ids: ReadonlySet<string>): string[] =>
  ids.size === 0 ? [] : orderedIds(part).filter((id) => ids.has(id));

const readable = (value: unknown): boolean => {
  try {
    toPlain(value);
    return true;
  } catch {
    return false;
  }
};

function repairMeta({ meta }: Parts, changed: string[]): void {
  for (const [key, value] of [
    ["draft", DRAFT_VERSION],
    ["format", FORMAT],
  ] as const) {
    if (meta.get(key) !== value) meta.set(key, value);
  }
  const name = meta.get("name");
  if (typeof name !== "string" || name.length === 0 || name.length > 200) {
    meta.set("name", typeof name === "string" && name.length > 200 ? name.slice(0, 200) : "Untitled workflow");
    changed.push("The workflow's name could not be used and was replaced.");
  }
}

const OPTIONAL = Object.entries(WorkflowNode.shape).filter(([, schema]) => schema.safeParse(undefined).success);

function repairNode({ nodes, positions }: Parts, id: string, changed: string[]): void {
  const node = nodes.get(id);
  const type = node instanceof Y.Map ? node.get("type") : undefined;
  if (!(node instanceof Y.Map) || !WorkflowNode.shape.type.safeParse(type).success || !WorkflowNode.shape.id.safeParse(id).success) {
    nodes.delete(id);
    changed.push("A step that can't be read was removed.");
    return;
  }
  let name: unknown = node.get("name");
  if (typeof name !== "string" || name.length === 0 || name.length > 200) {
    name = typeof name === "string" && name.length > 200 ? name.slice(0, 200) : String(type).slice(0, 200);
    node.set("name", name);
    changed.push(`A step without a usable name is now called "${String(name)}".`);
  }
  if (!(node.get("params") instanceof Y.Map)) {
    node.set("params", new Y.Map());
    changed.push(`The fields of "${String(name)}" could not be read and are empty now.`);
  }
  const params = node.get("params");
  if (params instanceof Y.Map) {
    for (const key of params.keys()) {
      if (readable(params.get(key))) continue;
      params.delete(key);
      changed.push(`The field ${key} of "${String(name)}" could not be read and is empty now.`);
    }
  }
  for (const [key, schema] of OPTIONAL) {
    if (key === "params" || !node.has(key)) continue;
    if (readable(node.get(key)) && schema.safeParse(toPlain(node.get(key))).success) continue;
    node.delete(key);
    changed.push(`The setting ${key} of "${String(name)}" could not be used and is back to its default.`);
  }
  for (const key of node.keys()) if (key !== "rank" && !Object.hasOwn(WorkflowNode.shape, key)) node.delete(key);
  if (!Position.safeParse(positions.get(id)).success) {
    positions.set(id, { x: 0, y: 0 });
    changed.push(`"${String(name)}" had no place on the canvas and stands at its start now.`);
  }
}

function repairNames({ nodes }: Parts, changed: string[]): void {
  const all = orderedIds(nodes).flatMap((id) => {
    const node = nodes.get(id);
    return node instanceof Y.Map ? [{ node, name: String(node.get("name")) }] : [];
  });
  const taken = new Set(all.map(({ name }) => name));
  const seen = new Set<string>();
  for (const { node, name } of all) {
    if (seen.has(name)) {
      const next = uniqueName(name, taken);
      taken.add(next);
      node.set("name", next);
      changed.push(`Two steps were called "${name}"; one is now "${next}".`);
    }
    seen.add(name);
  }
}

/** Ends are looked at on all edges, for any of their nodes may be gone; the rest of an edge only where it was touched. */
function repairEdges({ nodes, edges }: Parts, touched: ReadonlySet<string>, changed: string[]): void {
  const seen = new Set<string>();
  let dangling = 0;
  for (const id of orderedIds(edges)) {
    const edge = edges.get(id);
    if (!isEdge(edge) || (touched.has(id) && !Edge.safeParse({ ...edge, id }).success)) {
      edges.delete(id);
      changed.push("A wire that can't be read was removed.");
      continue;
    }
    const { from, to, kind } = edge;
    const key = JSON.stringify([from.node, from.port, to.node, to.port, kind]);
    if (!nodes.has(from.node) || !nodes.has(to.node)) {
      edges.delete(id);
      dangling += 1;
    } else if (seen.has(key)) edges.delete(id);
    seen.add(key);
  }
  if (dangling > 0)
    changed.push(dangling === 1 ? "A wire to a removed step was removed." : `${dangling} wires to removed steps were removed.`);
}

const isEnd = (end: unknown): end is Edge["from"] => isPlainObject(end) && typeof end.node === "string" && typeof end.port === "string";
const isEdge = (edge: unknown): edge is Omit<Edge, "id"> => isPlainObject(edge) && isEnd(edge.from) && isEnd(edge.to);

function repairNote({ notes }: Parts, id: string, changed: string[]): void {
  const note = notes.get(id);
  if (note instanceof Y.Map) {
    for (const key of note.keys()) if (key !== "rank" && !Object.hasOwn(Note.shape, key)) note.delete(key);
    if (readable(note) && Note.safeParse({ ...Object(toPlain(note)), id }).success) return;
  }
  notes.delete(id);
  changed.push("A note that can't be read was removed.");
}

function repairSetting(settings: Y.Map<unknown>, key: string, changed: string[]): void {
  const schema = Object.entries(WorkflowSettings.shape).find(([name]) => name === key)?.[1];
  if (schema && readable(settings.get(key)) && schema.safeParse(toPlain(settings.get(key))).success) return;
  settings.delete(key);
  changed.push(`The workflow setting ${key} could not be used and is back to its default.`);
}

function dropUnreadable(map: Y.Map<unknown>, changed: string[]): void {
  for (const key of map.keys()) {
    if (readable(map.get(key))) continue;
    map.delete(key);
    changed.push(`The value ${key} could not be read and was removed.`);
  }
}

function repairTests(tests: Y.Array<unknown>, changed: string[]): void {
  for (let i = tests.length - 1; i >= 0; i -= 1) {
    const test: unknown = tests.get(i);
    if (isPlainObject(test) && readable(test)) continue;
    tests.delete(i);
    changed.push("A test case that can't be read was removed.");
  }
}
