import * as Y from "yjs";
import type { JsonObject } from "../model/item.ts";
import type { Workflow, WorkflowNode } from "../model/workflow.ts";
import { DRAFT_VERSION, emptyDocument, type Parts, partsOf } from "./document.ts";
import { writeKey, writeWhole } from "./values.ts";

/** A draft's document made from a workflow. */
export function fromWorkflow(workflow: Workflow): Y.Doc {
  const doc = emptyDocument();
  writeWorkflow(doc, workflow);
  return doc;
}

/** Makes the document say what the workflow says, changing no more than what differs: one transaction, one undo. */
export function writeWorkflow(doc: Y.Doc, workflow: Workflow, origin?: unknown): void {
  doc.transact(() => {
    const parts = partsOf(doc);
    const { id, name, format } = workflow;
    for (const [key, value] of Object.entries({ draft: DRAFT_VERSION, format, id, name })) writeWhole(parts.meta, key, value);
    writeNodes(parts, workflow.nodes);
    keepOnly(parts.edges, new Set(workflow.edges.map((edge) => edge.id)));
    for (const [rank, { id: edgeId, ...edge }] of workflow.edges.entries()) writeWhole(parts.edges, edgeId, { ...edge, rank });
    keepOnly(parts.notes, new Set(workflow.notes.map((note) => note.id)));
    for (const [rank, { id: noteId, ...note }] of workflow.notes.entries()) {
      const entry = mapAt(parts.notes, noteId);
      for (const [key, value] of Object.entries({ ...note, rank })) writeWhole(entry, key, value);
    }
    writeRecord(parts.settings, workflow.settings);
    writeRecord(parts.staticData, workflow.staticData);
    writeRecord(parts.variables, workflow.variables);
    writeTests(parts.tests, workflow.tests);
  }, origin);
}

function writeNodes(parts: Parts, nodes: readonly WorkflowNode[]): void {
  const ids = new Set<string>(nodes.map((node) => node.id));
  keepOnly(parts.nodes, ids);
  keepOnly(parts.positions, ids);
  for (const [rank, { id, position, ...fields }] of nodes.entries()) {
    writeWhole(parts.positions, id, position);
    writeNodeFields(mapAt(parts.nodes, id), { ...fields, rank });
  }
}

/** Fields of one node; those that the object lacks are removed. */
export function writeNodeFields(entry: Y.Map<unknown>, fields: JsonObject): void {
  for (const key of entry.keys()) if (!Object.hasOwn(fields, key)) entry.delete(key);
  for (const [key, value] of Object.entries(fields)) (key === "params" ? writeKey : writeWhole)(entry, key, value);
}

function writeRecord(map: Y.Map<unknown>, value: JsonObject): void {
  keepOnly(map, new Set(Object.keys(value)));
  for (const [key, entry] of Object.entries(value)) writeWhole(map, key, entry);
}

function writeTests(array: Y.Array<unknown>, tests: readonly JsonObject[]): void {
  const before = (array.toJSON() as unknown[]).map((test) => JSON.stringify(test));
  const after = tests.map((test) => JSON.stringify(test));
  let first = 0;
  while (first < before.length && first < after.length && before[first] === after[first]) first++;
  let rest = 0;
  while (rest < before.length - first && rest < after.length - first && before.at(-1 - rest) === after.at(-1 - rest)) rest++;
  const gone = before.length - first - rest;
  if (gone > 0) array.delete(first, gone);
  if (first < tests.length - rest) array.insert(first, tests.slice(first, tests.length - rest));
}

function keepOnly(map: Y.Map<unknown>, ids: ReadonlySet<string>): void {
  for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
}

export function mapAt(map: Y.Map<unknown>, key: string): Y.Map<unknown> {
  const old = map.get(key);
  if (old instanceof Y.Map) return old;
  return map.set(key, new Y.Map<unknown>());
}
