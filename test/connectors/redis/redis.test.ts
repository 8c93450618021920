import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { redis } from "../../../connectors/redis/index.ts";
import { type RedisServer, redisServer } from "../../helpers/redis-server.ts";
import { stepsOf } from "../../helpers/sql-steps.ts";

const server = await redisServer();
const HOSTILE = 'a\r\nFLUSHALL\r\n"{}';

describe.skipIf(server === undefined)("Redis", () => {
  const db = server as RedisServer;
  const steps = stepsOf(redis, db?.secrets ?? {});
  const { run, failure } = steps;
  const item = { id: 1 };

  beforeEach(async () => {
    await db.command("FLUSHALL");
  });
  afterAll(async () => {
    steps.close();
    await db.stop();
  });

  it.each([
    ["text", HOSTILE, HOSTILE],
    ["a number", 5, "5"],
    ["fields", { a: 1, b: { c: [2] }, "": "x" }, { a: "1", b: '{"c":[2]}', "": "x" }],
    ["a list", ["b", "a", "b"], ["b", "a", "b"]],
  ])("keeps %s and gives it back", async (_what, value, kept) => {
    expect(await run("set", { key: HOSTILE, value }, item)).toEqual([item]);
    expect(await run("get", { key: HOSTILE })).toEqual([{ value: kept }]);
    expect(await db.command("DBSIZE")).toBe(1);
  });

  it("keeps a value as the kind that is asked for", async () => {
    await run("set", { key: "k", value: '["a","a"]', kind: "set" });
    expect(await run("get", { key: "k" })).toEqual([{ value: ["a"] }]);
    await run("set", { key: "k", value: { a: 1 }, kind: "string" });
    expect(await run("get", { key: "k" })).toEqual([{ value: '{"a":1}' }]);
    expect(await failure("set", { key: "k", value: "text", kind: "hash" })).toMatchObject({ kind: "user", field: "value" });
    expect(await failure("set", { key: "k", value: { a: 1 }, kind: "list" })).toMatchObject({ kind: "user", field: "value" });
  });

  it("replaces a list as a whole, again and again the same", async () => {
    for (const value of [["a", "b", "c"], ["d"], ["d"]]) await run("set", { key: "l", value });
    expect(await run("get", { key: "l" })).toEqual([{ value: ["d"] }]);
    await run("set", { key: "l", value: [] });
    expect(await run("get", { key: "l" })).toEqual([{ value: null }]);
  });

  it("replaces what stood there before, of whatever kind, and its expiry", async () => {
    await run("set", { key: "k", value: "a text" });
    await run("set", { key: "k", value: { a: 1, b: 2 }, expire: 100 });
    expect(await run("get", { key: "k" })).toEqual([{ value: { a: "1", b: "2" } }]);
    await run("set", { key: "k", value: { a: 3 } });
    expect(await run("get", { key: "k" })).toEqual([{ value: { a: "3" } }]);
    expect(await db.command("TTL", "k")).toBe(-1);
  });

  it("tells what failed among commands that happen together, which undoes none of the others", async () => {
    const answers: Record<string, string> = { MULTI: "+OK", EXEC: "*3\r\n:1\r\n:1\r\n-ERR no more" };
    const other = createServer((socket) => {
      socket.on("data", (data) => {
        for (const [, word = ""] of data.toString().matchAll(/\r\n(MULTI|DEL|RPUSH|EXPIRE|EXEC)\r\n/g))
          socket.write(`${answers[word] ?? "+QUEUED"}\r\n`);
      });
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const secrets = { ...db.secrets, password: "", port: String((other.address() as AddressInfo).port) };
    const fault = await failure("set", { key: "k", value: ["a"], expire: 5 }, {}, secrets);
    expect(fault).toMatchObject({ name: "RedisError", message: "Redis: ERR no more", outcome: "unknown" });
    other.close();
  });

  it("gives nothing for nothing, and places what it gives", async () => {
    expect(await run("get", { key: "none", into: "a.b" })).toEqual([{ a: { b: null } }]);
    expect(await run("get", { key: "none", into: "a.b", dots: false })).toEqual([{ "a.b": null }]);
    const [row] = await run("get", { key: "none", into: "__proto__.x" });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(Object.keys(row ?? {})).toEqual(["__proto__"]);
  });

  it("forgets after a time, and writes only once where that is asked for", async () => {
    await run("set", { key: "k", value: "v", expire: 100 });
    expect(await db.command("TTL", "k")).toBeGreaterThan(0);
    expect(await run("set", { key: "lock", value: "1", onlyNew: true, expire: 100 }, item)).toEqual([{ ...item, stored: true }]);
    expect(await run("set", { key: "lock", value: "2", onlyNew: true }, item)).toEqual([{ ...item, stored: false }]);
    expect(await run("get", { key: "lock" })).toEqual([{ value: "1" }]);
  });

  it("counts, and deletes", async () => {
    expect(await run("increment", { key: "n" })).toEqual([{ n: 1 }]);
    expect(await run("increment", { key: "n", by: -3, expire: 50 })).toEqual([{ n: -2 }]);
    expect(await db.command("TTL", "n")).toBeGreaterThan(0);
    expect(await run("delete", { key: "n" }, item)).toEqual([item]);
    expect(await db.command("EXISTS", "n")).toBe(0);
  });

  it("works as a queue", async () => {
    await run("push", { list: "q", value: { job: 1 } });
    await run("push", { list: "q", value: "two", tail: true });
    expect(await run("length", { list: "q" })).toEqual([{ q: 2 }]);
    expect(await run("pop", { list: "q", into: "" })).toEqual([{ job: 1 }]);
    expect(await run("pop", { list: "q", tail: true, into: "job.name" })).toEqual([{ job: { name: "two" } }]);
    expect(await run("pop", { list: "q" })).toEqual([{ value: null }]);
  });

  it("finds keys by a pattern, not more than asked for", async () => {
    for (let n = 0; n < 30; n++) await db.command("SET", `job:${String(n).padStart(2, "0")}`, String(n));
    await db.command("SET", "other", "x");
    expect(await run("keys", { pattern: "job:0?", limit: 100 })).toEqual([
      Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`job:0${n}`, String(n)])),
    ]);
    const [found] = await run("keys", { pattern: "job:*", values: false, limit: 5 });
    expect(found?.keys).toHaveLength(5);
    expect(await run("keys", { pattern: "nothing:*" })).toEqual([{}]);
  });

  it("publishes and appends", async () => {
    const heard: string[] = [];
    const stop = await db.listen("news", (message) => heard.push(message));
    expect(await run("publish", { channel: "news", value: { a: 1 } }, item)).toEqual([item]);
    await expect.poll(() => heard).toEqual(['{"a":1}']);
    stop();
    const [entry] = await run("stream_add", { stream: "s", fields: [{ name: "a", value: 1 }] });
    expect(entry?.id).toMatch(/^\d+-\d+$/);
    expect(await failure("stream_add", { stream: "s" })).toMatchObject({ field: "fields" });
  });

  it("says how it is", async () => {
    await db.command("SET", "k", "v");
    expect(await run("info", {})).toMatchObject([{ redis_version: expect.stringMatching(/^\d/) as string, db0: { keys: 1 } }]);
  });

  describe("faults", () => {
    it.each([
      [{ password: "wrong" }, { kind: "connection" }],
      [{ password: "" }, { kind: "connection" }],
      [{ database: "99" }, { kind: "user" }],
      [{ port: "1" }, { kind: "network", outcome: "none", retryable: true }],
      [{ host: "no.such.host.invalid" }, { kind: "network", outcome: "none" }],
      [{ host: "metadata.google.internal" }, { name: "NetworkGuardError" }],
      [{ host: "8.8.8.8" }, { kind: "connection", field: "tls" }],
    ])("%o", async (changed, expected) => {
      const fault = await failure("push", { list: "q", value: "x" }, {}, { ...db.secrets, ...changed });
      expect(fault).toMatchObject(expected);
      expect(JSON.stringify(fault)).not.toContain("canary");
    });

    it("a key of another kind, or none, is told", async () => {
      await db.command("SET", "k", "v");
      expect(await failure("push", { list: "k", value: "x" })).toMatchObject({ kind: "user", outcome: "none", name: "RedisError" });
      expect(await failure("increment", { key: "k" })).toMatchObject({ kind: "user", outcome: "none" });
      for (const [id, field] of [
        ["get", "key"],
        ["push", "list"],
        ["publish", "channel"],
        ["stream_add", "stream"],
      ] as const)
        expect(await failure(id, { [field]: "" }), id).toMatchObject({ kind: "user", field });
    });

    it("a server that asks for patience is asked again", async () => {
      await db.command("CONFIG", "SET", "maxmemory", "1");
      expect(await failure("push", { list: "q", value: "x" })).toMatchObject({ kind: "service", retryable: true, outcome: "none" });
      await db.command("CONFIG", "SET", "maxmemory", "0");
    });
  });

  describe("the connection", () => {
    it("says where it leads, and is used again for the next item", async () => {
      const refuse = { request: () => Promise.reject(new Error("no HTTP")) };
      expect((await redis.test?.(refuse, db.secrets, steps.pool.of("t")))?.label).toMatch(/^127\.0\.0\.1:\d+ \(Redis \d/);
      await run("get", { key: "a" });
      const before = (await run("info", {}))[0]?.total_connections_received;
      await run("get", { key: "a" });
      expect((await run("info", {}))[0]?.total_connections_received).toBe(before);
    });

    it("is opened anew where the server has closed it meanwhile", async () => {
      await run("get", { key: "a" });
      await db.command("CLIENT", "KILL", "TYPE", "normal");
      await db.command("PING");
      expect(await run("get", { key: "a" })).toEqual([{ value: null }]);
    });
  });

  it("a server that dies with the command leaves a write unknown, a read not", async () => {
    const other = (await redisServer()) as RedisServer;
    await run("get", { key: "a" }, {}, other.secrets);
    other.signal("SIGSTOP");
    const write = failure("push", { list: "q", value: "x" }, {}, other.secrets);
    await new Promise((resolve) => setImmediate(resolve));
    await other.kill();
    expect(await write).toMatchObject({ kind: "network", outcome: "unknown" });
    expect(await failure("get", { key: "a" }, {}, other.secrets)).toMatchObject({ kind: "network", outcome: "none", retryable: true });
    await other.stop();
  });
});
