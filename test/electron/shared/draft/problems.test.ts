import { describe, expect, it } from "vitest";
import { structureProblems } from "#shared/draft/problems.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { leadWorkflow } from "./sample.ts";

const isTrigger = (type: string) => type === "core.webhook";
const codes = (workflow: Workflow, trigger: typeof isTrigger | undefined = isTrigger) =>
  structureProblems(workflow, trigger).map(({ code, node, edge }) => [code, node ?? edge ?? ""].join(" ").trim());

describe("problems in the drawing", () => {
  it("finds none in a sound workflow", () => {
    expect(codes(leadWorkflow())).toEqual([]);
  });

  it("finds names and ids that stand twice, and wires to nowhere", () => {
    const { nodes, edges } = leadWorkflow();
    const twin = { ...nodes[3]!, position: { x: 0, y: 0 } };
    const astray = { ...edges[0]!, to: { node: "n9", port: "in" } };
    expect(codes(Workflow.parse({ ...leadWorkflow(), nodes: [...nodes, twin], edges: [...edges, astray] }))).toEqual([
      "duplicate-name n4",
      "duplicate-id n4",
      "dangling-edge e1",
      "duplicate-id e1",
    ]);
  });

  it("tells an empty workflow from one that nothing starts", () => {
    expect(codes(leadWorkflow({ nodes: [], edges: [] }))).toEqual(["empty"]);
    expect(codes(leadWorkflow({ nodes: leadWorkflow().nodes.slice(1), edges: leadWorkflow().edges.slice(1) }))).toEqual(["no-trigger"]);
  });

  it("names steps that are never reached, but not those that are off or serve a reached one", () => {
    const { nodes, edges } = leadWorkflow();
    const model = { ...nodes[3]!, id: "m", name: "Model" };
    const lone = { ...nodes[3]!, id: "l", name: "Alone" };
    const off = { ...nodes[3]!, id: "o", name: "Off", disabled: true };
    const serves = { id: "ai", from: { node: "m", port: "model" }, to: { node: "n3", port: "model" }, kind: "ai_languageModel" };
    expect(codes(Workflow.parse({ ...leadWorkflow(), nodes: [...nodes, model, lone, off], edges: [...edges, serves] }))).toEqual([
      "unreachable l",
    ]);
  });
});
