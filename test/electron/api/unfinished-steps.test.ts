import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

/** A run that waits for a day at its second step, with one named item. */
async function waiting(test: { only?: string } = {}) {
  const { id } = await host.client.workflows.create({ name: "Waits" });
  const base = await host.client.workflows.get({ id });
  const place = { typeVersion: 1, position: { x: 0, y: 0 } };
  const workflow = Workflow.parse({
    ...base,
    nodes: [
      { ...place, id: "start", name: "Start", type: "core.manual", params: {} },
      { ...place, id: "wait", name: "Wait", type: "core.wait", params: { amount: 1, unit: "days" } },
    ],
    edges: [{ id: "e", from: { node: "start", port: "out" }, to: { node: "wait", port: "in" } }],
  });
  await host.client.workflows.put({ id, workflow });
  const { runId } = await host.client.workflows.test({ id, items: [{ json: { name: "Ann" } }], ...test });
  await expect.poll(async () => (await host.client.runs.get({ runId })).run.status).toBe("waiting");
  return runId;
}
const stepOf = async (runId: Awaited<ReturnType<typeof waiting>>) =>
  (await host.client.runs.get({ runId })).steps.find(({ name }) => name === "Wait");
const arrived = async (runId: Awaited<ReturnType<typeof waiting>>, step = 1) =>
  (await host.client.runs.items({ runId, step, side: "in" })).items.map(({ json }) => json);

describe("a step that has not ended", () => {
  it("shows what it was given", async () => {
    const runId = await waiting();
    expect(await stepOf(runId)).toMatchObject({ status: "waiting", inputs: [{ step: 0, port: 0 }] });
    expect(await arrived(runId)).toEqual([{ name: "Ann" }]);
  });

  it("also where the run began at it", async () => {
    const runId = await waiting({ only: "Wait" });
    const step = await stepOf(runId);
    expect(step?.inputs.length).toBe(1);
    expect(await arrived(runId, step?.step)).toEqual([{ name: "Ann" }]);
  });

  it("is cancelled with its run, and still shows it", async () => {
    const runId = await waiting();
    await host.client.runs.cancel({ runId });
    await expect.poll(async () => (await host.client.runs.get({ runId })).run.status).toBe("cancelled");
    expect(await stepOf(runId)).toMatchObject({ status: "cancelled", inputs: [{ step: 0, port: 0 }] });
    expect(await arrived(runId)).toEqual([{ name: "Ann" }]);
  });
});
