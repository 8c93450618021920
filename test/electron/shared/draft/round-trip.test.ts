import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { normalise } from "#shared/draft/normalise.ts";
import { toWorkflow } from "#shared/draft/read.ts";
import { fromWorkflow, writeWorkflow } from "#shared/draft/write.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { leadWorkflow } from "./sample.ts";

const full = (): Workflow => {
  const workflow = leadWorkflow({
    settings: { timezone: "America/Chicago", order: "n8n-v0", network: ["10.0.0.5:8080"] },
    staticData: { cursor: { last: 7 } },
    variables: { rate: 85, tags: ["a", "b"] },
    tests: [{ name: "an urgent lead", items: [{ json: { urgency: "high" } }] }],
  });
  const [first, second, ...rest] = workflow.nodes;
  return Workflow.parse({
    ...workflow,
    nodes: [
      { ...first, pinned: [{ json: { zeta: 1, alpha: 2 } }], notes: "From the form", disabled: true, savings: 4 },
      { ...second, onError: "route", retry: { tries: 3, waits: [1000, 5000] }, timeout: 9000, runOnce: true, alwaysOutputData: true },
      ...rest,
    ],
  });
};

describe("a workflow and its draft document", () => {
  it("comes back as it went in, every field of it", () => {
    expect(toWorkflow(fromWorkflow(full()))).toEqual(full());
  });

  it("is sound from the start: there is nothing to repair", () => {
    expect(normalise(fromWorkflow(full()))).toEqual([]);
  });

  it("keeps the order of steps and wires, and of the keys of pinned data", () => {
    const workflow = full();
    const reversed = Workflow.parse({ ...workflow, nodes: workflow.nodes.toReversed(), edges: workflow.edges.toReversed() });
    const back = toWorkflow(fromWorkflow(reversed));
    expect(back.nodes.map((node) => node.id)).toEqual(["n4", "n3", "n2", "n1"]);
    expect(back.edges.map((edge) => edge.id)).toEqual(["e3", "e2", "e1"]);
    expect(Object.keys(back.nodes[3]?.pinned?.[0]?.json ?? {})).toEqual(["zeta", "alpha"]);
  });

  it("reads the same text on every replica", () => {
    const doc = fromWorkflow(full());
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    expect(JSON.stringify(toWorkflow(copy))).toBe(JSON.stringify(toWorkflow(doc)));
  });

  it("takes over another workflow whole, and undo brings the old one back in one step", () => {
    const doc = fromWorkflow(leadWorkflow());
    const undo = new Y.UndoManager(doc, { trackedOrigins: new Set(["restore"]), captureTimeout: 0 });
    const other = Workflow.parse({ ...full(), name: "As it was in May", nodes: full().nodes.slice(0, 2), edges: full().edges.slice(0, 1) });
    writeWorkflow(doc, other, "restore");
    expect(toWorkflow(doc)).toEqual(other);
    undo.undo();
    expect(toWorkflow(doc)).toEqual(leadWorkflow());
    expect(undo.canUndo()).toBe(false);
  });

  it("writes nothing where nothing differs", () => {
    const doc = fromWorkflow(full());
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    writeWorkflow(doc, full());
    expect(updates).toEqual([]);
  });

  it("does not let a key reach a prototype", () => {
    const params = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}');
    const doc = fromWorkflow(leadWorkflow());
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(fromWorkflow(leadWorkflow({ nodes: [{ ...leadWorkflow().nodes[0]!, params }], edges: [] }))));
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(normalise(doc)).toBeInstanceOf(Array);
    expect(toWorkflow(doc).nodes.every((node) => Object.getPrototypeOf(node.params) === Object.prototype)).toBe(true);
  });
});
