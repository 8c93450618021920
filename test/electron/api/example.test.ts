import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
let id: Workflow["id"];
const place = { typeVersion: 1, position: { x: 0, y: 0 } };
const rule = { left: "={{ $json.total }}", type: "number", operation: "gt", right: 1_000 };

beforeAll(async () => {
  host = await openWorkspaceHost();
  ({ id } = await host.client.workflows.create({ name: "Jobs" }));
  const fields = [
    { name: "customer", type: "string", value: "=Ms {{ $json.name }}" },
    { name: "total", type: "number", value: "={{ 2 * 60 }}" },
  ];
  const workflow = Workflow.parse({
    ...(await host.client.workflows.get({ id })),
    nodes: [
      { ...place, id: "start", name: "Start", type: "core.manual", pinned: [{ json: { name: "Ann" } }] },
      { ...place, id: "set", name: "Job", type: "core.set", params: { fields, include: "none" } },
      { ...place, id: "if", name: "Large?", type: "core.if", params: { conditions: { match: "all", rules: [rule] } } },
      { ...place, id: "code", name: "Own code", type: "core.code", params: { source: "return [{ json: { ran: true } }]" } },
      { ...place, id: "http", name: "Post it", type: "core.http", params: { method: "POST", url: "http://127.0.0.1:9/" } },
    ],
    edges: [
      { id: "e1", from: { node: "start", port: "out" }, to: { node: "set", port: "in" } },
      { id: "e2", from: { node: "set", port: "out" }, to: { node: "if", port: "in" } },
      { id: "e3", from: { node: "if", port: "true" }, to: { node: "code", port: "in" } },
      { id: "e4", from: { node: "if", port: "false" }, to: { node: "http", port: "in" } },
    ],
  });
  await host.client.workflows.put({ id, workflow });
});
afterAll(() => host?.close());

const outputs = async (node: string) =>
  (await host.client.workflows.example({ id, node })).outputs.map((list) => list.map(({ json }) => json));
const preview = (node: string, text: string) => host.client.workflows.preview({ id, node, text, runId: null });

describe("the example of a draft's step, before the first test", () => {
  const job = { customer: "Ms Ann", total: 120 };

  it("follows from the fields that were set", async () => {
    expect(await outputs("set")).toEqual([[job]]);
  });

  it("stands at every way out of a choice, whichever it would take", async () => {
    expect(await outputs("if")).toEqual([[job], [job]]);
    expect(await preview("code", "={{ $json.customer }}")).toEqual({ ok: true, value: "Ms Ann", type: "string", example: true });
  });

  it("is the sample where a step calls the outside or runs code of one's own", async () => {
    const { actions } = (await host.client.catalog.list()).find((tool) => tool.id === "core") ?? { actions: [] };
    const sampleOf = (type: string) => actions.find((action) => action.type === type)?.sample;
    expect(await outputs("code")).toEqual([sampleOf("core.code")]);
    expect(await outputs("http")).toEqual([sampleOf("core.http")]);
  });

  it("leaves no run behind", async () => {
    expect(await host.client.runs.list({ workflowId: id })).toEqual([]);
    expect(host.problems).toEqual([]);
  });
});
