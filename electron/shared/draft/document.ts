import * as Y from "yjs";

/** Version of the shared document's own shape, apart from the workflow format it carries. */
export const DRAFT_VERSION = 1;

/**
 * A draft as a shared document. One entry per node, so two people can work on two steps, or on two fields of one:
 * - `nodes`: id → map of the node's fields; `params` is a map of maps and arrays; `retry`, `pinned`, `original` stand whole.
 * - `positions`: id → `{x, y}` whole, apart from the nodes so that moving never meets an edit.
 * - `edges`: id → `{from, to, kind, rank}` whole.
 * - `notes`: id → map of the note's fields. `meta`: draft, format, id, name. `settings`, `staticData`, `variables`: key → value whole.
 * - `tests`: a list.
 * `rank` orders nodes and edges: a map has no order that two replicas would agree on, and wires out of a port are worked in order.
 */
export interface Parts {
  meta: Y.Map<unknown>;
  nodes: Y.Map<unknown>;
  positions: Y.Map<unknown>;
  edges: Y.Map<unknown>;
  notes: Y.Map<unknown>;
  settings: Y.Map<unknown>;
  staticData: Y.Map<unknown>;
  variables: Y.Map<unknown>;
  tests: Y.Array<unknown>;
}

const NAMES = new Set(["meta", "nodes", "positions", "edges", "notes", "settings", "staticData", "variables", "tests"]);

export const partsOf = (doc: Y.Doc): Parts => ({
  meta: doc.getMap("meta"),
  nodes: doc.getMap("nodes"),
  positions: doc.getMap("positions"),
  edges: doc.getMap("edges"),
  notes: doc.getMap("notes"),
  settings: doc.getMap("settings"),
  staticData: doc.getMap("staticData"),
  variables: doc.getMap("variables"),
  tests: doc.getArray("tests"),
});

/** Parts that are none of a draft's: whoever sends them is not one of our editors. */
export const foreignParts = (doc: Y.Doc): string[] => [...doc.share.keys()].filter((name) => !NAMES.has(name));

/** A fresh document with its parts typed, ready to take updates. */
export function emptyDocument(): Y.Doc {
  const doc = new Y.Doc();
  partsOf(doc);
  return doc;
}

export const rankOf = (entry: unknown): number => {
  const rank: unknown =
    entry instanceof Y.Map ? entry.get("rank") : typeof entry === "object" && entry !== null && "rank" in entry ? entry.rank : 0;
  return typeof rank === "number" && Number.isFinite(rank) ? rank : 0;
};

/** Ids in their order: by rank, then by id. */
export const orderedIds = (map: Y.Map<unknown>): string[] =>
  [...map.entries()]
    .map(([id, entry]): [string, number] => [id, rankOf(entry)])
    .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
    .map(([id]) => id);

export const nextRank = (map: Y.Map<unknown>): number => {
  let max = -1;
  for (const entry of map.values()) max = Math.max(max, rankOf(entry));
  return Math.floor(max) + 1;
};
