import { describe, expect, it } from "vitest";
import { importN8n } from "../../electron/import/n8n/index.ts";
import { corpusFiles, corpusThere, readCorpus } from "../helpers/corpus.ts";

interface Wire {
  node: string;
}
interface Template {
  nodes: { name: string; type: string }[];
  connections: Record<string, Record<string, (Wire[] | null)[]>>;
}
const files = [...corpusFiles("templates/workflows"), ...corpusFiles("given/cases")];

describe.skipIf(!corpusThere)("published n8n workflows", () => {
  it.each(files)("%s loses no step and no wire", (file) => {
    const read = readCorpus(file) as Template | { workflow: Template };
    const template = "workflow" in read ? read.workflow : read;
    const { workflow, mapped, unsupported } = importN8n(template);
    const steps = template.nodes.filter((node) => !node.type.endsWith("stickyNote"));
    const names = new Set(steps.map((node) => node.name));

    expect(workflow.nodes).toHaveLength(steps.length);
    for (const name of names) expect(workflow.nodes.some((node) => node.name === name)).toBe(true);
    expect(new Set(workflow.nodes.map((node) => node.id)).size).toBe(steps.length);
    expect(workflow.notes).toHaveLength(template.nodes.length - steps.length);
    expect([...mapped, ...unsupported].map((entry) => entry.node).sort()).toEqual(workflow.nodes.map((node) => node.name).sort());

    const wires = Object.entries(template.connections)
      .filter(([from]) => names.has(from))
      .flatMap(([, kinds]) => Object.values(kinds).flat(2))
      .filter((wire) => wire !== null && names.has(wire.node));
    expect(workflow.edges).toHaveLength(wires.length);
  });
});
