import type * as Y from "yjs";
import type { Edge, Note, Workflow, WorkflowNode } from "../model/workflow.ts";
import { orderedIds, partsOf } from "./document.ts";
import { readEdge, readNode, readNote, readRest } from "./read.ts";
import { everything, type Touched } from "./touched.ts";

/**
 * A draft read piece by piece: what did not change stays the very same object, so a large workflow costs no more per edit
 * than a small one. Entries that can't be read, and wires whose ends are missing, are left out until the repair arrives.
 */
export class DraftView {
  readonly #doc: Y.Doc;
  readonly #nodes = new Map<string, WorkflowNode>();
  readonly #edges = new Map<string, Edge>();
  readonly #notes = new Map<string, Note>();
  #workflow: Workflow | undefined;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  get workflow(): Workflow {
    return this.#workflow ?? this.update(everything(this.#doc));
  }

  /** Reads anew what was touched. */
  update(touched: Touched): Workflow {
    const doc = this.#doc;
    for (const id of touched.nodes) keep(this.#nodes, id, readNode(doc, id));
    for (const id of touched.edges) keep(this.#edges, id, readEdge(doc, id));
    for (const id of touched.notes) keep(this.#notes, id, readNote(doc, id));
    const { nodes, edges, notes } = partsOf(doc);
    const old = this.#workflow;
    const nodesChanged = touched.nodes.size > 0;
    const next = {
      ...(old && !touched.rest ? old : readRest(doc)),
      nodes: old && !nodesChanged ? old.nodes : inOrder(nodes, this.#nodes),
      edges:
        old && !nodesChanged && touched.edges.size === 0
          ? old.edges
          : inOrder(edges, this.#edges).filter((edge) => this.#nodes.has(edge.from.node) && this.#nodes.has(edge.to.node)),
      notes: old && touched.notes.size === 0 ? old.notes : inOrder(notes, this.#notes),
    };
    this.#workflow = next;
    return next;
  }
}

function keep<T>(map: Map<string, T>, id: string, value: T | undefined): void {
  if (value === undefined) map.delete(id);
  else map.set(id, value);
}

const inOrder = <T>(part: Y.Map<unknown>, read: ReadonlyMap<string, T>): T[] => orderedIds(part).flatMap((id) => read.get(id) ?? []);
