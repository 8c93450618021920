import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

/** What the Respond step of a finished run is shown to have answered. */
async function answered(params: object) {
  const { id } = await host.client.workflows.create({ name: "Answers" });
  const base = await host.client.workflows.get({ id });
  const place = { typeVersion: 1, position: { x: 0, y: 0 } };
  const nodes = [
    { ...place, id: "start", name: "Start", type: "core.manual", params: {} },
    { ...place, id: "answer", name: "Answer", type: "core.respond", params },
  ];
  const edges = [{ id: "e", from: { node: "start", port: "out" }, to: { node: "answer", port: "in" } }];
  await host.client.workflows.put({ id, workflow: Workflow.parse({ ...base, nodes, edges }) });
  const { runId } = await host.client.workflows.test({ id, items: [{ json: { who: "Ann" } }] });
  await expect.poll(async () => (await host.client.runs.get({ runId })).run.status).toBe("succeeded");
  const { steps } = await host.client.runs.get({ runId });
  expect(steps[0]?.answered, "the trigger answers nothing").toBeUndefined();
  return steps[1]?.answered;
}

describe("what a step answered", () => {
  it("stands with the step: status, headers and text as they were sent", async () => {
    const text = "=Thanks {{ $json.who }}";
    expect(await answered({ body: "text", text, status: 201, headers: [{ name: "X-Order", value: "7" }] })).toEqual({
      status: 201,
      headers: { "content-type": "text/html; charset=utf-8", "x-order": "7" },
      text: "Thanks Ann",
      size: 10,
    });
    expect(await answered({ body: "none", status: 204 })).toMatchObject({ status: 204, text: "", size: 0 });
  });

  it("keeps the beginning of a long one, and no endless headers", async () => {
    const long = await answered({
      body: "text",
      text: "=a{{ 'x'.repeat(100000) }}",
      headers: [{ name: "x-long", value: "v".repeat(5000) }],
    });
    expect(long).toMatchObject({ size: 100_001 });
    expect(JSON.stringify(long).length).toBeLessThan(4_000);
  });
});
