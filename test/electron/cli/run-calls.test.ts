import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { imx } from "../../helpers/imx.ts";

let folder: string;
let slow: Server;
let port: number;
let asked = 0;
let answer: () => void = () => {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imx-calls-"));
  slow = createServer((_request, response) => {
    asked++;
    answer = () => response.setHeader("content-type", "application/json").end('{"price":42}');
    // Longer than the command looks between two steps of its own.
    setTimeout(() => answer(), 300);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => slow.once("listening", resolve));
  const address = slow.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(async () => {
  slow.close();
  await rm(folder, { recursive: true, force: true });
});

const step = (id: string, type: string, params: object = {}) => ({ id, name: id, type, position: { x: 0, y: 0 }, params });
const wire = (from: string, to: string) => ({ id: `${from}-${to}`, from: { node: from, port: "out" }, to: { node: to, port: "in" } });
const calling = (host: string, network: string[] = []) => ({
  format: 1,
  id: "outer",
  name: "Outer",
  nodes: [
    step("start", "core.manual"),
    step("call", "core.call_workflow", {
      source: "document",
      document: {
        format: 1,
        id: "inner",
        name: "Inner",
        settings: { network },
        nodes: [step("in", "core.called"), step("ask", "core.http", { url: host })],
        edges: [wire("in", "ask")],
      },
    }),
  ],
  edges: [wire("start", "call")],
});
async function ran(document: object) {
  const file = join(folder, "outer.json");
  await writeFile(file, JSON.stringify(document));
  const { code, stdout } = await imx(["run", file, "--json"]);
  return { code, result: JSON.parse(stdout) as { status: string; nodes: Record<string, { outputs: unknown[][] }[]> } };
}

it("imx run waits for what the workflow calls, however long that takes", async () => {
  const { code, result } = await ran(calling(`http://127.0.0.1:${port}/price`));
  expect(result.status).toBe("succeeded");
  expect(code).toBe(0);
  expect(result.nodes["call"]?.[0]?.outputs[0]).toMatchObject([{ json: { price: 42 } }]);
});

it("a workflow inside a step grants itself no machine of the own network", async () => {
  const before = asked;
  const { code, result } = await ran(calling(`={{ "http://127.0.0.1:" + ${port} }}`, [`127.0.0.1:${port}`]));
  expect(result.status).toBe("failed");
  expect(code).toBe(1);
  expect(asked).toBe(before);
});
