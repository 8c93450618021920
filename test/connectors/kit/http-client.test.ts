import { createServer as createTcp } from "node:net";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { HttpRequest } from "../../../connectors/kit/http.ts";
import { createHttpClient, type HttpClientOptions } from "../../../connectors/kit/http-client.ts";
import { openNetwork } from "../../../connectors/kit/network.ts";
import { clientFor, closeLater, failureOf, login, network, serve } from "../../helpers/http-client.ts";
import { json } from "../../helpers/local-server.ts";

const [bearer, apiKey, basic, custom] = [login("bearer"), login("apiKey"), login("basic"), login("custom")];

describe("what is sent", () => {
  it("sends method, query, headers and each kind of body as asked", async () => {
    const server = await serve((_request, response) => json(response, 200, { ok: true }));
    const http = clientFor(server);
    const bodies: [HttpRequest["body"], string, string][] = [
      [{ kind: "json", value: { a: [1, "ü"] } }, "application/json", '{"a":[1,"ü"]}'],
      [
        {
          kind: "form",
          value: [
            ["a b", "1&2"],
            ["a b", "ü"],
          ],
        },
        "application/x-www-form-urlencoded",
        "a+b=1%262&a+b=%C3%BC",
      ],
      [{ kind: "text", value: "<x/>", contentType: "application/xml" }, "application/xml", "<x/>"],
      [{ kind: "bytes", value: new Uint8Array([65, 66]), contentType: "image/png" }, "image/png", "AB"],
    ];
    for (const [body, type, text] of bodies) {
      const answer = await http.request({
        method: "POST",
        url: `${server.url}/x?a=1`,
        query: [["b", "2"]],
        headers: { "X-One": "1" },
        body,
      });
      expect(answer.body).toEqual({ ok: true });
      const seen = server.seen.at(-1);
      expect(seen?.url).toBe("/x?a=1&b=2");
      expect(seen?.headers["content-type"]).toBe(type);
      expect(seen?.headers["x-one"]).toBe("1");
      expect(seen?.body.toString()).toBe(text);
    }
  });

  it("streams an upload of 200 MB without holding it", async () => {
    let bytes = 0;
    const chunk = Buffer.alloc(1024 * 1024, 7);
    const tcp = createTcp((socket) => {
      socket.on("data", (data) => {
        bytes += data.length;
        if (data.subarray(-5).toString() === "0\r\n\r\n") socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      });
    });
    await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
    closeLater({ close: () => new Promise((resolve) => tcp.close(() => resolve())) });
    const address = tcp.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const before = process.memoryUsage().rss;
    async function* chunks() {
      for (let i = 0; i < 200; i++) yield chunk;
    }
    const http = createHttpClient({ exchange: network.exchange, grants: [`127.0.0.1:${port}`] });
    const answer = await http.request({
      method: "PUT",
      url: `http://127.0.0.1:${port}/`,
      body: { kind: "multipart", parts: [{ name: "f", fileName: "a.bin", data: Readable.from(chunks(), { objectMode: false }) }] },
    });
    expect(answer.status).toBe(200);
    expect(bytes).toBeGreaterThan(200 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
  });

  it.each([
    [{ "X-A": "1\r\nX-Admin: yes" }, "header"],
    [{ "X-A\r\nX-Admin": "yes" }, "header"],
    [{ ["__proto__"]: "x" }, "header"],
  ])("refuses header injection %#", async (headers, word) => {
    const server = await serve((_request, response) => json(response, 200, {}));
    const failure = await failureOf(
      clientFor(server).request({ method: "GET", url: server.url, headers: Object.fromEntries(Object.entries(headers)) }),
    );
    expect(failure.message).toContain(word);
    expect(server.seen).toHaveLength(0);
  });

  it("tells the length of what it streams, where that is known, whatever a header says", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    const stream = () => Readable.from([Buffer.from("12345")], { objectMode: false });
    const headers = { "Content-Length": "999", "Transfer-Encoding": "chunked", Connection: "close" };
    const send = (body: HttpRequest["body"]) => clientFor(server).request({ method: "POST", url: server.url, headers, body });
    await send({ kind: "bytes", value: stream(), size: 5 });
    await send({ kind: "bytes", value: stream() });
    await send({
      kind: "multipart",
      parts: [
        { name: "ü", data: stream(), size: 5, fileName: "a" },
        { name: "b", data: "ü" },
      ],
    });
    expect(server.seen[0]).toMatchObject({ headers: { "content-length": "5" } });
    expect(server.seen[1]).toMatchObject({ headers: { "transfer-encoding": "chunked" } });
    expect(server.seen[2]?.headers["content-length"]).toBe(String(server.seen[2]?.body.length));
    expect(server.seen[2]?.headers["transfer-encoding"]).toBeUndefined();
  });

  it("goes through a proxy only where one is given", async () => {
    const proxy = await serve((request, response) => json(response, 200, { via: request.url }));
    const server = await serve((_request, response) => json(response, 200, { direct: true }));
    const before = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = proxy.url;
    const through = openNetwork({ proxy: proxy.url });
    try {
      expect((await clientFor(server).request({ method: "GET", url: server.url })).body).toEqual({ direct: true });
      expect((await clientFor(server, { exchange: through.exchange }).request({ method: "GET", url: `${server.url}/a` })).body).toEqual({
        via: `${server.url}/a`,
      });
    } finally {
      through.close();
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    }
  });

  it("puts the idempotency key in the header that the service wants", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    await clientFor(server).request({ method: "POST", url: server.url, idempotencyKey: "k1" });
    await clientFor(server, { idempotencyHeader: "X-Request-Key" }).request({ method: "POST", url: server.url, idempotencyKey: "k2" });
    expect(server.seen[0]?.headers["idempotency-key"]).toBe("k1");
    expect(server.seen[1]?.headers["x-request-key"]).toBe("k2");
  });

  it("puts relative addresses below the base URL", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    const http = clientFor(server, { baseUrl: `${server.url}/api/v2` });
    await http.request({ method: "GET", url: "/jobs?x=1" });
    await http.request({ method: "GET", url: "jobs/7" });
    expect(server.seen.map((seen) => seen.url)).toEqual(["/api/v2/jobs?x=1", "/api/v2/jobs/7"]);
  });
});

describe("where a login goes", () => {
  it("adds each kind of login", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    const hosts = [server.host];
    const to = (auth: HttpClientOptions["auth"]) => clientFor(server, { auth }).request({ method: "GET", url: `${server.url}/?a=1` });
    await to({ kind: bearer, secrets: { token: "tok-1" }, hosts });
    await to({ kind: basic, secrets: { username: "ann", password: "pw" }, hosts });
    await to({ kind: apiKey, secrets: { key: "k", place: "header", name: "X-Key" }, hosts });
    await to({ kind: apiKey, secrets: { key: "k&1", place: "query", name: "api_key" }, hosts });
    const both = '{"headers":{"X-App-Id":"app","X-App-Key":"canary-key-1"},"qs":{"v":2}}';
    await to({ kind: custom, secrets: { json: both }, hosts });
    expect(server.seen[4]).toMatchObject({ url: "/?a=1&v=2", headers: { "x-app-id": "app", "x-app-key": "canary-key-1" } });
    const broken = await failureOf(to({ kind: custom, secrets: { json: "{canary" }, hosts }));
    expect(broken.kind).toBe("connection");
    expect(JSON.stringify(broken)).not.toContain("canary");
    expect(server.seen[0]?.headers.authorization).toBe("Bearer tok-1");
    expect(server.seen[1]?.headers.authorization).toBe(`Basic ${Buffer.from("ann:pw").toString("base64")}`);
    expect(server.seen[2]?.headers["x-key"]).toBe("k");
    expect(server.seen[3]?.url).toBe("/?a=1&api_key=k%261");
  });

  it("refuses a host that the connection does not allow, before anything is sent", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    const http = clientFor(server, { auth: { kind: bearer, secrets: { token: "tok-1" }, hosts: ["api.example.com"] } });
    const failure = await failureOf(http.request({ method: "GET", url: server.url }));
    expect(failure).toMatchObject({ kind: "connection", outcome: "none", retryable: false });
    expect(failure.message).toContain("api.example.com");
    expect(server.seen).toHaveLength(0);
  });

  it("leaves the login behind when a redirect changes the host", async () => {
    const other = await serve((_request, response) => json(response, 200, { other: true }));
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: `${other.url}/elsewhere` });
      response.end();
    });
    const http = clientFor(server, {
      grants: [server.host, other.host],
      auth: { kind: bearer, secrets: { token: "tok-canary" }, hosts: [server.host] },
    });
    const answer = await http.request({
      method: "GET",
      url: server.url,
      headers: { Cookie: "session=1", "X-Auth-Token": "mine", "X-Job": "7" },
    });
    expect(answer.body).toEqual({ other: true });
    expect(server.seen[0]?.headers.authorization).toBe("Bearer tok-canary");
    expect(other.seen[0]?.headers.authorization).toBeUndefined();
    expect(other.seen[0]?.headers.cookie).toBeUndefined();
    expect(other.seen[0]?.headers["x-auth-token"]).toBeUndefined();
    expect(other.seen[0]?.headers["x-job"]).toBe("7");
  });

  it("does not send a login unencrypted to the internet", async () => {
    const http = createHttpClient({
      exchange: network.exchange,
      lookup: async () => [{ address: "93.184.216.34", family: 4 }],
      auth: { kind: bearer, secrets: { token: "tok-1" }, hosts: ["api.example.com"] },
    });
    const failure = await failureOf(http.request({ method: "GET", url: "http://api.example.com/" }));
    expect(failure.message).toContain("unencrypted");
  });
});

describe("redirects", () => {
  it.each([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [307, "POST", "POST", '{"a":1}'],
    [308, "PATCH", "PATCH", '{"a":1}'],
  ] as const)("follows %i of a %s as %s", async (status, method, then, body) => {
    const server = await serve((request, response) => {
      if (request.url !== "/start") return json(response, 200, { at: request.url });
      response.writeHead(status, { location: "/end" });
      response.end();
    });
    const answer = await clientFor(server).request({ method, url: `${server.url}/start`, body: { kind: "json", value: { a: 1 } } });
    expect(answer.url).toBe(`${server.url}/end`);
    expect(server.seen[1]).toMatchObject({ method: then, url: "/end" });
    expect(server.seen[1]?.body.toString()).toBe(body);
  });

  it("stops after the limit, and at 0 gives the redirect itself", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: "/again" });
      response.end();
    });
    const failure = await failureOf(clientFor(server).request({ method: "GET", url: server.url, redirects: 3 }));
    expect(failure.message).toContain("redirects again and again");
    expect(server.seen).toHaveLength(4);
    const answer = await clientFor(server).request({ method: "GET", url: server.url, redirects: 0, anyStatus: true });
    expect(answer.status).toBe(302);
  });

  it("never leads from a public address into a private network, granted or not", async () => {
    const inside = await serve((_request, response) => json(response, 200, { secret: true }));
    const exchanges: string[] = [];
    const http = createHttpClient({
      grants: [inside.host],
      lookup: async () => [{ address: "93.184.216.34", family: 4 }],
      exchange: async (hop) => {
        exchanges.push(hop.url.href);
        return { status: 302, statusText: "Found", headers: { location: inside.url }, body: Readable.from([]) };
      },
    });
    const failure = await failureOf(http.request({ method: "GET", url: "https://public.example.com/" }));
    expect(failure).toMatchObject({ name: "NetworkGuardError", outcome: "none" });
    expect(exchanges).toEqual(["https://public.example.com/"]);
    expect(inside.seen).toHaveLength(0);
  });
});

describe("where a connection goes", () => {
  it("connects to the address that was checked, whatever the name means later", async () => {
    const server = await serve((_request, response) => json(response, 200, { host: "checked" }));
    const answers = [[{ address: "127.0.0.1", family: 4 }], [{ address: "127.0.0.2", family: 4 }]];
    let asked = 0;
    const http = createHttpClient({
      exchange: network.exchange,
      grants: [`rebind.example.com:${server.port}`],
      lookup: async () => answers[Math.min(asked++, 1)] ?? [],
    });
    const answer = await http.request({ method: "GET", url: `http://rebind.example.com:${server.port}/` });
    expect(answer.body).toEqual({ host: "checked" });
    expect(asked).toBe(1);
  });

  it("does not reuse a connection that was opened for another address of the same name", async () => {
    const server = await serve((_request, response) => json(response, 200, {}));
    const url = `http://moving.example.com:${server.port}/`;
    const to = (address: string) =>
      createHttpClient({
        exchange: network.exchange,
        grants: [`moving.example.com:${server.port}`],
        lookup: async () => [{ address, family: 4 }],
      });
    await to("127.0.0.1").request({ method: "GET", url });
    // Nobody listens there: with the pooled connection it would succeed.
    const failure = await failureOf(to("127.0.0.99").request({ method: "GET", url }));
    expect(failure).toMatchObject({ kind: "network", outcome: "none" });
    expect(server.seen).toHaveLength(1);
  });
});
