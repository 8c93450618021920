import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunId, WorkflowId } from "#shared/model/ids.ts";
import { isFinal } from "#shared/model/run.ts";
import { testsOf } from "#shared/model/test-case.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import { type HostClient, openWorkspaceHost } from "../../helpers/host-client.ts";
import { order, orderWorkflow } from "../../helpers/order-workflow.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
let client: HostClient;
beforeAll(async () => {
  host = await openWorkspaceHost();
  ({ client } = host);
});
afterAll(() => host.close());

async function made(document: Workflow): Promise<WorkflowId> {
  const { id } = await client.workflows.create({ name: document.name });
  await client.workflows.put({ id, workflow: { ...document, id } });
  return id;
}

async function ran(id: WorkflowId, json: Record<string, unknown>): Promise<RunId> {
  const { runId } = await client.workflows.test({ id, items: [{ json }] });
  for (;;) {
    const { run } = await client.runs.get({ runId });
    if (isFinal(run.status)) return runId;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const HEADERS = {
  authorization: "Bearer abcdef123456",
  cookie: "session=1",
  "x-hub-signature-256": "sha256=0f",
  "x-shop-access-token": "shpat",
  "x-tokens-used": 12,
  "x-shop": "north",
};
const body = { body: { ...order(9), id: 9 }, headers: HEADERS };
const testOf = async (id: WorkflowId) => {
  const [held] = testsOf(await client.workflows.get({ id }));
  if (!held?.ok) throw new Error("no test that can be read");
  return held.test;
};

describe("a test made of a run", () => {
  it("passes at once, leaves no run, no row and no login behind", async () => {
    const id = await made(orderWorkflow("a"));
    const runId = await ran(id, body);
    const before = await client.runs.list({ workflowId: id });
    const { testId, changing, differing } = await client.tests.record({ runId, name: "An order" });
    expect({ changing, differing }).toEqual({ changing: [], differing: [] });
    expect(await client.tests.run({ workflowId: id })).toMatchObject([{ id: testId, name: "An order", passed: true, misses: [] }]);
    expect(await client.runs.list({ workflowId: id })).toEqual(before);
    expect(await client.tables.list()).toEqual([]);
    const test = await testOf(id);
    expect(test.input[0]?.[0]?.json.headers).toEqual({
      ...HEADERS,
      authorization: "***",
      cookie: "***",
      "x-hub-signature-256": "***",
      "x-shop-access-token": "***",
    });
    expect(test.answers).toHaveProperty("table.runs");
    expect(Object.keys(test.expected.steps)).toContain("fields");
  });

  it("fails when the workflow does something else, until that is what is wanted", async () => {
    const document = orderWorkflow("b");
    const id = await made(document);
    const { testId } = await client.tests.record({ runId: await ran(id, body), name: "An order" });
    const draft = await client.workflows.get({ id });
    const nodes = draft.nodes.map((node) =>
      node.id === "fields"
        ? { ...node, params: { include: "none", fields: [{ name: "orderId", type: "number", value: "={{ $json.body.id + 1 }}" }] } }
        : node,
    );
    await client.workflows.put({ id, workflow: { ...draft, nodes } });
    const [failed] = await client.tests.run({ workflowId: id, test: testId });
    expect(failed).toMatchObject({ passed: false });
    expect(failed?.misses[0]).toMatchObject({ place: "Work out the total, item 1", got: { orderId: 10 } });
    expect(await client.tests.accept({ workflowId: id, testId })).toMatchObject({ passed: true });
    expect(await client.tests.run({ workflowId: id })).toMatchObject([{ passed: true }]);
  });

  it("leaves out what chance decides, and names the step", async () => {
    const document = orderWorkflow("c");
    const source = "return $input.all().map((item) => ({ json: { total: item.json.total, code: Math.random() } }));";
    const nodes = document.nodes.map((node) => (node.id === "tax" ? { ...node, params: { source } } : node));
    const id = await made({ ...document, nodes });
    const made_ = await client.tests.record({ runId: await ran(id, body), name: "With chance" });
    expect(made_.changing).toContain("Add tax");
    const test = await testOf(id);
    expect(test.expected.steps.tax).toMatchObject({ match: "subset" });
    expect(await client.tests.run({ workflowId: id })).toMatchObject([{ passed: true }]);
  });

  it("is renamed and deleted in the draft", async () => {
    const id = await made(orderWorkflow("d"));
    const { testId } = await client.tests.record({ runId: await ran(id, body), name: "First" });
    await client.tests.rename({ workflowId: id, testId, name: "Second" });
    expect(await client.tests.list({ workflowId: id })).toMatchObject([{ id: testId, name: "Second" }]);
    await client.tests.remove({ workflowId: id, testId });
    expect(await client.tests.list({ workflowId: id })).toEqual([]);
    await expect(client.tests.run({ workflowId: id })).rejects.toThrow("There is no test in this workflow.");
    await expect(client.tests.rename({ workflowId: id, testId, name: "Third" })).rejects.toThrow("There is no test");
  });

  it("is not made of a run that did only a part, nor by somebody who only looks", async () => {
    const id = await made(orderWorkflow("e"));
    const { runId } = await client.workflows.test({ id, items: [{ json: body }], upTo: "fields" });
    for (;;) if (isFinal((await client.runs.get({ runId })).run.status)) break;
    await expect(client.tests.record({ runId, name: "A part" })).rejects.toThrow("only a part of the workflow");
    await expect(host.as("viewer").tests.record({ runId, name: "Mine" })).rejects.toThrow("does not allow");
    expect(await host.as("viewer").tests.list({ workflowId: id })).toEqual([]);
  });
});
