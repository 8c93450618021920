import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

const place = { typeVersion: 1, position: { x: 0, y: 0 } };
/** A workflow of a manual trigger and one step; with `waits`, the step waits for a day. */
async function made(name: string, waits = false) {
  const { id } = await host.client.workflows.create({ name });
  const step = waits ? { type: "core.wait", params: { amount: 1, unit: "days" } } : { type: "core.no_op", params: {} };
  await draw(id, name, step);
  return id;
}
async function draw(id: Workflow["id"], name: string, step: { type: string; params: Record<string, unknown> }) {
  const base = await host.client.workflows.get({ id });
  const workflow = Workflow.parse({
    ...base,
    name,
    nodes: [
      { ...place, id: "start", name: "Start", type: "core.manual", params: {} },
      { ...place, id: "step", name: "Step", ...step },
    ],
    edges: [{ id: "e", from: { node: "start", port: "out" }, to: { node: "step", port: "in" } }],
  });
  await host.client.workflows.put({ id, workflow });
}
const row = async (id: string) => (await host.client.workflows.list()).find((one) => one.id === id);
const binned = async () => (await host.client.workflows.bin()).map(({ name }) => name);

describe("the bin", () => {
  it("lists what was removed and until when, and gives it back switched off", async () => {
    const id = await made("Leads");
    await host.client.workflows.publish({ id });
    await host.client.workflows.remove({ id });
    const [entry] = await host.client.workflows.bin();
    expect(entry).toMatchObject({ id, name: "Leads" });
    expect(((entry?.goneAt ?? 0) - (entry?.deletedAt ?? 0)) / 86_400_000).toBe(30);
    await host.client.workflows.restore({ id });
    expect(await binned()).toEqual([]);
    expect(await row(id)).toMatchObject({ active: false, lastVersion: 1 });
  });

  it("deletes for good, with the runs", async () => {
    const id = await made("Old");
    const { runId } = await host.client.workflows.test({ id });
    await expect.poll(async () => (await host.client.runs.get({ runId })).run.status).toBe("succeeded");
    await expect(host.client.workflows.erase({ id }), "only from the bin").rejects.toThrow(/Remove it first/);
    await host.client.workflows.remove({ id });
    await expect(host.as("builder").workflows.erase({ id })).rejects.toThrow(/builder/);
    await host.client.workflows.erase({ id });
    expect(await binned()).toEqual([]);
    await expect(host.client.workflows.restore({ id })).rejects.toThrow(/no workflow/);
    await expect.poll(async () => await host.client.runs.list({ workflowId: id })).toEqual([]);
  });

  it("keeps what still has work to end", async () => {
    const id = await made("Busy", true);
    const { runId } = await host.client.workflows.test({ id });
    await expect.poll(async () => (await host.client.runs.get({ runId })).run.status).toBe("waiting");
    await host.client.workflows.remove({ id });
    await expect(host.client.workflows.erase({ id })).rejects.toThrow("One of its runs has not ended. Cancel first.");
    await host.client.runs.cancel({ runId });
    await expect.poll(async () => (await host.client.runs.get({ runId })).run.status).toBe("cancelled");
    await host.client.workflows.erase({ id });
    expect(await binned()).toEqual([]);
  });
});

describe("turning on", () => {
  it("takes the newest version and publishes nothing new", async () => {
    const id = await made("Weekly");
    await host.client.workflows.publish({ id });
    await host.client.workflows.unpublish({ id });
    await draw(id, "Weekly, half edited", { type: "core.limit", params: {} });
    expect(await host.client.workflows.activate({ id })).toMatchObject({ version: 1 });
    expect(await row(id)).toMatchObject({ active: true, liveVersion: 1, lastVersion: 1, changed: true });
    expect((await host.client.workflows.versions({ id })).length).toBe(1);
  });

  it("says that nothing was published yet", async () => {
    const id = await made("Never");
    await expect(host.client.workflows.activate({ id })).rejects.toThrow(/never published/);
    expect(await row(id)).toMatchObject({ active: false, lastVersion: null });
  });

  it("does not wake what is in the bin", async () => {
    const id = await made("Gone");
    await host.client.workflows.publish({ id });
    await host.client.workflows.remove({ id });
    await expect(host.client.workflows.activate({ id })).rejects.toThrow(/in the bin/);
  });
});
