import * as Y from "yjs";
import { Edge, type Note, Note as NoteSchema, Workflow, WorkflowNode } from "../model/workflow.ts";
import { orderedIds, partsOf } from "./document.ts";
import { isPlainObject, toPlain } from "./values.ts";

const Rest = Workflow.omit({ nodes: true, edges: true, notes: true });

// The schemas leave out `rank`, which is the document's own.
const plainNode = (doc: Y.Doc, id: string): unknown => {
  const { nodes, positions } = partsOf(doc);
  return { ...Object(toPlain(nodes.get(id))), id, position: toPlain(positions.get(id) ?? null) };
};
const plainEdge = (doc: Y.Doc, id: string): unknown => ({ ...Object(toPlain(partsOf(doc).edges.get(id))), id });
const plainNote = (doc: Y.Doc, id: string): unknown => ({ ...Object(toPlain(partsOf(doc).notes.get(id))), id });

/** One node as plain JSON; undefined where it is missing or, between a merge and its repair, not readable. */
export function readNode(doc: Y.Doc, id: string): WorkflowNode | undefined {
  if (!(partsOf(doc).nodes.get(id) instanceof Y.Map)) return undefined;
  return readable(() => WorkflowNode.parse(plainNode(doc, id)));
}

export function readEdge(doc: Y.Doc, id: string): Edge | undefined {
  if (!partsOf(doc).edges.has(id)) return undefined;
  return readable(() => Edge.parse(plainEdge(doc, id)));
}

export function readNote(doc: Y.Doc, id: string): Note | undefined {
  if (!(partsOf(doc).notes.get(id) instanceof Y.Map)) return undefined;
  return readable(() => NoteSchema.parse(plainNote(doc, id)));
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** All but nodes, edges and notes. Throws where it is not sound. */
export function readRest(doc: Y.Doc): Omit<Workflow, "nodes" | "edges" | "notes"> {
  const { meta, settings, staticData, variables, tests } = partsOf(doc);
  return Rest.parse({
    ...Object(toPlain(meta)),
    settings: toPlain(settings),
    staticData: toPlain(staticData),
    variables: toPlain(variables),
    tests: toPlain(tests),
  });
}

/** The draft as plain JSON, in the same order on every replica. Throws on a document that `normalise` has not been over. */
export function toWorkflow(doc: Y.Doc): Workflow {
  const { nodes, edges, notes } = partsOf(doc);
  return Workflow.parse({
    ...readRest(doc),
    nodes: orderedIds(nodes).map((id) => plainNode(doc, id)),
    edges: orderedIds(edges).map((id) => plainEdge(doc, id)),
    notes: orderedIds(notes).map((id) => plainNote(doc, id)),
  });
}

/** A node's params as they stand, for edits that look at them first. */
export const readParams = (doc: Y.Doc, id: string): Record<string, unknown> => {
  const node = partsOf(doc).nodes.get(id);
  const params = node instanceof Y.Map ? toPlain(node.get("params") ?? {}) : {};
  return isPlainObject(params) ? params : {};
};
