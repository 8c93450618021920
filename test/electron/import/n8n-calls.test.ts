import { describe, expect, it } from "vitest";
import { findAction } from "../../../connectors/registry.ts";
import { importN8n } from "../../../electron/import/n8n/index.ts";

/** One step imported; its params must be ones that our action reads. */
function map(type: string, typeVersion: number, parameters: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const { workflow, partial } = importN8n({ nodes: [{ name: "S", type: `n8n-nodes-base.${type}`, typeVersion, parameters, ...more }] });
  const node = workflow.nodes[0];
  const action = node && findAction(node.type, node.typeVersion);
  if (action) expect(action.input.safeParse(node.params).error).toBeUndefined();
  return { type: node?.type, params: node?.params, partial: partial.map((p) => p.reason) };
}

describe("workflows that call others", () => {
  const inner = (type: string, parameters: Record<string, unknown> = {}) =>
    JSON.stringify({
      nodes: [
        { name: "In", type: "n8n-nodes-base.executeWorkflowTrigger", typeVersion: 1.1, parameters: { inputSource: "passthrough" } },
        { name: "Work", type: `n8n-nodes-base.${type}`, typeVersion: 1, parameters },
      ],
      connections: { In: { main: [[{ node: "Work", type: "main", index: 0 }]] } },
    });

  it("keep the one that stands in the step, and say what of it can't run", () => {
    const mapped = map("executeWorkflow", 1.2, { source: "parameter", workflowJson: inner("noSuchThing"), mode: "each" });
    expect(mapped).toMatchObject({ type: "core.call_workflow", params: { source: "document", items: "each", wait: true } });
    expect(mapped.params?.["document"]).toMatchObject({ nodes: [{ name: "In" }, { name: "Work" }] });
    expect(mapped.partial).toEqual([
      "inside it 'Work' (n8n-nodes-base.noSuchThing) can't run: There is no counterpart of n8n-nodes-base.noSuchThing yet.",
    ]);
  });

  it("name the one that has to be chosen again", () => {
    const workflowId = { __rl: true, mode: "list", value: "abc", cachedResultName: "Invoices" };
    const workflowInputs = { mappingMode: "defineBelow", value: { id: "={{ $json.id }}" } };
    expect(map("executeWorkflow", 1.2, { workflowId, workflowInputs, options: { waitForSubWorkflow: false } })).toEqual({
      type: "core.call_workflow",
      params: { workflow: "abc", items: "all", wait: false, inputs: [{ name: "id", value: "={{ $json.id }}" }] },
      partial: ["choose the workflow it calls: it was 'Invoices'"],
    });
  });

  it("are kept as they were where nothing can be read of the other one", () => {
    expect(map("executeWorkflow", 1, { source: "parameter", workflowJson: "{" }).type).toBe("n8n-nodes-base.executeWorkflow");
    expect(map("executeWorkflow", 1, { source: "url", workflowUrl: "https://example.com/w.json" }).type).toBe(
      "n8n-nodes-base.executeWorkflow",
    );
  });

  it("are called with the fields that their trigger names", () => {
    const values = [{ name: "qty", type: "number" }, { name: "note" }];
    expect(map("executeWorkflowTrigger", 1.1, { workflowInputs: { values } }).params).toEqual({
      fields: [
        { name: "qty", type: "number" },
        { name: "note", type: "string" },
      ],
    });
    expect(map("executeWorkflowTrigger", 1.1, { inputSource: "jsonExample", jsonExample: '{"a":1,"b":[],"c":null}' }).params).toEqual({
      fields: [
        { name: "a", type: "number" },
        { name: "b", type: "array" },
        { name: "c", type: "any" },
      ],
    });
    expect(map("executeWorkflowTrigger", 1, {}).params).toEqual({});
    expect(map("errorTrigger", 1, {}).type).toBe("core.error");
  });
});
