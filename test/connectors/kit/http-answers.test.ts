import type { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { HttpRequest } from "../../../connectors/kit/http.ts";
import { createHttpClient } from "../../../connectors/kit/http-client.ts";
import type { RecordedRequest } from "../../../connectors/kit/recorded.ts";
import { clientFor, failureOf, login, network, serve } from "../../helpers/http-client.ts";
import { json } from "../../helpers/local-server.ts";

const [bearer, apiKey, basic] = [login("bearer"), login("apiKey"), login("basic")];

describe("what is read", () => {
  it("reads by kind: json, text in its charset, bytes, stream", async () => {
    const server = await serve((request, response) => {
      if (request.url === "/latin") {
        response.writeHead(200, { "content-type": "text/plain; charset=latin1" });
        response.end(Buffer.from([0xe9]));
      } else if (request.url === "/empty") {
        response.writeHead(204);
        response.end();
      } else json(response, 200, { n: 1 });
    });
    const http = clientFor(server);
    const get = async (path: string, response: HttpRequest["response"]) =>
      (await http.request({ method: "GET", url: server.url + path, response })).body;
    expect(await get("/", "auto")).toEqual({ n: 1 });
    expect(await get("/", "text")).toBe('{"n":1}');
    expect(await get("/latin", "auto")).toBe("é");
    expect(await get("/empty", "json")).toBeUndefined();
    expect(Buffer.from((await get("/", "bytes")) as Uint8Array).toString()).toBe('{"n":1}');
    const chunks: Buffer[] = [];
    for await (const chunk of (await get("/", "stream")) as Readable) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('{"n":1}');
  });

  it("drops __proto__ keys of an answer", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"__proto__":{"admin":true},"\\u005f_proto__":{"admin":true},"a":1}');
    });
    const { body } = await clientFor(server).request({ method: "GET", url: server.url });
    expect(Object.keys(body as object)).toEqual(["a"]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each([
    ["plain bytes", false],
    ["a gzip bomb", true],
  ])("stops at the size limit for %s", async (_name, bomb) => {
    const big = bomb ? gzipSync(Buffer.alloc(60 * 1024 * 1024)) : undefined;
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/plain", ...(big ? { "content-encoding": "gzip" } : {}) });
      if (big) return response.end(big);
      const chunk = Buffer.alloc(1024 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk)) {}
        response.once("drain", more);
      };
      return more();
    });
    const failure = await failureOf(clientFor(server).request({ method: "GET", url: server.url }));
    expect(failure).toMatchObject({ kind: "user", retryable: false, outcome: "none" });
    expect(failure.message).toContain("50 MB");
    const write = await failureOf(clientFor(server).request({ method: "POST", url: server.url, maxBytes: 1000 }));
    expect(write.outcome).toBe("unknown");
  });
});

describe("faults", () => {
  it("a refused connection did nothing, also for a write", async () => {
    const server = await serve(() => {});
    await server.close();
    const failure = await failureOf(clientFor(server).request({ method: "POST", url: server.url }));
    expect(failure).toMatchObject({ kind: "network", retryable: true, outcome: "none" });
  });

  it.each([
    ["ENOTFOUND", "There is no host named"],
    ["EAI_AGAIN", "online"],
  ])("a failed look-up (%s) did nothing", async (code, words) => {
    const http = createHttpClient({
      exchange: network.exchange,
      lookup: () => Promise.reject(Object.assign(new Error(code), { code })),
    });
    const failure = await failureOf(http.request({ method: "POST", url: "https://nowhere.example.com/" }));
    expect(failure).toMatchObject({ kind: "network", retryable: true, outcome: "none" });
    expect(`${failure.message} ${failure.fix}`).toContain(words);
  });

  it("a failed TLS handshake did nothing", async () => {
    const server = await serve(() => {});
    const failure = await failureOf(clientFor(server).request({ method: "POST", url: server.url.replace("http:", "https:") }));
    expect(failure).toMatchObject({ kind: "network", retryable: true, outcome: "none" });
  });

  it.each([
    ["POST", "unknown"],
    ["GET", "none"],
  ] as const)("no answer in time leaves a %s %s", async (method, outcome) => {
    const server = await serve(() => {});
    const failure = await failureOf(clientFor(server).request({ method, url: server.url, timeout: 150 }));
    expect(failure).toMatchObject({ kind: "network", retryable: true, outcome });
    expect(failure.message).toContain("did not answer within 150 ms");
  });

  it.each([
    ["POST", "unknown"],
    ["GET", "none"],
  ] as const)("a reset after sending leaves a %s %s", async (method, outcome) => {
    const server = await serve((_request, response) => response.socket?.destroy());
    const failure = await failureOf(clientFor(server).request({ method, url: server.url }));
    expect(failure).toMatchObject({ kind: "network", retryable: true, outcome });
  });

  it.each([
    ["POST", "unknown"],
    ["GET", "none"],
  ] as const)("an answer that breaks off in the middle leaves a %s %s", async (method, outcome) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write('{"a":', () => response.socket?.destroy());
    });
    const failure = await failureOf(clientFor(server).request({ method, url: server.url }));
    expect(failure).toMatchObject({ kind: "network", retryable: true, outcome });
  });

  it("a slow answer that never ends is cut at the time limit", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    });
    const failure = await failureOf(clientFor(server).request({ method: "GET", url: server.url, timeout: 200 }));
    expect(failure.message).toContain("did not answer within");
  });

  it("stopping it leaves a sent write unknown and is not retried", async () => {
    const stop = new AbortController();
    const server = await serve(() => stop.abort());
    const failure = await failureOf(clientFor(server).request({ method: "POST", url: server.url, signal: stop.signal }));
    expect(failure).toMatchObject({ kind: "cancelled", retryable: false, outcome: "unknown" });
  });

  it.each([
    [400, "POST", { kind: "user", retryable: false, outcome: "none" }],
    [401, "GET", { kind: "connection", retryable: false, outcome: "none" }],
    [403, "POST", { kind: "connection", retryable: false, outcome: "none" }],
    [404, "GET", { kind: "user", retryable: false, outcome: "none" }],
    [408, "POST", { kind: "service", retryable: true, outcome: "none" }],
    [425, "POST", { kind: "service", retryable: true, outcome: "none" }],
    [429, "POST", { kind: "service", retryable: true, outcome: "none" }],
    [500, "GET", { kind: "service", retryable: true, outcome: "none" }],
    [500, "POST", { kind: "service", retryable: true, outcome: "unknown" }],
    [503, "DELETE", { kind: "service", retryable: true, outcome: "unknown" }],
  ] as const)("status %i of a %s", async (status, method, expected) => {
    const server = await serve((_request, response) => json(response, status, { error: { message: "because of that" } }));
    const failure = await failureOf(clientFor(server).request({ method, url: server.url }));
    expect(failure).toMatchObject({ ...expected, status });
    expect(failure.message).toBe(`${server.host} answered ${status}: because of that`);
  });

  it("what the caller calls a read counts as one", async () => {
    const server = await serve((_request, response) => json(response, 502, {}));
    const failure = await failureOf(clientFor(server).request({ method: "POST", url: server.url, effect: "read" }));
    expect(failure.outcome).toBe("none");
  });

  it("a write that was answered with a redirect stays unknown when the next address fails", async () => {
    const server = await serve((request, response) => {
      if (request.method === "GET") return response.socket?.destroy();
      response.writeHead(303, { location: "/done" });
      return response.end();
    });
    const failure = await failureOf(clientFor(server).request({ method: "POST", url: server.url }));
    expect(failure.outcome).toBe("unknown");
  });

  const now = Date.UTC(2026, 10, 22, 12, 0, 0);
  it.each([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": new Date(now + 90_000).toUTCString() }, 90_000],
    [{ "x-ratelimit-reset": String(now / 1000 + 30) }, 30_000],
    [{ "x-ratelimit-reset": String(now + 30_000) }, 30_000],
    [{ "ratelimit-reset": "12" }, 12_000],
    [{}, undefined],
  ])("waits as long as the service asks: %j", async (headers, after) => {
    const server = await serve((_request, response) => json(response, 429, {}, Object.fromEntries(Object.entries(headers))));
    const failure = await failureOf(clientFor(server, { now: () => now }).request({ method: "POST", url: server.url }));
    expect(failure.after).toBe(after);
  });

  it("a window's end is no wait where the service has a fault of its own", async () => {
    const server = await serve((_request, response) => json(response, 500, {}, { "x-ratelimit-reset": "3000" }));
    expect((await failureOf(clientFor(server).request({ method: "GET", url: server.url }))).after).toBeUndefined();
  });

  it("a stream that breaks off fails with the same kind of fault", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.socket?.destroy());
    });
    const answer = await clientFor(server).request({ method: "GET", url: server.url, response: "stream" });
    const failure = await failureOf(
      (async () => {
        for await (const _chunk of answer.body as Readable) {
        }
      })(),
    );
    expect(failure).toMatchObject({ kind: "network", retryable: true });
  });
});

describe("secrets", () => {
  const secret = "sk-canary/42+ü?x";
  const forms = [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
    Buffer.from(`ann:${secret}`).toString("base64"),
    Buffer.from(`yes ann:${secret}!`).toString("base64"),
    JSON.stringify(secret).slice(1, -1),
  ];

  it("stand in no error text, whatever form the service echoes", async () => {
    const server = await serve((request, response) =>
      json(response, 400, { error: { message: `bad: ${forms.join(" | ")} auth ${request.headers.authorization}` } }),
    );
    const http = clientFor(server, { auth: { kind: basic, secrets: { username: "ann", password: secret }, hosts: [server.host] } });
    const failure = await failureOf(http.request({ method: "GET", url: server.url }));
    const text = JSON.stringify(failure);
    for (const form of forms) expect(text).not.toContain(form);
    expect(text).not.toContain("canary");
  });

  it("stand in no record of what was sent", async () => {
    const sent: RecordedRequest[] = [];
    const server = await serve((_request, response) => json(response, 200, {}));
    const hosts = [server.host];
    const record = (request: RecordedRequest) => sent.push(request);
    await clientFor(server, { record, auth: { kind: bearer, secrets: { token: secret.replace("ü", "u") }, hosts } }).request({
      method: "POST",
      url: server.url,
      body: { kind: "json", value: { note: `key is ${secret.replace("ü", "u")}` } },
    });
    await clientFor(server, { record, auth: { kind: apiKey, secrets: { key: secret, place: "query", name: "k" }, hosts } }).request({
      method: "GET",
      url: server.url,
    });
    expect(sent).toHaveLength(2);
    expect(JSON.stringify(sent)).not.toContain("canary");
    expect(sent[0]).toMatchObject({ method: "POST", headers: { authorization: "***" }, body: { note: "key is ***" } });
  });
});
