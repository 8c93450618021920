import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract } from "#shared/contract/index.ts";
import { type Host, openHost } from "../../../electron/threads/host.ts";
import { openSecrets } from "../../../electron/threads/open-secrets.ts";

type Client = ContractRouterClient<typeof contract>;

const PAYLOADS = 10_000;
/** Calls that any input suits, since they take none, only optional parts or a name: they do what their name says. */
const TAKES_ANYTHING = new Set(["engine.pause", "engine.resume", "engine.changes", "settings.set", "workflows.create"]);

let dir: string;
let host: Host;
const problems: string[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "hostile-"));
  host = await openHost({ dir, version: "0", secrets: openSecrets(randomBytes(32)), onProblem: (problem) => problems.push(problem) });
});
afterAll(async () => {
  await host?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A window's end of a port, as a page would hold it. */
function openPort() {
  const { port1, port2 } = new MessageChannel();
  host.connect(port1, "owner", "owner");
  port2.start();
  return port2;
}
const openClient = () => {
  const port = openPort();
  return { client: createORPCClient<Client>(new RPCLink({ port })), close: () => port.close() };
};

/** Always the same sequence: a failure can be repeated. */
function createRandom(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return { next, pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T };
}

const LEAVES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  Number.NaN,
  "",
  "x",
  "../../etc/passwd",
  "'; drop table runs; --",
  "\u0000",
  "\ud800",
  "a".repeat(20_000),
  "__proto__",
];
const KEYS = ["id", "runId", "workflow", "input", "items", "name", "fields", "settlement", "__proto__", "constructor", "toString", "0"];

function randomValue(random: ReturnType<typeof createRandom>, depth: number): unknown {
  const kind = depth === 0 ? 0 : random.next();
  if (kind < 0.4) return random.pick(LEAVES);
  const size = Math.floor(random.next() * 4);
  if (kind < 0.6) return Array.from({ length: size }, () => randomValue(random, depth - 1));
  // Own properties of any name, as JSON would bring them.
  return JSON.parse(
    `{${Array.from({ length: size }, () => `${JSON.stringify(random.pick(KEYS))}:${JSON.stringify(randomValue(random, depth - 1)) ?? "null"}`).join(",")}}`,
  );
}

async function state(client: Client) {
  return JSON.stringify(
    await Promise.all([client.workflows.list(), client.runs.list({}), client.connections.list(), client.settings.get()]),
  );
}

describe("a window that turned hostile (A17)", () => {
  it(`changes nothing and breaks nothing with ${PAYLOADS} random inputs to every call`, async () => {
    const { client, close } = openClient();
    const before = await state(client);
    const random = createRandom(7);
    const names = Object.entries(contract)
      .flatMap(([area, calls]) => Object.keys(calls).map((call) => `${area}.${call}`))
      .filter((name) => !TAKES_ANYTHING.has(name));
    for (let sent = 0; sent < PAYLOADS; sent += 100)
      await Promise.allSettled(
        Array.from({ length: 100 }, () => {
          const [area = "", call = ""] = random.pick(names).split(".");
          const procedure = Reflect.get(Reflect.get(client, area) as object, call) as (input: unknown) => Promise<unknown>;
          return procedure(randomValue(random, 4));
        }),
      );
    expect(await state(client)).toBe(before);
    expect(problems).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    close();
  });

  it.each([
    ["no message at all", "nonsense"],
    ["null", "null"],
    ["a call without a body", JSON.stringify({ i: "1" })],
    ["an address of its own", JSON.stringify({ i: "1", p: { u: "http://127.0.0.1/", h: {}, b: 1 } })],
    ["no address", JSON.stringify({ i: "1", p: { u: "http://[" } })],
    ["odd headers", JSON.stringify({ i: "1", p: { u: "/runs/list", h: { a: { b: 1 } } } })],
    ["a kind of message that is not there", JSON.stringify({ i: "1", t: 9, p: {} })],
    ["a stream's value without one", JSON.stringify({ i: "1", t: 3 })],
    ["bytes", new Uint8Array(randomBytes(4_000))],
    ["nesting without end", "[".repeat(200_000)],
  ])("loses its port when it sends %s, and nobody else does", async (_what, message) => {
    const raw = openPort();
    const closed = once(raw, "close");
    raw.postMessage(message);
    await closed;
    const { client, close } = openClient();
    expect((await client.engine.status()).state).toBe("running");
    close();
  });

  it.each([
    ["a call that is not there", { u: "/no/such/call", b: { json: {} } }],
    ["names every object has", { u: "/__proto__/constructor", b: {} }],
    ["a body that is no body", { u: "/runs/list", b: "{" }],
    ["a body said to be a form", { u: "/runs/list", h: { "content-type": "multipart/form-data; boundary=x" } }],
    ["a body said to be a file", { u: "/runs/list", h: { "content-disposition": "attachment; filename=x" } }],
    ["a body said to be a stream", { u: "/workflows/create", h: { "content-type": "text/event-stream" } }],
    ["escapes that are none", { u: "/runs/%E0%A4%A/list" }],
  ])("is told no when it asks for %s", async (_what, payload) => {
    const raw = openPort();
    const answered = once(raw, "message");
    raw.postMessage(JSON.stringify({ i: "1", p: payload }));
    expect(JSON.parse(String((await answered)[0]))).toMatchObject({ i: "1", p: { s: expect.any(Number) } });
    const { client, close } = openClient();
    expect((await client.engine.status()).state).toBe("running");
    raw.close();
    close();
  });
});
