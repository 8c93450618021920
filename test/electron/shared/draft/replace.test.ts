import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { toWorkflow } from "#shared/draft/read.ts";
import { replaceNode } from "#shared/draft/replace.ts";
import { fromWorkflow } from "#shared/draft/write.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { editorOf } from "./sample.ts";

const imported = () =>
  Workflow.parse({
    format: 1,
    id: "w",
    name: "w",
    nodes: [
      { id: "a", name: "Start", type: "core.manual", position: { x: 0, y: 0 }, params: {} },
      {
        id: "b",
        name: "Ask the old tool",
        type: "n8n.unknown",
        position: { x: 300, y: 40 },
        params: { deep: 1 },
        pinned: [{ json: { a: 1 } }],
        connection: "con_1",
        original: { from: "n8n", type: "x.unknown", node: { typeVersion: 2 } },
        onError: "continue",
      },
      { id: "c", name: "End", type: "core.no_op", position: { x: 600, y: 0 }, params: {} },
    ],
    edges: [
      { id: "e1", from: { node: "a", port: "out" }, to: { node: "b", port: "main0" } },
      { id: "e2", from: { node: "b", port: "main0" }, to: { node: "c", port: "in" } },
      { id: "e3", from: { node: "b", port: "main1" }, to: { node: "c", port: "in" } },
    ],
  });

describe("replacing a step", () => {
  it("keeps its name, place, settings and wires, and leaves nothing of the old kind", () => {
    const editing = editorOf(fromWorkflow(imported()), "ann");
    const undo = new Y.UndoManager(editing.doc, { trackedOrigins: new Set([editing.origin]) });
    replaceNode(editing, "b", {
      step: { type: "core.filter", typeVersion: 1, params: { keep: true } },
      portFor: (side, port) => (side === "inputs" ? "in" : port === "main0" ? "kept" : undefined),
    });
    const { nodes, edges } = toWorkflow(editing.doc);
    const step = nodes.find(({ id }) => id === "b");
    expect(step).toMatchObject({
      name: "Ask the old tool",
      type: "core.filter",
      params: { keep: true },
      position: { x: 300, y: 40 },
      onError: "continue",
    });
    for (const gone of ["original", "pinned", "connection"]) expect(step).not.toHaveProperty(gone);
    expect(
      edges.map(({ id, from, to }) => [id, from.port, to.port]),
      "a wire without a port to go to is none",
    ).toEqual([
      ["e1", "out", "in"],
      ["e2", "kept", "in"],
    ]);
    undo.undo();
    expect(toWorkflow(editing.doc), "one step of undo").toEqual(imported());
  });
});
