import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Host, openHost } from "../../../electron/threads/host.ts";
import { openSecrets } from "../../../electron/threads/open-secrets.ts";

let dir: string;
let host: Host;
const key = randomBytes(32);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "doors-"));
  host = await openHost({ dir, version: "0", secrets: openSecrets(key), port: 0, onProblem: () => {} });
});
afterAll(async () => {
  await host?.close();
  rmSync(dir, { recursive: true, force: true });
});

const owner = () => host.client("owner", "me");
const url = () => host.server?.url ?? "";
const rest = (path: string, init: { method?: string; body?: string; headers?: Record<string, string> } = {}) =>
  fetch(`${url()}/api${path}`, { ...init, headers: { authorization: `Bearer ${host.server?.access.token}`, ...init.headers } });
const node = (id: string, type: string, params: object = {}) => ({ id, name: id, type, position: { x: 0, y: 0 }, params });
const wire = (a: string, b: string) => ({ id: `${a}-${b}`, from: { node: a, port: "out" }, to: { node: b, port: "in" } });
const add = (name: string, nodes: object[], edges: object[] = []) =>
  owner().workflows.import({ text: JSON.stringify({ format: 1, id: "w", name, nodes, edges }), from: "imx" });

describe("a run that waits for a call", () => {
  it("is woken at its own address only, which its number does not give away", async () => {
    const { id } = await add(
      "Approval",
      [
        node("start", "core.manual"),
        node("link", "core.set", { fields: [{ name: "link", value: "={{ $execution.resumeUrl }}" }] }),
        node("wait", "core.wait", { until: "webhook" }),
      ],
      [wire("start", "link"), wire("link", "wait")],
    );
    const { runId } = await owner().workflows.test({ id });
    await expect.poll(async () => (await owner().runs.get({ runId })).run.status).toBe("waiting");
    const { items } = await owner().runs.items({ runId, step: 1 });
    const link = String(items[0]?.json["link"]);
    expect(link).toContain("/hook/wait/");
    for (const guess of [runId, `${runId}-`, `${runId}-${"A".repeat(32)}`])
      expect((await fetch(`${url()}/hook/wait/${guess}`, { method: "POST" })).status, guess).toBe(404);
    expect((await owner().runs.get({ runId })).run.status).toBe("waiting");
    expect((await fetch(link, { method: "POST" })).status).toBe(200);
    await expect.poll(async () => (await owner().runs.get({ runId })).run.status).toBe("succeeded");
  });
});

describe("a call that starts or ends a run", () => {
  it("is answered when that is on disk", async () => {
    const { id } = await add("Short", [node("start", "core.manual")]);
    const { runId } = await owner().workflows.test({ id });
    expect((await owner().runs.get({ runId })).run.runId).toBe(runId);
    const again = await owner().runs.rerun({ runId });
    expect((await owner().runs.get({ runId: again.runId })).run.rerunOf?.runId).toBe(runId);
  });
});

describe("rights", () => {
  it("a draft is run by who may test it, also by way of running something again", async () => {
    const { id } = await add("Draft", [node("start", "core.manual")]);
    const { runId } = await owner().workflows.test({ id });
    await expect.poll(async () => (await owner().runs.get({ runId })).run.status).toBe("succeeded");
    const operator = host.client("operator", "op");
    await expect(operator.runs.rerun({ runId, workflow: "draft" })).rejects.toThrow(/operator/);
    await expect(operator.runs.rerun({ runId })).resolves.toMatchObject({ runId: expect.any(String) });
  });
});

describe("REST", () => {
  it("reads flags as they are written", async () => {
    const all = (await (await rest("/runs?needsYou=false")).json()) as unknown[];
    expect(all.length).toBeGreaterThan(0);
    expect(await (await rest("/runs?needsYou=true")).json()).toEqual([]);
    expect((await rest("/runs?needsYou=perhaps")).status).toBe(400);
  });
  it("refuses places before the first", async () => {
    expect((await rest("/runs/1/steps/0/items?offset=-5")).status).toBe(400);
  });
  it("reads no more of a call than is good for it", async () => {
    const body = JSON.stringify({ name: "x".repeat(65 * 1024 * 1024) });
    const answer = await rest("/workflows", { method: "POST", body, headers: { "content-type": "application/json" } }).catch(
      () => undefined,
    );
    if (answer) expect(answer.status).toBe(413);
    expect((await owner().workflows.list()).every((w) => w.name.length < 300)).toBe(true);
  });
});

describe("files that are no workflow", () => {
  it("are refused when they are nested without end or too large (A28)", async () => {
    const deep = `{"format":1,"id":"w","name":"w","edges":[],"nodes":[{"id":"a","name":"a","type":"core.set","position":{"x":0,"y":0},"params":{"x":${"[".repeat(150)}${"]".repeat(150)}}}]}`;
    await expect(owner().workflows.import({ text: deep })).rejects.toThrow(/nested/);
    const bottomless = deep.replace("[".repeat(150), "[".repeat(50_000)).replace("]".repeat(150), "]".repeat(50_000));
    await expect(owner().workflows.import({ text: bottomless })).rejects.toThrow(/nested/);
  });
});

describe("an address that is taken", () => {
  it("is refused to a second workflow, also where no engine serves the workspace", async () => {
    const other = mkdtempSync(join(tmpdir(), "doors-idle-"));
    const document = (name: string) =>
      JSON.stringify({ format: 1, id: "w", name, edges: [], nodes: [node("hook", "core.webhook", { path: "same" })] });
    const publish = async (name: string) => {
      const idle = await openHost({ dir: other, version: "0", secrets: openSecrets(key), idle: true, onProblem: () => {} });
      try {
        const client = idle.client("owner", "me");
        return await client.workflows.publish({ id: (await client.workflows.import({ text: document(name) })).id });
      } finally {
        await idle.close();
      }
    };
    await publish("First");
    await expect(publish("Second")).rejects.toThrow(/already answers at the path 'same'/);
    rmSync(other, { recursive: true, force: true });
  });
  it("is refused where the engine uses it itself", async () => {
    const { id } = await add("Reserved", [node("hook", "core.webhook", { path: "wait/x" })]);
    await expect(owner().workflows.publish({ id })).rejects.toThrow(/wait/);
  });
  it("is refused to a second trigger of the same workflow", async () => {
    const { id } = await add("Twice", [node("a", "core.webhook", { path: "twice" }), node("b", "core.webhook", { path: "twice" })]);
    await expect(owner().workflows.publish({ id })).rejects.toThrow(/twice/);
  });
});
