import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workflow } from "#shared/model/workflow.ts";
import { type HostClient, openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

/** A draft that answers at a path and echoes what it got. */
async function draftAt(path: string) {
  const { id } = await host.client.workflows.create({ name: `At ${path}` });
  const base = await host.client.workflows.get({ id });
  const place = { typeVersion: 1, position: { x: 0, y: 0 } };
  const workflow = Workflow.parse({
    ...base,
    nodes: [
      { ...place, id: "hook", name: "Hook", type: "core.webhook", params: { path, answer: "ended" } },
      { ...place, id: "end", name: "End", type: "core.no_op", params: {} },
    ],
    edges: [{ id: "e", from: { node: "hook", port: "out" }, to: { node: "end", port: "in" } }],
  });
  await host.client.workflows.put({ id, workflow });
  return id;
}
type News = Awaited<ReturnType<HostClient["workflows"]["listen"]>> extends AsyncIterable<infer N> ? N : never;
async function listening(id: Awaited<ReturnType<typeof draftAt>>): Promise<AsyncIterator<News, unknown, undefined>> {
  return (await host.client.workflows.listen({ id }))[Symbol.asyncIterator]();
}
/** The next news, where there is some. */
async function heard(news: AsyncIterator<News, unknown, undefined>): Promise<News | undefined> {
  const next = await news.next();
  return next.done ? undefined : next.value;
}
const call = (path: string, body: unknown) =>
  fetch(`${host.url}/hook/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

describe("a draft that waits for one call", () => {
  it("is tested with the call at its test address, answers it, and then nobody answers there", async () => {
    const id = await draftAt("lead");
    const news = await listening(id);
    const first = await heard(news);
    expect(first).toMatchObject({ state: "listening", path: "test/lead", url: `${host.url}/hook/test/lead` });
    expect((await call("lead", {})).status, "the live address is not published").toBe(404);
    const answer = await call("test/lead", { name: "Ann" });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ body: { name: "Ann" } });
    const second = await heard(news);
    if (second?.state !== "called") throw new Error("it was not told");
    const { run } = await host.client.runs.get({ runId: second.runId });
    expect(run).toMatchObject({ mode: "test", version: null, trial: true });
    expect(await heard(news)).toBeUndefined();
    expect((await call("test/lead", { name: "Bob" })).status).toBe(404);
  });

  it("leaves what is published at its own address as it is", async () => {
    const id = await draftAt("order");
    await host.client.workflows.publish({ id });
    const news = await listening(id);
    await news.next();
    expect(await (await call("order", { n: 1 })).json()).toMatchObject({ body: { n: 1 } });
    expect((await call("test/order", { n: 2 })).status).toBe(200);
    const told = await heard(news);
    const modes = (await host.client.runs.list({ workflowId: id })).map(({ mode }) => mode);
    expect({ told: told?.state, modes }).toEqual({ told: "called", modes: ["test", "live"] });
  });

  it("answers no longer once whoever waited lets go", async () => {
    const id = await draftAt("gone");
    const news = await listening(id);
    await news.next();
    await news.return?.();
    await expect.poll(async () => (await call("test/gone", {})).status).toBe(404);
    expect(await host.client.runs.list({ workflowId: id })).toEqual([]);
  });

  it("says which step can't be called", async () => {
    const { id } = await host.client.workflows.create({ name: "No hook" });
    const news = async () => {
      for await (const one of await host.client.workflows.listen({ id })) return one;
    };
    await expect(news()).rejects.toThrow(/no webhook trigger/);
    await expect(async () => {
      for await (const _ of await host.as("viewer").workflows.listen({ id })) return;
    }).rejects.toThrow(/viewer/);
  });
});
