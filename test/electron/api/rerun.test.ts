import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#shared/model/ids.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

/** A run of two steps that each add a field. */
async function ran() {
  const { id } = await host.client.workflows.create({ name: "Adds" });
  const base = await host.client.workflows.get({ id });
  const place = { typeVersion: 1, position: { x: 0, y: 0 } };
  const set = (name: string, value: string) => ({
    ...place,
    id: name,
    name,
    type: "core.set",
    params: { fields: [{ name, type: "string", value }] },
  });
  const nodes = [
    { ...place, id: "start", name: "Start", type: "core.manual", params: {} },
    set("First", "={{ $json.who }}!"),
    set("Second", "={{ $json.First }}?"),
  ];
  const wire = (from: string, to: string) => ({ id: from, from: { node: from, port: "out" }, to: { node: to, port: "in" } });
  const workflow = Workflow.parse({ ...base, nodes, edges: [wire("start", "First"), wire("First", "Second")] });
  await host.client.workflows.put({ id, workflow });
  const { runId } = await host.client.workflows.test({ id, items: [{ json: { who: "Ann" } }] });
  return runId;
}
/** What its last step gave, once it has ended. */
async function result(runId: RunId) {
  await expect.poll(async () => (await host.client.runs.get({ runId })).run.status).toBe("succeeded");
  const { items } = await host.client.runs.items({ runId, step: 2 });
  return items.map(({ json }) => json["Second"]);
}

describe("a run again", () => {
  it("from its start, and from a step with what it had been given", async () => {
    const runId = await ran();
    expect(await result(runId)).toEqual(["Ann!?"]);
    expect(await result((await host.client.runs.rerun({ runId })).runId)).toEqual(["Ann!?"]);
    const again = await host.client.runs.rerun({ runId, fromStep: 2 });
    expect(await result(again.runId)).toEqual(["Ann!?"]);
    expect((await host.client.runs.get(again)).run.rerunOf).toEqual({ runId, node: "Second" });
  });

  it("from a step with other items", async () => {
    const runId = await ran();
    await result(runId);
    const again = await host.client.runs.rerun({ runId, fromStep: 2, items: [{ json: { First: "Bob" } }, { json: { First: "Cleo" } }] });
    expect(await result(again.runId)).toEqual(["Bob?", "Cleo?"]);
  });
});
