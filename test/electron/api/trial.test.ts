import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#shared/model/ids.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

const table = (id: string, params: Record<string, unknown>) => ({
  id,
  name: id,
  type: "core.data_table",
  typeVersion: 1,
  position: { x: 0, y: 0 },
  params: { table: "Visits", ...params },
});
const wire = (from: string, to: string) => ({ id: `${from}-${to}`, from: { node: from, port: "out" }, to: { node: to, port: "in" } });

/** Counts Ann up twice, writes a row, and looks what is there then. */
async function visits() {
  const { id } = await host.client.workflows.create({ name: "Visits" });
  const base = await host.client.workflows.get({ id });
  const workflow = Workflow.parse({
    ...base,
    nodes: [
      { id: "Start", name: "Start", type: "core.manual", typeVersion: 1, position: { x: 0, y: 0 }, params: {} },
      table("First", { operation: "increment", match: [{ column: "who", value: "Ann" }], column: "n" }),
      table("Second", { operation: "increment", match: [{ column: "who", value: "Ann" }], column: "n" }),
      table("Row", { operation: "insert", values: "fields", fields: [{ column: "who", value: "Bob" }] }),
      table("Look", { operation: "find", sortBy: "id" }),
    ],
    edges: [wire("Start", "First"), wire("First", "Second"), wire("Second", "Row"), wire("Row", "Look")],
  });
  await host.client.workflows.put({ id, workflow });
  return id;
}

async function tested(id: string, more: { keepTables?: boolean } = {}) {
  const { runId } = await host.client.workflows.test({ id: Workflow.shape.id.parse(id), ...more });
  const found = await foundBy(runId);
  const { run } = await host.client.runs.get({ runId });
  return { run, found };
}
/** What the last step of a run found in the table. */
async function foundBy(runId: RunId) {
  await expect.poll(async () => (await host.client.runs.get({ runId })).run.status).toBe("succeeded");
  const { steps } = await host.client.runs.get({ runId });
  const look = steps.find(({ name }) => name === "Look");
  const { items } = await host.client.runs.items({ runId, step: look?.step ?? -1 });
  return items.map(({ json: { who, n } }) => ({ who, n }));
}
const stored = async () =>
  (await host.client.tables.list()).length === 0
    ? []
    : (await host.client.tables.rows({ table: "Visits" })).rows.map(({ values }) => values);

describe("a test from the editor", () => {
  it("sees what its own steps wrote to data tables, and leaves the tables as they were", async () => {
    const id = await visits();
    const { run, found } = await tested(id);
    expect(found).toEqual([
      { who: "Ann", n: 2 },
      { who: "Bob", n: undefined },
    ]);
    expect(run).toMatchObject({ mode: "test", trial: true });
    expect(await stored(), "not even the table is there").toEqual([]);
    expect((await tested(id)).found, "the next test starts from the same").toEqual(found);
  });

  it("starts from the rows that are there", async () => {
    const id = await visits();
    await host.client.tables.create({ name: "Visits" });
    await host.client.tables.add({ table: "Visits", values: { who: "Ann", n: 40 } });
    expect((await tested(id)).found[0]).toEqual({ who: "Ann", n: 42 });
    expect(await stored()).toEqual([{ who: "Ann", n: 40 }]);
  });

  it("repeated from a step on, still sees what the steps before it wrote", async () => {
    const id = await visits();
    const { run } = await tested(id);
    const { steps } = await host.client.runs.get({ runId: run.runId });
    const fromStep = steps.find(({ name }) => name === "Row")?.step ?? -1;
    const again = await host.client.runs.rerun({ runId: run.runId, fromStep });
    expect(await foundBy(again.runId)).toEqual([
      { who: "Ann", n: 42 },
      { who: "Bob", n: undefined },
    ]);
    expect(await stored()).toEqual([{ who: "Ann", n: 40 }]);
  });

  it("shares its rows with the workflows that it calls, and theirs with it", async () => {
    await host.client.tables.create({ name: "Shared" });
    const place = { typeVersion: 1, position: { x: 0, y: 0 } };
    const draw = async (name: string, nodes: { id: string }[]) => {
      const { id } = await host.client.workflows.create({ name });
      const base = await host.client.workflows.get({ id });
      const edges = nodes.slice(1).map((node, i) => wire(nodes[i]?.id ?? "", node.id));
      await host.client.workflows.put({ id, workflow: Workflow.parse({ ...base, nodes, edges }) });
      return id;
    };
    const add = (id: string, who: string) =>
      table(id, { table: "Shared", operation: "insert", values: "fields", fields: [{ column: "who", value: who }] });
    const called = await draw("Called", [
      { ...place, id: "In", name: "In", type: "core.called", params: {} } as { id: string },
      add("Child adds", "child"),
      table("Child looks", { table: "Shared", operation: "find", sortBy: "id" }),
    ]);
    await host.client.workflows.publish({ id: called });
    const caller = await draw("Caller", [
      { ...place, id: "Start", name: "Start", type: "core.manual", params: {} } as { id: string },
      add("Adds", "caller"),
      { ...place, id: "Call", name: "Call", type: "core.call_workflow", params: { workflow: called } } as { id: string },
      table("Look", { table: "Shared", operation: "find", sortBy: "id" }),
    ]);
    const { runId } = await host.client.workflows.test({ id: caller });
    const both = ["caller", "child"];
    // Once for each row that the call gives back.
    expect((await foundBy(runId)).map(({ who }) => who)).toEqual([...both, ...both]);
    expect(await host.client.tables.rows({ table: "Shared" })).toMatchObject({ total: 0 });
  });

  it("repeated from a step on, shares them with what it calls as before, and sees what the first one's calls wrote", async () => {
    await host.client.tables.create({ name: "Rerun" });
    const place = { typeVersion: 1, position: { x: 0, y: 0 } };
    const draw = async (name: string, nodes: { id: string }[]) => {
      const { id } = await host.client.workflows.create({ name });
      const base = await host.client.workflows.get({ id });
      const edges = nodes.slice(1).map((node, i) => wire(nodes[i]?.id ?? "", node.id));
      await host.client.workflows.put({ id, workflow: Workflow.parse({ ...base, nodes, edges }) });
      return id;
    };
    const add = (id: string, who: string) =>
      table(id, { table: "Rerun", operation: "insert", values: "fields", fields: [{ column: "who", value: who }] });
    const look = { table: "Rerun", operation: "find", sortBy: "id" };
    const called = await draw("Called again", [
      { ...place, id: "In", name: "In", type: "core.called", params: {} } as { id: string },
      add("Child adds", "child"),
      table("Look", look),
    ]);
    await host.client.workflows.publish({ id: called });
    const call = (id: string) => ({ ...place, id, name: id, type: "core.call_workflow", params: { workflow: called } }) as { id: string };
    const caller = await draw("Calls twice", [
      { ...place, id: "Start", name: "Start", type: "core.manual", params: {} } as { id: string },
      add("Adds", "caller"),
      call("First"),
      { ...place, id: "One", name: "One", type: "core.limit", params: { maxItems: 1 } } as { id: string },
      call("Second"),
      { ...place, id: "One more", name: "One more", type: "core.limit", params: { maxItems: 1 } } as { id: string },
      table("Look", look),
    ]);
    const { runId } = await host.client.workflows.test({ id: caller });
    const all = ["caller", "child", "child"];
    expect((await foundBy(runId)).map(({ who }) => who)).toEqual(all);
    const stepOf = async (of: RunId, wanted: string) =>
      (await host.client.runs.get({ runId: of })).steps.find(({ name }) => name === wanted)?.step ?? -1;
    // The call is done anew: what it calls finds what the caller and the first call had written.
    const again = await host.client.runs.rerun({ runId, fromStep: await stepOf(runId, "Second") });
    expect((await foundBy(again.runId)).map(({ who }) => who)).toEqual(all);
    const [child] = await host.client.runs.list({ calledBy: again.runId });
    expect((await foundBy(child?.runId ?? runId)).map(({ who }) => who)).toEqual(all);
    // A repeat of the repeat, and one of a called run, stand on the same.
    const last = await host.client.runs.rerun({ runId: again.runId, fromStep: await stepOf(again.runId, "Look") });
    expect((await foundBy(last.runId)).map(({ who }) => who)).toEqual(all);
    const [first] = (await host.client.runs.list({ calledBy: runId })).toReversed();
    const firstId = first?.runId ?? runId;
    const alone = await host.client.runs.rerun({ runId: firstId, fromStep: await stepOf(firstId, "Look") });
    expect((await foundBy(alone.runId)).map(({ who }) => who)).toEqual(["caller", "child"]);
    expect(await host.client.tables.rows({ table: "Rerun" })).toMatchObject({ total: 0 });
  });

  it("keeps them where that is asked for", async () => {
    const { run } = await tested(await visits(), { keepTables: true });
    expect(run.trial).toBeUndefined();
    expect(await stored()).toEqual([{ who: "Ann", n: 42 }, { who: "Bob" }]);
  });
});

describe("static data in a test from the editor", () => {
  it("is the test's own: it sees its changes, and live runs start from what live runs left", async () => {
    const { id } = await host.client.workflows.create({ name: "Counts" });
    const base = await host.client.workflows.get({ id });
    const place = { typeVersion: 1, position: { x: 0, y: 0 } };
    const count = "const s = $getWorkflowStaticData('global'); s.n = (s.n ?? 0) + 1; return [{ json: { n: s.n } }];";
    const code = (name: string) => ({ ...place, id: name, name, type: "core.code", params: { source: count } });
    const nodes = [{ ...place, id: "Start", name: "Start", type: "core.manual", params: {} }, code("One"), code("Look")];
    await host.client.workflows.put({
      id,
      workflow: Workflow.parse({ ...base, nodes, edges: [wire("Start", "One"), wire("One", "Look")] }),
    });
    const twice = async (keepTables: boolean) => {
      const { runId } = await host.client.workflows.test({ id, keepTables });
      return (await foundBy(runId)).map(({ n }) => n);
    };
    expect(await twice(false)).toEqual([2]);
    expect(await twice(false), "nothing was kept").toEqual([2]);
    expect(await twice(true)).toEqual([2]);
    expect(await twice(true), "kept where that is asked for").toEqual([4]);
  });
});
