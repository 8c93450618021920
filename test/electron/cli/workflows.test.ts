import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { imx } from "../../helpers/imx.ts";
import { orderWorkflow } from "../../helpers/order-workflow.ts";

let folder: string;
let data: string;
let id: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imx-workflows-"));
  data = join(folder, "workspace");
  const workflow = orderWorkflow();
  const [first, ...rest] = workflow.nodes;
  const file = join(folder, "order.json");
  const nodes = [{ ...first, pinned: [{ json: { customer: "Ann Lee" } }] }, ...rest];
  await writeFile(file, JSON.stringify({ ...workflow, nodes, staticData: { global: { last: "Ann Lee" } } }));
  const added = await imx(["add", file, "--json", "--data", data]);
  ({ workflowId: id } = JSON.parse(added.stdout) as { workflowId: string });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const ask = (...args: string[]) => imx(["workflows", ...args, "--data", data]);

describe("imx workflows", () => {
  it("lists what is there and whether it is live", async () => {
    expect((await ask()).stdout).toMatch(new RegExp(`^${id} +off `, "m"));
    expect(JSON.parse((await ask("publish", id, "--json")).stdout)).toMatchObject({ workflowId: id, version: 1 });
    expect((await ask("list")).stdout).toMatch(new RegExp(`^${id} +live `, "m"));
    expect((await ask("unpublish", id)).code).toBe(0);
    expect(JSON.parse((await ask("list", "--json")).stdout)).toMatchObject([{ id, active: false }]);
    expect(JSON.parse((await ask("activate", id, "--json")).stdout)).toMatchObject({ version: 1 });
    expect((await ask("list")).stdout, "the same version again").toMatch(new RegExp(`^${id} +live `, "m"));
    expect((await ask("unpublish", id)).code).toBe(0);
  });
  it("exports without customers' data, into a file that runs and comes back the same", async () => {
    const to = join(folder, "out.json");
    expect((await ask("export", id, "--to", to)).code).toBe(0);
    const text = await readFile(to, "utf8");
    expect(text).not.toContain("Ann Lee");
    expect((await imx(["validate", to])).code).toBe(0);
    const again = JSON.parse((await imx(["add", to, "--json", "--data", data])).stdout) as { workflowId: string };
    const back = JSON.parse((await ask("export", again.workflowId)).stdout) as object;
    expect({ ...back, id }).toEqual({ ...(JSON.parse(text) as object), id });
    expect((await ask("export", id, "--with-data")).stdout).toContain("Ann Lee");
  });
  it("never writes over a file, and says what it can't find", async () => {
    const to = join(folder, "mine.json");
    await writeFile(to, "mine");
    const refused = await ask("export", id, "--to", to);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("mine.json") as string });
    expect(await readFile(to, "utf8")).toBe("mine");
    expect(await ask("export", "nobody")).toMatchObject({ code: 2, stdout: "" });
    expect(await ask("export")).toMatchObject({ code: 2, stderr: expect.stringContaining("imx workflows") as string });
  });
  it("says all that keeps a workflow from going live", async () => {
    const file = join(folder, "half.json");
    const node = (name: string, type: string) => ({ id: name, name, type, position: { x: 0, y: 0 }, params: {} });
    await writeFile(
      file,
      JSON.stringify({
        format: 1,
        id: "half",
        name: "half",
        nodes: [node("start", "core.manual"), node("one", "core.data_table"), node("two", "core.data_table")],
        edges: [
          { id: "a", from: { node: "start", port: "out" }, to: { node: "one", port: "in" } },
          { id: "b", from: { node: "start", port: "out" }, to: { node: "two", port: "in" } },
        ],
      }),
    );
    const half = JSON.parse((await imx(["add", file, "--json", "--data", data])).stdout) as { workflowId: string };
    const refused = await ask("publish", half.workflowId);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/one: No table is chosen[\s\S]*two: No table is chosen/);
    expect((await ask("list")).stdout).not.toMatch(/ live /);
  });
  it("runs what is published from its start by hand, and says when that begins", async () => {
    const file = join(folder, "by-hand.json");
    const start = { id: "start", name: "start", type: "core.manual", position: { x: 0, y: 0 }, params: {} };
    await writeFile(file, JSON.stringify({ format: 1, id: "hand", name: "hand", nodes: [start], edges: [] }));
    const hand = JSON.parse((await imx(["add", file, "--json", "--data", data])).stdout) as { workflowId: string };
    expect(await ask("run", hand.workflowId)).toMatchObject({ code: 2, stderr: expect.stringContaining("is off") as string });
    expect((await ask("publish", hand.workflowId)).code).toBe(0);
    expect((await ask("run", hand.workflowId)).stdout).toMatch(/^Run \d+: version 1, which begins when the engine goes on/);
    const { runId } = JSON.parse((await ask("run", hand.workflowId, "--json")).stdout) as { runId: string };
    const kept = JSON.parse((await imx(["runs", "list", "--json", "--data", data])).stdout) as object[];
    expect(kept[0]).toMatchObject({ runId, workflowId: hand.workflowId, status: "queued" });
    const again = await imx(["runs", "rerun", runId, "--data", data]);
    expect(again.stdout).toMatch(/^Runs again as \d+, with version 1, from the start\. It is live: its steps write for real, again\.$/m);
    expect((await ask("unpublish", hand.workflowId)).code).toBe(0);
  });
  it("says which live workflows need the one that is switched off", async () => {
    const put = async (name: string, type: string, more: object) => {
      const file = join(folder, `${name}.json`);
      const start = { id: "start", name: "start", type, position: { x: 0, y: 0 }, params: {} };
      await writeFile(file, JSON.stringify({ format: 1, id: name, name, nodes: [start], edges: [], ...more }));
      return (JSON.parse((await imx(["add", file, "--publish", "--json", "--data", data])).stdout) as { workflowId: string }).workflowId;
    };
    const tells = await put("tells", "core.error", {});
    const risky = await put("risky", "core.manual", { settings: { errorWorkflow: tells } });
    const off = await ask("unpublish", tells);
    expect(off).toMatchObject({ code: 0, stderr: expect.stringContaining("'risky' needs it: it starts it when a run fails") as string });
    expect((await ask("unpublish", risky)).stderr).not.toContain("needs it");
  });
  it("removes to the bin and takes out of it", async () => {
    expect((await ask("remove", id)).stdout).toContain("bin");
    expect((await ask("list")).stdout).not.toContain(id);
    expect((await ask("bin")).stdout).toContain(id);
    expect((await ask("restore", id)).code).toBe(0);
    expect((await ask("bin")).stdout).toBe("The bin is empty.\n");
    expect((await ask("list")).stdout).toContain(id);
  });
});
