import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { imx, serve } from "../../helpers/imx.ts";
import { orderWorkflow } from "../../helpers/order-workflow.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bad-input-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, content: unknown): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};
const small = (nodes: object[], edges: object[] = []) => ({ format: 1, id: "w", name: "w", nodes, edges });
const node = (id: string, type: string, params: object = {}) => ({ id, name: id, type, position: { x: 0, y: 0 }, params });
const wire = (a: string, b: string, port = "out") => ({ id: `${a}-${b}`, from: { node: a, port }, to: { node: b, port: "in" } });

describe("a workflow file that can't be used ends with code 2 and says what and where", () => {
  const cases: [string, unknown, RegExp][] = [
    ["no JSON", "{ nope", /not JSON|JSON/],
    ["no workflow", { hello: 1 }, /format|workflow/i],
    ["a list", [1, 2], /workflow|object/i],
    ["made by a newer version", { ...small([]), format: 99 }, /newer|99/],
    ["a step without a type", small([{ id: "a", name: "a", position: { x: 0, y: 0 } }]), /type/],
  ];
  for (const [what, content, message] of cases) {
    it(what, async () => {
      const outcome = await imx(["run", await file("w.json", content), "--json"]);
      expect(outcome.code).toBe(2);
      expect(outcome.stderr).toMatch(message);
      expect(outcome.stderr).toContain("w.json");
      expect(outcome.stdout).toBe("");
    });
  }
  it("that is not there", async () => {
    const outcome = await imx(["run", join(folder, "none.json")]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toContain("none.json");
  });
});

describe("validate names the step, the field and the fix", () => {
  const cases: [string, object, RegExp][] = [
    [
      "a cycle that can't end",
      small(
        [node("start", "core.manual"), node("a", "core.set"), node("b", "core.set")],
        [wire("start", "a"), wire("a", "b"), wire("b", "a")],
      ),
      /never end/,
    ],
    ["a dangling edge", small([node("start", "core.manual")], [wire("start", "gone")]), /gone|missing|wire/i],
    ["a missing required field", small([node("hook", "core.webhook")]), /hook.*path/],
    [
      "a bad expression",
      small(
        [node("start", "core.manual"), node("a", "core.set", { fields: [{ name: "x", value: "={{ $json. }}" }] })],
        [wire("start", "a")],
      ),
      /a.*fields/,
    ],
    ["a bad cron", small([node("daily", "core.schedule", { rules: [{ unit: "cron", cron: "99 * * * *" }] })]), /daily.*(cron|minute)/i],
    ["an unknown type", small([node("odd", "acme.thing")]), /acme\.thing/],
  ];
  for (const [what, content, message] of cases) {
    it(what, async () => {
      const outcome = await imx(["validate", await file("v.json", content)]);
      expect(outcome.code).toBe(1);
      expect(outcome.stdout.replaceAll("\n", " ")).toMatch(message);
      const added = await imx(["add", await file("v.json", content), "--publish", "--data", join(folder, "refused")]);
      expect(added.code).toBe(2);
    });
  }
});

describe("flags", () => {
  const cases: [string[], RegExp][] = [
    [["nonsense"], /no command 'nonsense'/],
    [["run"], /name one workflow file/],
    [["run", "x.json", "--nope"], /--nope/],
    [["run", "ORDERS", "--input", "{"], /--input/],
    [["run", "ORDERS", "--input", '{"json":1}'], /--input/],
    [["run", "ORDERS", "--timezone", "Mars/Base"], /Mars\/Base/],
    [["run", "ORDERS", "--start", "Nobody"], /Nobody/],
    [["serve", "--port", "99999"], /--port/],
    [["runs", "settle", "1", "perhaps"], /happened/],
  ];
  it("that can't be used are named", async () => {
    const orders = await file("orders.json", orderWorkflow());
    for (const [args, message] of cases) {
      const outcome = await imx(args.map((a) => (a === "ORDERS" ? orders : a)));
      expect(outcome.code, args.join(" ")).toBe(2);
      expect(outcome.stderr, args.join(" ")).toMatch(message);
    }
  });
});

describe("a data folder", () => {
  it.skipIf(process.getuid?.() === 0)("without write permission is named", async () => {
    const locked = join(folder, "locked");
    await mkdir(locked);
    await chmod(locked, 0o500);
    const outcome = await imx(["serve", "--data", locked, "--port", "0"]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(locked);
  });
  it("that is a file is named", async () => {
    const path = await file("plain", "x");
    const outcome = await imx(["serve", "--data", path, "--port", "0"]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(path);
  });
  it("with a database from a newer version is refused untouched", async () => {
    const data = join(folder, "newer");
    await mkdir(data);
    expect((await imx(["runs", "list", "--data", data])).code).toBe(0);
    const { default: Database } = await import("better-sqlite3");
    const db = new Database(join(data, "workspace.db"));
    db.pragma("user_version = 99999");
    db.close();
    const before = await readFile(join(data, "workspace.db"));
    const outcome = await imx(["runs", "list", "--data", data]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/newer/);
    expect(await readFile(join(data, "workspace.db"))).toEqual(before);
  });
  it("has one engine: a second is refused, other commands use the one that runs", async () => {
    const data = join(folder, "one");
    const server = await serve(data);
    try {
      const second = await imx(["serve", "--data", data, "--port", "0"]);
      expect(second.code).toBe(2);
      expect(second.stderr).toMatch(/already|running/i);
      const added = await imx(["add", await file("orders.json", orderWorkflow()), "--publish", "--json", "--data", data]);
      expect(JSON.parse(added.stdout)).toMatchObject({ hooks: [{ node: "Order comes in", path: "/hook/orders" }] });
      const answer = await fetch(`${server.url}/hook/orders`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"id":1,"customer":"A","price":60,"qty":2}',
      });
      expect(answer.status).toBe(200);
    } finally {
      await server.stop();
    }
  });
  it("a port that is taken is named with the way out", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => blocker.once("listening", resolve));
    const address = blocker.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const outcome = await imx(["serve", "--data", join(folder, "taken"), "--port", String(port)]);
    blocker.close();
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(new RegExp(`${port}.*--port`));
  });
});
