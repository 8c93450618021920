import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkflowId } from "#shared/model/ids.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

interface Made {
  trigger: string;
  params?: object;
  /** A step that calls this workflow, or what an expression gives. */
  calls?: string;
  disabled?: boolean;
  errorWorkflow?: string;
}
async function draft(id: WorkflowId, { trigger, params = {}, calls, disabled, errorWorkflow }: Made) {
  const base = await host.client.workflows.get({ id });
  const place = { typeVersion: 1, position: { x: 0, y: 0 } };
  const call = { ...place, id: "call", name: "Ask the other", type: "core.call_workflow", params: { workflow: calls }, disabled };
  const nodes = [{ ...place, id: "t", name: "Begin", type: trigger, params }, ...(calls === undefined ? [] : [call])];
  const edges = calls === undefined ? [] : [{ id: "e", from: { node: "t", port: "out" }, to: { node: "call", port: "in" } }];
  const settings = errorWorkflow === undefined ? base.settings : { ...base.settings, errorWorkflow };
  const { problems } = await host.client.workflows.put({ id, workflow: Workflow.parse({ ...base, nodes, edges, settings }) });
  return problems;
}
async function made(name: string, what: Made): Promise<WorkflowId> {
  const { id } = await host.client.workflows.create({ name });
  await draft(id, what);
  return id;
}
const codes = async (id: WorkflowId) => (await host.client.workflows.validate({ id })).map(({ code, severity }) => `${severity} ${code}`);

describe("a workflow that depends on another one", () => {
  it("is told what became of the one it calls: off, without a way in, in the bin, gone", async () => {
    const callee = await made("Stock", { trigger: "core.called" });
    const caller = await made("Orders", { trigger: "core.manual", calls: callee });
    expect(await codes(caller)).toEqual(["warning workflow-off"]);
    const { version } = await host.client.workflows.publish({ id: caller });
    expect(version, "a warning does not stand in the way").toBe(1);
    await host.client.workflows.publish({ id: callee });
    expect(await codes(caller)).toEqual([]);
    await draft(callee, { trigger: "core.error" });
    await host.client.workflows.publish({ id: callee });
    expect(await codes(caller)).toEqual(["warning workflow-not-callable"]);
    await host.client.workflows.remove({ id: callee });
    const [binned] = await host.client.workflows.validate({ id: caller });
    expect(binned).toMatchObject({
      code: "workflow-in-bin",
      name: "Ask the other",
      field: "workflow",
      message: expect.stringContaining("'Stock'") as string,
    });
    await host.client.workflows.erase({ id: callee });
    expect(await codes(caller)).toEqual(["error workflow-gone"]);
    await expect(host.client.workflows.publish({ id: caller })).rejects.toMatchObject({ code: "UNUSABLE" });
  });

  it("may call itself, what starts by hand, and what an expression or a step that is off names", async () => {
    const byHand = await made("By hand", { trigger: "core.manual" });
    await host.client.workflows.publish({ id: byHand });
    const caller = await made("Caller", { trigger: "core.called" });
    for (const what of [{ calls: caller }, { calls: byHand }, { calls: "={{ $json.which }}" }, { calls: "nobody", disabled: true }]) {
      const problems = await draft(caller, { trigger: "core.called", ...what });
      expect(
        problems.filter(({ code }) => code.startsWith("workflow-")),
        JSON.stringify(what),
      ).toEqual([]);
    }
  });

  it("is told where the workflow for its failures would not start", async () => {
    const handler = await made("Tell me", { trigger: "core.manual" });
    const risky = await made("Risky", { trigger: "core.manual", errorWorkflow: handler });
    expect(await codes(risky)).toEqual(["warning workflow-off"]);
    await host.client.workflows.publish({ id: handler });
    expect(await codes(risky)).toEqual(["warning workflow-no-error-trigger"]);
    await draft(handler, { trigger: "core.error" });
    await host.client.workflows.publish({ id: handler });
    expect(await codes(risky)).toEqual([]);
    await draft(risky, { trigger: "core.manual", errorWorkflow: "nobody" });
    expect(await codes(risky)).toEqual(["warning workflow-gone"]);
  });
});

describe("what needs a workflow", () => {
  it("is every live one that calls it or starts it on failure, and no draft", async () => {
    const used = await made("Used", { trigger: "core.called" });
    const caller = await made("A caller", { trigger: "core.manual", calls: used });
    const failing = await made("B failing", { trigger: "core.manual", errorWorkflow: used });
    expect(await host.client.workflows.usedBy({ id: used })).toEqual([]);
    for (const id of [caller, failing]) await host.client.workflows.publish({ id });
    await made("Only a draft", { trigger: "core.manual", calls: used });
    expect(await host.client.workflows.usedBy({ id: used })).toEqual([
      { id: caller, name: "A caller", steps: ["Ask the other"], onFailure: false },
      { id: failing, name: "B failing", steps: [], onFailure: true },
    ]);
    await host.client.workflows.unpublish({ id: caller });
    expect((await host.client.workflows.usedBy({ id: used })).map(({ name }) => name)).toEqual(["B failing"]);
  });
});

describe("a webhook path that is taken", () => {
  it("is a problem of the draft that names who has it, until it is free", async () => {
    const hook = { trigger: "core.webhook", params: { path: "same-path" } };
    const first = await made("Order intake", hook);
    await host.client.workflows.publish({ id: first });
    expect(await codes(first), "its own path is its own").toEqual([]);
    const copy = await made("Order intake again", hook);
    const [taken] = await host.client.workflows.validate({ id: copy });
    expect(taken).toMatchObject({
      severity: "error",
      code: "path-taken",
      field: "path",
      message: expect.stringContaining("'Order intake'") as string,
    });
    expect((await host.client.workflows.list()).find(({ id }) => id === copy)?.problems, "it comes and goes with the other").toBe(0);
    await host.client.workflows.unpublish({ id: first });
    expect(await codes(copy)).toEqual([]);
  });
});
