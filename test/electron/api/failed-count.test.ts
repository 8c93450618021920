import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

/** A live workflow that begins by hand and fails. */
async function failing(calls?: string) {
  const { id } = await host.client.workflows.create({ name: "Fails" });
  const base = await host.client.workflows.get({ id });
  const place = { typeVersion: 1, position: { x: 0, y: 0 } };
  const bad =
    calls === undefined
      ? { ...place, id: "bad", name: "Bad", type: "core.stop_error", params: { message: "no" } }
      : { ...place, id: "bad", name: "Bad", type: "core.call_workflow", params: { workflow: calls } };
  const nodes = [{ ...place, id: "start", name: "Start", type: "core.manual", params: {} }, bad];
  const edges = [{ id: "e", from: { node: "start", port: "out" }, to: { node: "bad", port: "in" } }];
  await host.client.workflows.put({ id, workflow: Workflow.parse({ ...base, nodes, edges }) });
  await host.client.workflows.publish({ id });
  return id;
}
const counted = async () => (await host.client.engine.status()).failed;

describe("failed live runs since the runs were looked at", () => {
  it("count once each: no tests, none that another run has called for", async () => {
    const id = await failing();
    expect(await counted()).toBe(0);
    const { runId: test } = await host.client.workflows.test({ id });
    await expect.poll(async () => (await host.client.runs.get({ runId: test })).run.status).toBe("failed");
    expect(await counted()).toBe(0);
    await host.client.workflows.run({ id });
    await expect.poll(counted).toBe(1);
    const { runId: caller } = await host.client.workflows.run({ id: await failing(id) });
    await expect.poll(async () => (await host.client.runs.get({ runId: caller })).run.status).toBe("failed");
    expect(await counted(), "the caller alone, beside the first").toBe(2);
  });

  it("are no news once somebody has looked, and settings know nothing of it", async () => {
    await host.client.runs.seen();
    expect(await counted()).toBe(0);
    expect(Object.keys(await host.client.settings.set({ theme: "dark" }))).not.toContain("runsSeenAt");
    expect(await counted()).toBe(0);
    await host.client.workflows.run({ id: await failing() });
    await expect.poll(counted).toBe(1);
  });
});
