import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunId, type WorkflowId } from "#shared/model/ids.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

type Step = [id: string, type: string, params?: Record<string, unknown>];

/** A workflow of these steps in a line, published. */
async function live(name: string, steps: readonly Step[], settings: Partial<Workflow["settings"]> = {}): Promise<WorkflowId> {
  const { id } = await host.client.workflows.create({ name });
  const base = await host.client.workflows.get({ id });
  const workflow = Workflow.parse({
    ...base,
    settings: { ...base.settings, ...settings },
    nodes: steps.map(([step, type, params = {}], i) => ({ id: step, name: step, type, params, position: { x: i * 200, y: 0 } })),
    edges: steps
      .slice(1)
      .map(([step], i) => ({ id: `e${i}`, from: { node: steps[i]?.[0] ?? "", port: "out" }, to: { node: step, port: "in" } })),
  });
  await host.client.workflows.put({ id, workflow });
  await host.client.workflows.publish({ id });
  return id;
}
const ended = async (runId: RunId) => {
  await expect.poll(async () => (await host.client.runs.get({ runId })).run.endedAt, { timeout: 5_000 }).toBeDefined();
  return host.client.runs.get({ runId });
};

describe("a workflow that calls another", () => {
  it("gets its result, and each of the two runs names the other", async () => {
    const price = await live("Price", [
      ["in", "core.called", { fields: [{ name: "qty", type: "number" }] }],
      ["work", "core.set", { fields: [{ name: "total", type: "number", value: "={{ $json.qty * 12.5 }}" }] }],
    ]);
    const order = await live("Order", [
      ["hook", "core.webhook", { path: "call-order", answer: "respond" }],
      ["price", "core.call_workflow", { workflow: price, inputs: [{ name: "qty", value: "={{ $json.body.qty }}" }] }],
      ["answer", "core.respond"],
    ]);
    const answer = await fetch(`${host.url}/hook/call-order`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ qty: "4" }),
    });
    expect(await answer.json()).toEqual({ qty: 4, total: 50 });
    const [run] = await host.client.runs.list({ workflowId: order });
    const called = await host.client.runs.list({ calledBy: run?.runId });
    expect(called).toMatchObject([{ workflowName: "Price", status: "succeeded", calledBy: { run: run?.runId, step: 1 } }]);
  });

  it("is told what the called one can't take", async () => {
    const strict = await live("Strict", [["in", "core.called", { fields: [{ name: "qty", type: "number" }] }]]);
    const caller = await live("Caller", [
      ["start", "core.manual"],
      ["call", "core.call_workflow", { workflow: strict, inputs: [{ name: "qty", value: "many" }] }],
    ]);
    const { runId } = await host.client.workflows.test({ id: caller });
    const { run } = await ended(runId);
    expect(run.error?.message).toContain("qty");
    expect(run.error?.failure).toMatchObject({ kind: "user", field: "inputs" });
  });

  it("is told when the other one is switched off", async () => {
    const off = await live("Off", [["in", "core.called"]]);
    await host.client.workflows.unpublish({ id: off });
    const caller = await live("Asks", [
      ["start", "core.manual"],
      ["call", "core.call_workflow", { workflow: off }],
    ]);
    const { runId } = await host.client.workflows.test({ id: caller });
    expect((await ended(runId)).run.error?.message).toBe("The workflow 'Off' is not published, or switched off.");
  });
});

describe("a workflow's error workflow", () => {
  it("starts when a live run fails, and links to it", async () => {
    const handler = await live("Alarm", [
      ["in", "core.error"],
      ["note", "core.set", { include: "none", fields: [{ name: "what", type: "string", value: "={{ $json.execution.error.message }}" }] }],
    ]);
    await live(
      "Fragile",
      [
        ["hook", "core.webhook", { path: "fragile" }],
        ["stop", "core.stop_error", { message: "No crew is free" }],
      ],
      { errorWorkflow: handler },
    );
    await fetch(`${host.url}/hook/fragile`, { method: "POST" });
    await expect.poll(async () => (await host.client.runs.list({ workflowId: handler, status: ["succeeded"] })).length).toBe(1);
    const [alarm] = await host.client.runs.list({ workflowId: handler });
    expect(alarm?.calledBy).toMatchObject({ step: null });
    const { items } = await host.client.runs.items({ runId: RunId.parse(alarm?.runId), step: 0 });
    expect(items[0]?.json).toMatchObject({
      execution: {
        id: alarm?.calledBy?.run,
        url: `${host.url}/#/runs/${alarm?.calledBy?.run}`,
        error: { message: "No crew is free" },
        lastNodeExecuted: "stop",
      },
      workflow: { name: "Fragile" },
    });
  });
});
