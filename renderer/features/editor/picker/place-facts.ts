import { isTrigger, operationOf } from "../store/catalog-index.ts";
import type { EditorState, PickerPlace } from "../store/editor-store.ts";
import { type PlaceFacts, wordsOf } from "./rank.ts";

/** As if the step that is replaced stood behind a port, or before one: what comes must have the other end of its wires. */
function wiredSide(edges: EditorState["workflow"]["edges"], replaced: string | undefined): PlaceFacts["side"] {
  if (replaced === undefined) return undefined;
  if (edges.some((edge) => edge.to.node === replaced)) return "outputs";
  return edges.some((edge) => edge.from.node === replaced) ? "inputs" : undefined;
}

/** What is known of a place: read off the drawing and the samples of what stands before it. */
export function placeFacts({ workflow, catalog }: EditorState, place: PickerPlace): PlaceFacts {
  const replaced = place.kind === "replace" ? place.node : undefined;
  const others = workflow.nodes.filter((one) => one.id !== replaced);
  const operations = others.flatMap((node) => operationOf(catalog, node) ?? []);
  const before =
    place.kind === "port" && place.side === "outputs"
      ? place.end.node
      : place.kind === "wire"
        ? workflow.edges.find((edge) => edge.id === place.edge)?.from.node
        : workflow.edges.find((edge) => edge.to.node === replaced)?.from.node;
  const node = workflow.nodes.find((one) => one.id === before);
  const sample = node?.pinned?.[0]?.json ?? (node && operationOf(catalog, node)?.sample[0]) ?? {};
  return {
    place: place.kind,
    side: place.kind === "port" ? place.side : wiredSide(workflow.edges, replaced),
    needsTrigger: !operations.some(isTrigger),
    fields: new Set(Object.keys(sample).flatMap(wordsOf)),
    tools: new Set(operations.map((operation) => operation.tool.id)),
  };
}
