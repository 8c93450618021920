import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openNetwork } from "#kit/network.ts";
import { type Host, openHost } from "../../../electron/threads/host.ts";
import { unlockWorkspace } from "../../../electron/threads/unlock.ts";
import { json, type LocalServer, localServer } from "../../helpers/local-server.ts";
import { type PostgresServer, postgresServer } from "../../helpers/postgres-server.ts";
import { type RedisServer, redisServer } from "../../helpers/redis-server.ts";

const SECRET = "hook-canary-secret";
const TOKEN = "123456:token-canary";
const database = await postgresServer();
const counter = await redisServer();

/** Telegram that loses its answer to messages with this text, after it has sent them. */
const LOST = "lost";

describe.skipIf(database === undefined || counter === undefined)("a Telegram message, counted, kept as a row and answered", () => {
  const db = database as PostgresServer;
  const redis = counter as RedisServer;
  let folder: string;
  let host: Host;
  let telegram: LocalServer;
  let release: () => void;
  let url: string;
  const client = () => host.client("owner", "me");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "telegram-flow-"));
    telegram = await localServer((request, response) => {
      if (request.body.toString().includes(LOST)) response.socket?.destroy();
      else json(response, 200, { ok: true, result: { message_id: 1 } });
    });
    await db.sql("CREATE TABLE orders (id serial PRIMARY KEY, chat bigint, words text, count int)");
    const network = openNetwork();
    const unlocked = await unlockWorkspace(folder);
    release = () => unlocked.release();
    host = await openHost({
      dir: folder,
      version: "test",
      secrets: unlocked.secrets,
      port: 0,
      network: {
        close: () => network.close(),
        lookup: () => Promise.resolve([{ address: "8.8.8.8", family: 4 as const }]),
        exchange: (hop) => {
          expect(hop.url.host).toBe("api.telegram.org");
          const checked = { addresses: [{ address: "127.0.0.1", family: 4 }], local: true };
          return network.exchange({ ...hop, url: new URL(hop.url.pathname, telegram.url), checked });
        },
      },
      onProblem: (message) => {
        throw new Error(message);
      },
    });
    const connect = async (connector: string, auth: string, fields: Record<string, string>) => {
      const { id } = await client().connections.create({ name: connector, connector, auth, fields });
      return id;
    };
    const bot = await connect("telegram", "botToken", { token: TOKEN, webhookSecret: SECRET });
    const rows = await connect("postgres", "login", db.secrets);
    const cache = await connect("redis", "login", redis.secrets);
    expect(await client().connections.test({ id: rows })).toMatchObject({
      ok: true,
      label: expect.stringContaining("imx at postgres") as string,
    });
    expect(await client().connections.test({ id: cache })).toMatchObject({ ok: true });
    const wrong = await connect("postgres", "login", { ...db.secrets, password: "wrong-canary" });
    expect(await client().connections.test({ id: wrong })).toMatchObject({
      ok: false,
      label: expect.not.stringContaining("canary") as string,
    });

    const node = (id: string, type: string, params: object, connection: string) => ({
      id,
      name: id,
      type,
      position: { x: 0, y: 0 },
      params,
      connection,
    });
    const nodes = [
      node("heard", "telegram.update", { path: "telegram" }, bot),
      node("count", "redis.increment", { key: "orders" }, cache),
      node(
        "row",
        "postgres.query",
        {
          query:
            "=INSERT INTO orders (chat, words, count) VALUES ({{ $('heard').item.json.message.chat.id }}, '{{ $('heard').item.json.message.text }}', {{ $json.orders }}) RETURNING *",
        },
        rows,
      ),
      node("answer", "telegram.send_message", { chat: "={{ $json.chat }}", text: "=Order {{ $json.count }}: {{ $json.words }}" }, bot),
    ];
    const edges = nodes
      .slice(1)
      .map(({ id }, index) => ({ id, from: { node: nodes[index]?.id, port: "out" }, to: { node: id, port: "in" } }));
    const { id } = await client().workflows.import({
      text: JSON.stringify({ format: 1, id: "orders", name: "Orders", nodes, edges }),
      from: "imx",
    });
    const { hooks } = await client().workflows.publish({ id });
    url = hooks[0]?.url ?? "";
  });
  afterAll(async () => {
    await host.close();
    release();
    await Promise.all([telegram.close(), db.stop(), redis.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  const update = (number: number, text: string) =>
    JSON.stringify({ update_id: number, message: { message_id: number, from: { id: 5 }, chat: { id: 4711 }, text } });
  const post = (body: string, secret = SECRET) =>
    fetch(url, { method: "POST", headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret }, body });
  const runs = () => client().runs.list({ limit: 100 });
  const sent = () => telegram.seen.map((request) => JSON.parse(request.body.toString()) as { text: string }).map(({ text }) => text);

  it("goes through each once; the same update again, or one with a wrong secret, starts nothing", async () => {
    const hostile = `it's "two'); DROP TABLE orders; --`;
    expect((await post(update(1, hostile))).status).toBe(200);
    await expect.poll(async () => (await runs()).map((run) => run.status), { timeout: 20_000 }).toEqual(["succeeded"]);
    expect(await (await post(update(1, hostile))).json()).toMatchObject({ duplicate: true });
    expect((await post(update(2, "forged"), "wrong")).status).toBe(401);
    expect(await db.sql("SELECT chat, words, count FROM orders")).toEqual([{ chat: "4711", words: hostile, count: 1 }]);
    expect(sent()).toEqual([`Order 1: ${hostile}`]);
    expect(telegram.seen[0]?.url).toBe(`/bot${TOKEN}/sendMessage`);
  });

  it("asks about a message whose receipt was lost, and does not send it again", async () => {
    expect((await post(update(3, LOST))).status).toBe(200);
    const newest = async () => (await runs())[0];
    await expect.poll(async () => (await newest())?.waitingFor, { timeout: 20_000 }).toBe("decision");
    const run = await newest();
    expect(sent()).toEqual([expect.any(String), `Order 2: ${LOST}`]);
    await client().runs.settle({
      runId: run?.runId ?? ("" as never),
      node: "answer",
      settlement: { answer: "happened", output: { ok: true } },
    });
    await expect.poll(async () => (await newest())?.status, { timeout: 20_000 }).toBe("succeeded");
    expect(sent()).toHaveLength(2);
    expect(await redis.command("GET", "orders")).toBe("2");
    expect(await db.sql("SELECT count(*)::int AS n FROM orders")).toEqual([{ n: 2 }]);
  });

  it("no secret stands in what was recorded", async () => {
    await host.workspace.writer.journal.durable();
    for (const file of ["workspace.db", "workspace.db-wal"]) {
      const bytes = await readFile(join(folder, file)).catch(() => Buffer.alloc(0));
      for (const secret of [SECRET, TOKEN, "canary"]) expect(bytes.includes(secret), file).toBe(false);
    }
  });
});
