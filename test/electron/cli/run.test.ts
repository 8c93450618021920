import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { imx, serve } from "../../helpers/imx.ts";
import { order, orderWorkflow } from "../../helpers/order-workflow.ts";

let folder: string;
let sink: Server;
let port: number;
const got: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imx-run-"));
  sink = createServer((request, response) => {
    let body = "";
    request.on("data", (d) => {
      body += String(d);
    });
    request.on("end", () => {
      got.push(`${request.method} ${request.url} ${body}`);
      response.setHeader("content-type", "application/json");
      response.end('{"ok":true}');
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => sink.once("listening", resolve));
  const address = sink.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(async () => {
  sink.close();
  await rm(folder, { recursive: true, force: true });
});
const file = async (name: string, content: unknown): Promise<string> => {
  await writeFile(join(folder, name), JSON.stringify(content));
  return join(folder, name);
};

describe("imx run", () => {
  it("prints one document: order, items by node, and the answer's way", async () => {
    const outcome = await imx([
      "run",
      await file("orders.json", orderWorkflow()),
      "--json",
      "--input",
      JSON.stringify([{ json: { body: order(95) } }]),
    ]);
    expect(outcome.stderr).toBe("");
    expect(outcome.code).toBe(0);
    const document = JSON.parse(outcome.stdout) as {
      status: string;
      executionOrder: string[];
      nodes: Record<string, { outputs: { json: unknown }[][] }[]>;
    };
    expect(document).toMatchObject({
      status: "succeeded",
      executionOrder: ["Order comes in", "Work out the total", "Over 100?", "Add tax", "Keep the order", "Answer"],
    });
    expect(document.nodes["Add tax"]?.[0]?.outputs[0]?.[0]?.json).toMatchObject({
      orderId: 95,
      customer: "Customer 95",
      total: 204,
      tax: 38.76,
    });
  });

  it("calls hosts that stand in the file, and answers from a replay without touching the network", async () => {
    const http = await file("http.json", {
      format: 1,
      id: "h",
      name: "h",
      nodes: [
        { id: "start", name: "start", type: "core.manual", position: { x: 0, y: 0 } },
        {
          id: "post",
          name: "post",
          type: "core.http",
          position: { x: 1, y: 0 },
          params: {
            method: "POST",
            url: `http://127.0.0.1:${port}/in`,
            body: "json",
            bodyJson: "={{ JSON.stringify({ n: $json.n }) }}",
          },
        },
      ],
      edges: [{ id: "e", from: { node: "start", port: "out" }, to: { node: "post", port: "in" } }],
    });
    const live = await imx(["run", http, "--json", "--input", '[{"json":{"n":1}}]']);
    expect(JSON.parse(live.stdout)).toMatchObject({ status: "succeeded", requests: [{ method: "POST" }] });
    expect(got).toHaveLength(1);
    const replay = await file("replay.json", [
      {
        request: { method: "POST", url: `http://127.0.0.1:${port}/in` },
        response: { status: 200, headers: { "content-type": "application/json" }, body: { from: "tape" } },
      },
    ]);
    const taped = await imx(["run", http, "--json", "--replay", replay]);
    expect(JSON.parse(taped.stdout)).toMatchObject({ nodes: { post: [{ outputs: [[{ json: { from: "tape" } }]] }] } });
    const empty = await imx(["run", http, "--json", "--replay", await file("none.json", [])]);
    expect(empty.code).toBe(1);
    expect(JSON.parse(empty.stdout)).toMatchObject({ status: "failed", requests: [{ method: "POST" }] });
    expect(got).toHaveLength(1);
  });
});

describe("a published workflow, served", () => {
  it("answers orders, keeps their rows, shows their runs", async () => {
    const data = join(folder, "data");
    await imx(["add", await file("orders.json", orderWorkflow()), "--publish", "--data", data]);
    const server = await serve(data);
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          fetch(`${server.url}/hook/orders`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(order(i)),
          }),
        ),
      );
      expect(answers.map((a) => a.status)).toEqual(answers.map(() => 200));
      expect(await answers[0]?.json()).toMatchObject({ orderId: 0, customer: "Customer 0", total: 12 });
      const list = await imx(["runs", "list", "--json", "--limit", "100", "--data", data]);
      const runs = JSON.parse(list.stdout) as { runId: string; status: string }[];
      expect(runs.map((r) => r.status)).toEqual(runs.map(() => "succeeded"));
      expect(runs).toHaveLength(20);
      const shown = await imx(["runs", "show", runs[0]?.runId ?? "", "--data", data]);
      expect(shown.stdout).toContain("Keep the order");
    } finally {
      await server.stop();
    }
  }, 60_000);
});
