import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebhookRequest } from "#kit/trigger.ts";
import { type LocalServer, startServer } from "../../../electron/http/server.ts";

let server: LocalServer;
let screens: string;
let seen: WebhookRequest[];
let held: Promise<void> | undefined;
let answer: { status: number; headers: Record<string, string>; body: string };
const refuse = (): never => {
  throw new Error("not used");
};

beforeEach(async () => {
  screens = await mkdtemp(join(tmpdir(), "screens-"));
  await writeFile(join(screens, "index.html"), "<title>x</title>");
  seen = [];
  held = undefined;
  answer = { status: 200, headers: {}, body: "ok" };
  server = await startServer(
    {
      takes: (path) => path !== "nobody",
      hook: async (_path, request) => {
        seen.push(request);
        await held;
        return { ...answer, headers: { ...answer.headers } };
      },
      rpc: (_q, response, caller) => {
        response.end(caller.role);
        return Promise.resolve(true);
      },
      rest: () => Promise.resolve(false),
      blobs: {
        put: (data) => Promise.resolve({ mimeType: "x", blob: "b" as never, fileSize: data instanceof Uint8Array ? data.length : 0 }),
        read: refuse,
        bytes: refuse,
      },
      screens,
      tunnel: new URL("https://tunnel.example.com"),
      onError: (error) => {
        throw error;
      },
    },
    { port: 0, token: "machine-token", bodies: 40 * 1024 * 1024 },
  );
});
afterEach(async () => {
  await server.close();
  await rm(screens, { recursive: true });
});

const post = (body: BodyInit, headers: Record<string, string> = {}, path = "/hook/p") =>
  fetch(server.url + path, { method: "POST", body, headers });

/** A raw request, so that host and path are exactly as written. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (d) => {
      answer += String(d);
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

describe("what a sender posts", () => {
  it("arrives with its raw bytes, headers and query", async () => {
    await post('{"a":1 }', { "content-type": "application/json", "x-sig": "s" }, "/hook/p?x=1&x=2&y=3");
    expect(seen[0]).toMatchObject({ method: "POST", path: "p", body: { a: 1 }, query: { x: ["1", "2"], y: "3" } });
    expect(seen[0]?.headers["x-sig"]).toBe("s");
    expect(Buffer.from(seen[0]?.raw ?? []).toString()).toBe('{"a":1 }');
  });
  it("forms, text and files are read by their kind", async () => {
    await post(new URLSearchParams({ a: "1", b: "ü" }));
    await post("hello", { "content-type": "text/plain" });
    const form = new FormData();
    form.append("name", "Ada");
    form.append("photo", new Blob(["abc"], { type: "image/png" }), "p.png");
    await post(form);
    await post(new Uint8Array([1, 2, 3]), { "content-type": "application/octet-stream" });
    expect(seen.map((r) => r.body)).toEqual([{ a: "1", b: "ü" }, "hello", { name: "Ada" }, {}]);
    expect(seen[2]?.binary?.["photo"]).toMatchObject({ fileSize: 3 });
    expect(seen[3]?.binary?.["data"]).toMatchObject({ fileSize: 3 });
  });
  it("keys can't reach a prototype", async () => {
    await post("__proto__[x]=1&__proto__=2&constructor=3", { "content-type": "application/x-www-form-urlencoded" });
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
    expect(Object.getPrototypeOf(seen[0]?.body)).toBe(Object.prototype);
    expect(seen[0]?.body).toMatchObject({ constructor: "3" });
  });
  it("broken JSON is refused with its place", async () => {
    const answer = await post('{"a":', { "content-type": "application/json" });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("JSON");
    expect(seen).toHaveLength(0);
  });
  it("50 MB are refused, announced or not, packed or not", async () => {
    const big = Buffer.alloc(50 * 1024 * 1024, 97);
    expect((await post(big).catch(() => ({ status: 413 }))).status).toBe(413);
    const packed = await post(gzipSync(big), { "content-encoding": "gzip", "content-type": "text/plain" });
    expect(packed.status).toBe(413);
    const chunked = await fetch(`${server.url}/hook/p`, {
      method: "POST",
      body: new Blob([big]).stream(),
      duplex: "half",
    } as RequestInit).catch(() => ({ status: 413 }));
    expect(chunked.status).toBe(413);
    expect(seen).toHaveLength(0);
  });
});

describe("what a workflow answers", () => {
  it("is a page of no origin in a browser, whatever the workflow says, so that it can't use our session", async () => {
    answer = { status: 200, headers: { "content-type": "text/html" }, body: "<script>fetch('/rpc/x')</script>" };
    const page = await post("", {});
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("sandbox");
    expect(policy).not.toContain("allow-same-origin");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    answer = { status: 200, headers: { "content-security-policy": "sandbox allow-same-origin" }, body: "" };
    // Of two policies both hold.
    expect((await post("", {})).headers.get("content-security-policy")).toMatch(
      /^sandbox allow-same-origin, sandbox (?!.*allow-same-origin)/,
    );
  });
  it("has one length, also where the workflow names a way of sending", async () => {
    answer = { status: 200, headers: { "transfer-encoding": "chunked", "content-length": "1" }, body: "whole" };
    expect(await (await post("", {})).text()).toBe("whole");
  });
});

describe("a flood", () => {
  it("of large bodies is turned away when memory for them is used up, and let in again afterwards", async () => {
    const open = Promise.withResolvers<void>();
    held = open.promise;
    const large = Buffer.alloc(12 * 1024 * 1024, 120);
    const inside = [1, 2, 3].map(() => post(large, { "content-type": "text/plain" }));
    await expect.poll(() => seen.length).toBe(3);
    const refused = await post(large, { "content-type": "text/plain" }).catch(() => undefined);
    if (refused) expect(refused).toMatchObject({ status: 429 });
    expect(seen).toHaveLength(3);
    open.resolve();
    expect((await Promise.all(inside)).map((r) => r.status)).toEqual([200, 200, 200]);
    expect((await post(large, { "content-type": "text/plain" })).status).toBe(200);
  });
  it("at an address where nobody answers is not read at all", async () => {
    const head = "POST /hook/nobody HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000000\r\n\r\n";
    expect(await raw(head)).toMatch(/^HTTP\/1.1 404/);
    expect(seen).toHaveLength(0);
  });
});

describe("who may come in", () => {
  it("a name that is not this machine's is refused (DNS rebinding); a tunnel reaches hooks only", async () => {
    for (const path of ["/", "/rpc/x", "/api/x", "/hook/p"]) {
      expect(await raw(`GET ${path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 403/);
    }
    expect(await raw("POST /hook/p HTTP/1.1\r\nHost: tunnel.example.com\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).toMatch(
      /^HTTP\/1.1 200/,
    );
    expect(seen.at(-1)?.url).toBe("https://tunnel.example.com/hook/p");
    expect(await raw("POST /hook/p HTTP/1.1\r\nHost: Tunnel.Example.com:443\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).toMatch(
      /^HTTP\/1.1 200/,
    );
    expect(await raw("GET /rpc/x HTTP/1.1\r\nHost: tunnel.example.com\r\nConnection: close\r\n\r\n")).toMatch(/^HTTP\/1.1 403/);
  });
  it("calls need the machine's token or a session, and come from our own pages", async () => {
    expect((await fetch(`${server.url}/rpc/x`)).status).toBe(401);
    expect((await fetch(`${server.url}/rpc/x`, { headers: { authorization: "Bearer wrong" } })).status).toBe(401);
    const bearer = { authorization: "Bearer machine-token" };
    expect(await (await fetch(`${server.url}/rpc/x`, { headers: bearer })).text()).toBe("owner");
    expect((await fetch(`${server.url}/rpc/x`, { headers: { ...bearer, origin: "https://evil.example" } })).status).toBe(403);
  });
  it("a one-time token buys one session", async () => {
    const token = server.access.newOneTimeToken();
    const first = await fetch(`${server.url}/?token=${token}`, { redirect: "manual" });
    const cookie = first.headers.get("set-cookie") ?? "";
    expect(first.status).toBe(303);
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect((await fetch(`${server.url}/?token=${token}`, { redirect: "manual" })).status).toBe(401);
    const page = await fetch(server.url, { headers: { cookie: cookie.split(";")[0] ?? "" } });
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await fetch(server.url)).status).toBe(401);
  });
  it("a program with the machine's token can let a browser in, nobody else can", async () => {
    const ask = (headers: Record<string, string>) => fetch(`${server.url}/session`, { method: "POST", headers });
    expect((await ask({})).status).toBe(401);
    expect((await ask({ authorization: "Bearer wrong" })).status).toBe(401);
    const { url } = (await (await ask({ authorization: "Bearer machine-token" })).json()) as { url: string };
    expect((await fetch(url, { redirect: "manual" })).status).toBe(303);
  });
  it("a page's path can't leave the folder of the screens", async () => {
    await symlink("/etc/hostname", join(screens, "leak.txt"));
    const token = server.access.newOneTimeToken();
    const cookie =
      ((await fetch(`${server.url}/?token=${token}`, { redirect: "manual" })).headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    for (const path of ["/../package.json", "/%2e%2e/package.json", "/..%5cpackage.json", "/leak.txt", "/index.html%00", "/assets/"]) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`);
      expect(answer, path).toMatch(/^HTTP\/1.1 404/);
    }
  });
  it("an address that is none is told so", async () => {
    expect(await raw("GET //[ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")).toMatch(/^HTTP\/1.1 400/);
  });
  it("a taken port is named with the way out", async () => {
    await expect(startServer({} as never, { port: server.port, token: "t" })).rejects.toThrow(/is taken.*--port/);
  });
});
