import { describe, expect, it } from "vitest";
import { ImportError } from "../../../electron/import/import-error.ts";
import { importN8n } from "../../../electron/import/n8n/index.ts";

const step = (name: string, type: string, more: Record<string, unknown> = {}) => ({
  name,
  id: `id-${name}`,
  type: `n8n-nodes-base.${type}`,
  typeVersion: 1,
  position: [10, 20],
  parameters: {},
  ...more,
});
const to = (node: string, index = 0, type = "main") => ({ node, type, index });

describe("importing from n8n", () => {
  it("keeps names, ids, places and wires", () => {
    const { workflow, mapped, unsupported, partial } = importN8n({
      name: "Leads",
      id: "abc",
      nodes: [step("Start", "manualTrigger"), step("If it is", "if", { typeVersion: 2.2 }), step("A", "noOp"), step("B", "noOp")],
      connections: {
        Start: { main: [[to("If it is")]] },
        "If it is": { main: [[to("A")], [to("B"), to("A")]] },
      },
      settings: { executionOrder: "v1", timezone: "Europe/Berlin", executionTimeout: 60, callerPolicy: "any" },
    });
    expect(workflow).toMatchObject({
      id: "abc",
      name: "Leads",
      settings: { order: "n8n-v1", timezone: "Europe/Berlin", timeout: 60_000, original: { callerPolicy: "any" } },
    });
    expect(workflow.nodes.map((n) => [n.id, n.name, n.type, n.position])).toEqual([
      ["id-Start", "Start", "core.manual", { x: 10, y: 20 }],
      ["id-If it is", "If it is", "core.if", { x: 10, y: 20 }],
      ["id-A", "A", "core.no_op", { x: 10, y: 20 }],
      ["id-B", "B", "core.no_op", { x: 10, y: 20 }],
    ]);
    expect(workflow.edges.map((e) => [e.from, e.to, e.kind])).toEqual([
      [{ node: "id-Start", port: "out" }, { node: "id-If it is", port: "in" }, "main"],
      [{ node: "id-If it is", port: "true" }, { node: "id-A", port: "in" }, "main"],
      [{ node: "id-If it is", port: "false" }, { node: "id-B", port: "in" }, "main"],
      [{ node: "id-If it is", port: "false" }, { node: "id-A", port: "in" }, "main"],
    ]);
    expect(mapped).toContainEqual({ node: "If it is", from: "n8n-nodes-base.if", to: "core.if" });
    expect([unsupported, partial]).toEqual([[], []]);
  });

  it("takes a file without an order as one of the first kind", () => {
    expect(importN8n({ nodes: [] }).workflow).toMatchObject({ id: "test", settings: { order: "n8n-v0" } });
  });

  it("keeps what it can't run as it was, and says so", () => {
    const node = step("Post", "mastodon", { parameters: { text: "={{ $json.x }}" }, onError: "continueErrorOutput" });
    const { workflow, mapped, unsupported } = importN8n({
      nodes: [node, step("Ok", "noOp"), step("Bad", "noOp"), { ...step("Model", "x"), type: "@n8n/n8n-nodes-langchain.lmChatOpenAi" }],
      connections: {
        Post: { main: [[to("Ok")], [to("Bad")]] },
        Model: { ai_languageModel: [[to("Post", 0, "ai_languageModel")]] },
      },
    });
    expect(workflow.nodes[0]).toMatchObject({ type: "n8n-nodes-base.mastodon", params: node.parameters, original: { from: "n8n", node } });
    expect(unsupported.map((u) => u.node)).toEqual(["Post", "Model"]);
    expect(mapped.map((m) => m.node)).toEqual(["Ok", "Bad"]);
    expect(workflow.edges.map((e) => [e.from.port, e.to.port, e.kind])).toEqual([
      ["out", "in", "main"],
      ["error", "in", "main"],
      ["ai_languageModel", "ai_languageModel", "ai_languageModel"],
    ]);
  });

  it("carries the flags of a step over", () => {
    const { workflow } = importN8n({
      nodes: [
        step("A", "set", {
          retryOnFail: true,
          maxTries: 9,
          waitBetweenTries: 9000,
          executeOnce: true,
          alwaysOutputData: true,
          disabled: true,
          notes: "why",
        }),
        step("B", "set", { continueOnFail: true }),
        step("C", "set", { onError: "continueErrorOutput" }),
      ],
      connections: { C: { main: [[to("A")], [to("B")]] } },
    });
    expect(workflow.nodes[0]).toMatchObject({
      retry: { tries: 5, waits: [5000, 5000, 5000, 5000], on: "any" },
      runOnce: true,
      alwaysOutputData: true,
      disabled: true,
      notes: "why",
    });
    expect(workflow.nodes.map((n) => n.onError)).toEqual([undefined, "continue", "route"]);
    expect(workflow.edges.map((e) => e.from.port)).toEqual(["out", "error"]);
  });

  it("reads output lists with holes", () => {
    const { workflow } = importN8n({
      nodes: [step("If", "if"), step("A", "noOp")],
      connections: { If: { main: [null, [to("A")]] } },
    });
    expect(workflow.edges.map((e) => e.from.port)).toEqual(["false"]);
  });

  it("names wires that lead nowhere and steps that share a name", () => {
    const { workflow, partial } = importN8n({
      nodes: [step("A", "noOp"), { ...step("A", "noOp"), id: "id-A" }],
      connections: { A: { main: [[to("Gone")]] } },
    });
    expect(workflow.nodes.map((n) => [n.id, n.name])).toEqual([
      ["id-A", "A"],
      ["id-A 1", "A 1"],
    ]);
    expect(partial).toEqual([
      { node: "A 1", reason: "its name 'A' was taken, it is now 'A 1'" },
      { node: "A", reason: "a wire led to 'Gone', which is not in the file" },
    ]);
  });

  it("turns sticky notes into notes and pinned data into pinned items", () => {
    const { workflow, mapped } = importN8n({
      nodes: [step("Note", "stickyNote", { parameters: { content: "hi", width: 300, color: 4 } }), step("A", "noOp")],
      pinData: { A: [{ json: { a: 1 } }, { b: 2 }] },
    });
    expect(workflow.notes).toEqual([{ id: "id-Note", position: { x: 10, y: 20 }, width: 300, height: 160, text: "hi", color: "4" }]);
    expect(workflow.nodes[0]?.pinned).toEqual([{ json: { a: 1 } }, { json: { b: 2 } }]);
    expect(mapped.map((m) => m.node)).toEqual(["A"]);
  });

  it("asks for a connection where one was used, and never takes a secret for one", () => {
    const { partial, workflow } = importN8n({
      nodes: [step("A", "noOp", { credentials: { stripeApi: { id: "1", name: "My Stripe" } } })],
    });
    expect(partial).toEqual([{ node: "A", reason: "choose a connection: it used 'My Stripe' (stripeApi)" }]);
    expect(workflow.nodes[0]?.original?.node).toMatchObject({ credentials: { stripeApi: { id: "1", name: "My Stripe" } } });
  });

  it("reads a workflow inside the wrappers that n8n puts around it", () => {
    const inner = { name: "W", nodes: [step("A", "noOp")], connections: {} };
    for (const file of [[inner], { workflow: inner }, { workflow: { workflow: inner } }]) expect(importN8n(file).workflow.name).toBe("W");
  });

  it.each<[string, unknown]>([
    ["no object", 5],
    ["no nodes", { a: 1 }],
    ["several workflows", [{ nodes: [] }, { nodes: [] }]],
    ["a step without a name", { nodes: [{ type: "x" }] }],
    ["a bottomless file", { nodes: [], settings: JSON.parse(`${'{"a":'.repeat(500)}1${"}".repeat(500)}`) }],
  ])("refuses %s by name", (_, file) => {
    expect(() => importN8n(file)).toThrow(ImportError);
  });

  it("leaves the prototypes of everything alone", () => {
    const file: unknown = JSON.parse(
      '{"nodes":[{"name":"__proto__","type":"__proto__","parameters":{"__proto__":{"polluted":1}}},{"name":"constructor","type":"constructor"}],"connections":{"__proto__":{"__proto__":[[{"node":"constructor","type":"main","index":0}]]}},"pinData":{"__proto__":[{"json":{"__proto__":{"polluted":1}}}]},"settings":{"__proto__":{"polluted":1}}}',
    );
    const { unsupported } = importN8n(file);
    expect(unsupported.map((u) => u.node)).toEqual(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
