import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerAsset } from "../../../electron/app/assets.ts";

let home: string;
let folder: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "assets-"));
  folder = join(home, "renderer");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(home, "secret.txt"), "secret");
  writeFileSync(join(folder, "index.html"), '<meta nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__"></script>');
  writeFileSync(join(folder, "assets", "main-abc.js"), "1");
  writeFileSync(join(folder, "assets", "main-abc.js.map"), "{}");
  writeFileSync(join(folder, ".env.txt"), "secret");
  symlinkSync(join(home, "secret.txt"), join(folder, "link.txt"));
  symlinkSync(home, join(folder, "out"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const get = (url: string, method = "GET") => answerAsset(folder, { url, method });

describe("the screens' own scheme", () => {
  it("serves files of the screens with their type", async () => {
    const answer = await get("imx://app/assets/main-abc.js?v=1#x");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(await answer.text()).toBe("1");
  });

  it("lets built files be kept, the page itself not", async () => {
    expect((await get("imx://app/assets/main-abc.js")).headers.get("cache-control")).toContain("immutable");
    expect((await get("imx://app/")).headers.get("cache-control")).toBe("no-store");
  });

  it("sends a policy without inline code, eval or other origins, with a nonce of its own for each page", async () => {
    const [first, second] = [await get("imx://app/"), await get("imx://app/index.html")];
    const policy = first.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([\w+/=-]{16,})'/.exec(policy)?.[1];
    expect(await first.text()).toBe(`<meta nonce="${nonce}"><script nonce="${nonce}"></script>`);
    expect(second.headers.get("content-security-policy")).not.toBe(policy);
    expect(
      policy
        .replace(/'nonce-[^']+'/, "NONCE")
        .split("; ")
        .sort(),
    ).toEqual(
      [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' NONCE",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].sort(),
    );
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  it("answers HEAD without a body and refuses what would write", async () => {
    const head = await get("imx://app/", "HEAD");
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect((await get("imx://app/", "POST")).status).toBe(405);
    expect((await get("imx://app/", "PUT")).status).toBe(405);
  });

  it.each([
    "imx://app/../secret.txt",
    "imx://app/assets/../../secret.txt",
    "imx://app/%2e%2e/secret.txt",
    "imx://app/%2e%2e%2fsecret.txt",
    "imx://app/..%5csecret.txt",
    "imx://app/%2e%5csecret.txt",
    "imx://app/..\\secret.txt",
    "imx://app//secret.txt",
    "imx://app///etc/passwd",
    "imx://app//server/share/x.txt",
    "imx://app/C:/Windows/win.ini",
    "imx://app/index.html::$DATA",
    "imx://app/index.html.",
    "imx://app/index.html%20",
    "imx://app/index.html%00.js",
    "imx://app/CON",
    "imx://app/con.txt",
    "imx://app/NUL.js",
    "imx://app/assets/aux.js",
    "imx://app/COM1.txt",
    "imx://app/INDEX~1.HTM",
    "imx://app/assets",
    "imx://app/assets/",
    "imx://app/.env.txt",
    "imx://app/link.txt",
    "imx://app/out/secret.txt",
    "imx://app/assets/main-abc.js.map",
    "imx://app/missing.js",
    "imx://other/index.html",
    "imx://app:81/index.html",
    "imx://user@app/index.html",
    "imx://app.evil/index.html",
    "file:///etc/passwd",
    `imx://app/${"a/".repeat(1_000)}index.html`,
  ])("%s is not there", async (url) => {
    const answer = await get(url);
    expect([answer.status, await answer.text()]).toEqual([404, ""]);
  });
});
