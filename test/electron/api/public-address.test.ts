import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workflow } from "#shared/model/workflow.ts";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

const TUNNEL = "https://rosa.example.com";

/** Status of a request that comes in by that host name. */
const statusAt = (name: string, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(new URL(path, host.url), { method: "POST", headers: { host: name } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end();
  });

async function published() {
  const { id } = await host.client.workflows.create({ name: "Order" });
  const base = await host.client.workflows.get({ id });
  const place = { typeVersion: 1, position: { x: 0, y: 0 } };
  const nodes = [
    { ...place, id: "hook", name: "Hook", type: "core.webhook", params: { path: "order", answer: "ended" } },
    {
      ...place,
      id: "out",
      name: "Out",
      type: "core.set",
      params: { fields: [{ name: "resume", type: "string", value: "={{ $execution.resumeUrl }}" }] },
    },
  ];
  const edges = [{ id: "e", from: { node: "hook", port: "out" }, to: { node: "out", port: "in" } }];
  await host.client.workflows.put({ id, workflow: Workflow.parse({ ...base, nodes, edges }) });
  await host.client.workflows.publish({ id });
  return id;
}

describe("the public address", () => {
  it("is what webhook addresses and runs' resume addresses begin with, from when it is set", async () => {
    const id = await published();
    expect(await host.client.workflows.hooks({ id })).toMatchObject([{ url: `${host.url}/hook/order` }]);
    await host.client.settings.set({ publicAddress: TUNNEL });
    expect(await host.client.workflows.hooks({ id })).toMatchObject([{ url: `${TUNNEL}/hook/order` }]);
    const answer = await fetch(`${host.url}/hook/order`, { method: "POST" });
    expect(await answer.text()).toContain(`${TUNNEL}/hook/wait/`);
  });

  it("lets callers by that name reach webhooks and nothing else", async () => {
    await host.client.settings.set({ publicAddress: TUNNEL });
    expect(await statusAt("rosa.example.com", "/hook/order")).toBe(200);
    for (const path of ["/api/workflows", "/rpc/workflows/list", "/", "/session"])
      expect(await statusAt("rosa.example.com", path), path).toBe(403);
    expect(await statusAt("other.example.com", "/hook/order")).toBe(403);
    await host.client.settings.set({ publicAddress: "" });
    expect(await statusAt("rosa.example.com", "/hook/order"), "once it is taken away").toBe(403);
  });

  it("is refused where it is more than an address", async () => {
    await expect(host.client.settings.set({ publicAddress: `${TUNNEL}/hook` })).rejects.toThrow();
    expect((await host.client.settings.get()).publicAddress).toBe("");
  });
});
