import type { Operation } from "../graph/to-flow.ts";
import type { CatalogIndex } from "../store/catalog-index.ts";
import type { CatalogSearch } from "./catalog-search.ts";
import { fitOf, fitsPlace, type PlaceFacts } from "./rank.ts";

export type PickerEntry =
  | { kind: "operation"; id: string; operation: Operation }
  /** A tool with more than is shown: Enter opens it. */
  | { kind: "tool"; id: string; name: string; category: string; count: number; sample: Operation };

export interface PickerGroup {
  /** Key below `editor.picker.groups`, or a tool's own name. */
  heading: "suggested" | "found" | "tools" | "triggers" | "actions";
  entries: PickerEntry[];
}

const SUGGESTED = 8;
const FOUND = 60;

const entryOf = (operation: Operation): PickerEntry => ({ kind: "operation", id: operation.type, operation });

/** What the picker lists: by words; of one tool; or, without either, what fits best and then all tools. */
export function pickerGroups(
  catalog: CatalogIndex,
  search: CatalogSearch,
  facts: PlaceFacts,
  text: string,
  tool: string | null,
): PickerGroup[] {
  const fitting = [...catalog.byType.values()].filter((operation) => fitsPlace(operation, facts));
  if (tool !== null && text.trim() === "") return ofTool(fitting.filter((operation) => operation.tool.id === tool));
  if (text.trim() !== "") {
    const hits = search(text)
      .filter(({ operation }) => fitsPlace(operation, facts) && (tool === null || operation.tool.id === tool))
      .map(({ operation, score }) => ({ operation, rank: score + 0.35 * fitOf(operation, facts) }))
      .sort((a, b) => b.rank - a.rank)
      .slice(0, FOUND);
    return hits.length > 0 ? [{ heading: "found", entries: hits.map(({ operation }) => entryOf(operation)) }] : [];
  }
  const suggested = fitting
    .map((operation) => ({ operation, fit: fitOf(operation, facts) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit || a.operation.title.localeCompare(b.operation.title))
    .slice(0, SUGGESTED)
    .map(({ operation }) => entryOf(operation));
  const tools = catalog.tools.flatMap((one): PickerEntry[] => {
    const operations = fitting.filter((operation) => operation.tool.id === one.id);
    const [sample] = operations;
    return sample ? [{ kind: "tool", id: `tool:${one.id}`, name: one.name, category: one.category, count: operations.length, sample }] : [];
  });
  const groups: PickerGroup[] = [
    { heading: "suggested", entries: suggested },
    { heading: "tools", entries: tools },
  ];
  return groups.filter((group) => group.entries.length > 0);
}

function ofTool(operations: readonly Operation[]): PickerGroup[] {
  const groups: PickerGroup[] = [
    { heading: "triggers", entries: operations.filter((operation) => operation.trigger !== undefined).map(entryOf) },
    { heading: "actions", entries: operations.filter((operation) => operation.trigger === undefined).map(entryOf) },
  ];
  return groups.filter((group) => group.entries.length > 0);
}
