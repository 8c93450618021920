import { isTrigger, operationOf } from "../store/catalog-index.ts";
import type { EditorState, PickerPlace } from "../store/editor-store.ts";
import { type PlaceFacts, wordsOf } from "./rank.ts";

/** What is known of a place: read off the drawing and the samples of what stands before it. */
export function placeFacts({ workflow, catalog }: EditorState, place: PickerPlace): PlaceFacts {
  const operations = workflow.nodes.flatMap((node) => operationOf(catalog, node) ?? []);
  const before =
    place.kind === "port" && place.side === "outputs"
      ? place.end.node
      : place.kind === "wire"
        ? workflow.edges.find((edge) => edge.id === place.edge)?.from.node
        : undefined;
  const node = workflow.nodes.find((one) => one.id === before);
  const sample = node?.pinned?.[0]?.json ?? (node && operationOf(catalog, node)?.sample[0]) ?? {};
  return {
    place: place.kind,
    side: place.kind === "port" ? place.side : undefined,
    needsTrigger: !operations.some(isTrigger),
    fields: new Set(Object.keys(sample).flatMap(wordsOf)),
    tools: new Set(operations.map((operation) => operation.tool.id)),
  };
}
