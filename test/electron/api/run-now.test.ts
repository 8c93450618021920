import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkflowId } from "#shared/model/ids.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

/** A workflow whose one step notes which version ran, behind these triggers. */
async function made(types: readonly string[], value = "first"): Promise<WorkflowId> {
  const { id } = await host.client.workflows.create({ name: types.join(" and ") });
  await draft(id, types, value);
  return id;
}
async function draft(id: WorkflowId, types: readonly string[], value: string) {
  const base = await host.client.workflows.get({ id });
  const place = { typeVersion: 1, position: { x: 0, y: 0 } };
  const triggers = types.map((type, i) => ({ ...place, id: `t${i}`, name: `Trigger ${i}`, type, params: {} }));
  const note = {
    ...place,
    id: "note",
    name: "Note",
    type: "core.set",
    params: { fields: [{ name: "note", type: "string", value: `=${value} by {{ $execution.mode }}` }] },
  };
  const edges = triggers.map((t) => ({ id: t.id, from: { node: t.id, port: "out" }, to: { node: "note", port: "in" } }));
  await host.client.workflows.put({ id, workflow: Workflow.parse({ ...base, nodes: [...triggers, note], edges }) });
}
const row = async (id: WorkflowId) => (await host.client.workflows.list()).find((one) => one.id === id);
async function ended(id: WorkflowId, trigger?: string) {
  const { runId, version } = await host.client.workflows.run({ id, ...(trigger === undefined ? {} : { trigger }) });
  await expect.poll(async () => (await host.client.runs.get({ runId })).run.status).toBe("succeeded");
  const { run, steps } = await host.client.runs.get({ runId });
  const { items } = await host.client.runs.items({ runId, step: 1 });
  return { version, run, from: steps[0]?.name, json: items[0]?.json };
}

describe("a published workflow, run by hand", () => {
  it("is a live run of the version that is published, whatever the draft says by now", async () => {
    const id = await made(["core.manual"]);
    expect((await row(id))?.startsBy, "a draft is run by a test").toBeNull();
    await host.client.workflows.publish({ id });
    expect((await row(id))?.startsBy).toBe("manual");
    await draft(id, ["core.manual"], "second");
    const { version, run, json } = await ended(id);
    expect({ version, mode: run.mode, of: run.version, note: json?.["note"] }).toEqual({
      version: 1,
      mode: "live",
      of: 1,
      note: "first by production",
    });
  });

  it("starts at its schedule with that trigger's items for now, where nothing in it starts by hand", async () => {
    const id = await made(["core.schedule"], "daily");
    await host.client.workflows.publish({ id });
    expect((await row(id))?.startsBy).toBe("schedule");
    const before = (await row(id))?.nextRun;
    const { json } = await ended(id);
    expect(json).toMatchObject({ note: "daily by production", Year: String(new Date().getFullYear()) });
    expect((await row(id))?.nextRun, "its next time stays").toBe(before);
  });

  it("starts by hand rather than by its schedule, and at the trigger that was named", async () => {
    const id = await made(["core.schedule", "core.manual"]);
    await host.client.workflows.publish({ id });
    expect((await ended(id)).from).toBe("Trigger 1");
    expect((await ended(id, "Trigger 0")).from).toBe("Trigger 0");
    await expect(host.client.workflows.run({ id, trigger: "Note" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is refused where it is off, was never published, waits for a call or is in the bin", async () => {
    const id = await made(["core.manual"]);
    await expect(host.client.workflows.run({ id })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("off") as string,
    });
    await host.client.workflows.publish({ id });
    await host.client.workflows.unpublish({ id });
    expect((await row(id))?.startsBy).toBeNull();
    await expect(host.client.workflows.run({ id })).rejects.toMatchObject({ code: "CONFLICT" });
    await host.client.workflows.remove({ id });
    await expect(host.client.workflows.run({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const called = await made(["core.called"]);
    await host.client.workflows.publish({ id: called });
    await expect(host.client.workflows.run({ id: called })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
