import type * as Y from "yjs";
import { partsOf } from "./document.ts";

/** Which entries of a draft changed since somebody last asked. `rest` = name, settings, static data, variables or tests. */
export interface Touched {
  nodes: Set<string>;
  edges: Set<string>;
  notes: Set<string>;
  rest: boolean;
}

const nothingTouched = (): Touched => ({ nodes: new Set(), edges: new Set(), notes: new Set(), rest: false });

export const everything = (doc: Y.Doc): Touched => {
  const { nodes, edges, notes } = partsOf(doc);
  return { nodes: new Set(nodes.keys()), edges: new Set(edges.keys()), notes: new Set(notes.keys()), rest: true };
};

/** Watches a document. Both answer with what changed since the last `take`. */
export function watchTouched(doc: Y.Doc): { peek(): Touched; take(): Touched } {
  let touched = nothingTouched();
  const parts = partsOf(doc);
  const idsOf = (part: Y.Map<unknown>, events: Y.YEvent<Y.AbstractType<unknown>>[], into: Set<string>): void => {
    for (const event of events) {
      const [id] = event.path;
      if (event.target === part) for (const key of event.changes.keys.keys()) into.add(key);
      else if (typeof id === "string") into.add(id);
    }
  };
  const watch = (part: Y.Map<unknown>, into: (t: Touched) => Set<string>): void =>
    part.observeDeep((events) => idsOf(part, events, into(touched)));
  watch(parts.nodes, (t) => t.nodes);
  watch(parts.positions, (t) => t.nodes);
  watch(parts.edges, (t) => t.edges);
  watch(parts.notes, (t) => t.notes);
  for (const part of [parts.meta, parts.settings, parts.staticData, parts.variables, parts.tests]) {
    part.observeDeep(() => {
      touched.rest = true;
    });
  }
  return {
    peek: () => copyOf(touched),
    take() {
      const taken = touched;
      touched = nothingTouched();
      return taken;
    },
  };
}

/** A copy, since a repair touches more while it goes through the first. */
const copyOf = ({ nodes, edges, notes, rest }: Touched): Touched => ({
  nodes: new Set(nodes),
  edges: new Set(edges),
  notes: new Set(notes),
  rest,
});
