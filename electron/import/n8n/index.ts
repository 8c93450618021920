import { type Item, Item as ItemSchema } from "#shared/model/item.ts";
import { FORMAT, Workflow, type WorkflowInput } from "#shared/model/workflow.ts";
import { ImportError } from "../import-error.ts";
import { type N8nFile, type N8nNode, readN8nFile } from "./file.ts";
import { isObject } from "./mapper.ts";
import { type ImportedNode, importNode } from "./node.ts";
import { importNotes, isNote } from "./notes.ts";
import { importSettings } from "./settings.ts";
import { importWires } from "./wires.ts";

export interface Imported {
  workflow: Workflow;
  /** Steps that became one of ours, by name: n8n's type and ours. */
  mapped: { node: string; from: string; to: string }[];
  /** What of a mapped step does not carry over, and why. */
  partial: { node: string; reason: string }[];
  /** Steps kept as they were, which nothing here can run. */
  unsupported: { node: string; type: string; reason: string }[];
}

/** Gives each a name or id of its own: a second `x` becomes `x 1`. */
function unique(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 1; taken.has(name); n++) name = `${wanted.slice(0, 190)} ${n}`;
  taken.add(name);
  return name;
}

function pinnedItems(value: unknown): Item[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((entry: unknown) => ({ json: isObject(entry) && isObject(entry.json) ? entry.json : entry }));
  const read = ItemSchema.array().safeParse(items);
  return read.success ? read.data : undefined;
}

const UNNAMED = "Imported workflow";

/**
 * Reads a workflow as n8n exports it; `name` is for one whose file gives none. Nothing is dropped: a step that has no counterpart stays as it was, inert; every wire
 * stays. Throws ImportError for what is no n8n workflow.
 */
export function importN8n(file: unknown, name = UNNAMED): Imported {
  const source = readN8nFile(file);
  const steps = source.nodes.filter((node) => !isNote(node));
  const ids = new Set<string>();
  const names = new Set<string>();
  const partial: Imported["partial"] = [];
  const nested = (inner: unknown): { workflow: Workflow; partial: string[] } => {
    const read = importN8n(inner);
    const inert = read.unsupported.map(({ node, type, reason }) => `inside it '${node}' (${type}) can't run: ${reason}`);
    return { workflow: read.workflow, partial: [...read.partial.map(({ node, reason }) => `inside it '${node}': ${reason}`), ...inert] };
  };
  // A name that stands twice keeps its first owner: wires and expressions mean that one.
  const nodes = steps.map((node, index): ImportedNode => {
    const name = unique(node.name.slice(0, 200), names);
    const imported = importNode(node, { id: unique(node.id || `n8n-${index + 1}`, ids), name, index, nested });
    if (name !== node.name)
      imported.partial.push(`its name '${node.name}' was ${node.name.length > 200 ? "too long" : "taken"}, it is now '${name}'`);
    return imported;
  });
  for (const imported of nodes) pin(imported, source);
  const wires = importWires(source.connections, steps, nodes);
  for (const imported of nodes) for (const reason of imported.partial) partial.push({ node: imported.node.name, reason });
  partial.push(...wires.partial);

  const document: WorkflowInput = {
    format: FORMAT,
    id: source.id || "test",
    name: (source.name || name || UNNAMED).slice(0, 200),
    nodes: nodes.map((imported) => imported.node),
    edges: wires.edges,
    settings: importSettings(source),
    staticData: source.staticData,
    notes: importNotes(source.nodes, ids),
  };
  const read = Workflow.safeParse(document);
  if (!read.success) {
    const issue = read.error.issues[0];
    const path = issue?.path.map(String).join(".") ?? "";
    throw new ImportError(
      `This n8n workflow can't be read: ${path}: ${issue?.message ?? "not usable"}`,
      "Export the workflow again from n8n.",
      path,
    );
  }
  return {
    workflow: read.data,
    mapped: nodes.flatMap(({ node, from, unsupported }) => (unsupported === undefined ? [{ node: node.name, from, to: node.type }] : [])),
    partial,
    unsupported: nodes.flatMap(({ node, from, unsupported }) =>
      unsupported === undefined ? [] : [{ node: node.name, type: from, reason: unsupported }],
    ),
  };
}

function pin(imported: ImportedNode, source: N8nFile): void {
  const data = ownPin(imported.source, source);
  if (data === undefined) return;
  const items = pinnedItems(data);
  if (items) imported.node.pinned = items;
  else imported.partial.push("its pinned data can't be read");
  if (Array.isArray(data) && data.some((entry) => isObject(entry) && entry.binary !== undefined))
    imported.partial.push("files in its pinned data are not kept");
}

const ownPin = (node: N8nNode, source: N8nFile): unknown =>
  Object.hasOwn(source.pinData, node.name) ? source.pinData[node.name] : undefined;
