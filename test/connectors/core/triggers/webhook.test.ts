import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Trigger, WebhookRequest } from "#kit/trigger.ts";
import { webhookTrigger } from "../../../../connectors/core/triggers/webhook.ts";

const trigger = webhook(webhookTrigger);
function webhook(t: Trigger): Extract<Trigger, { kind: "webhook" }> {
  if (t.kind !== "webhook") throw new Error("no webhook trigger");
  return t;
}
const params = (more: Record<string, unknown>) => trigger.input.parse({ path: "lead", ...more });
const request = (body: string, headers: Record<string, string> = {}): WebhookRequest => ({
  method: "POST",
  path: "lead",
  url: "http://127.0.0.1:7070/hook/lead?a=1",
  headers,
  query: { a: "1" },
  raw: Buffer.from(body),
  body: body === "" ? undefined : JSON.parse(body),
  receivedAt: 0,
});
const verify = (more: Record<string, unknown>, r: WebhookRequest, secrets?: Record<string, string>, now = 0) =>
  trigger.verify(r, params(more), secrets, now);
const hmac = (text: string, secret = "s3", algorithm = "sha256", encoding: "hex" | "base64" = "hex") =>
  createHmac(algorithm, secret).update(text).digest(encoding);

describe("what a webhook hands on", () => {
  it("has n8n's shape, with an empty object for an empty body", () => {
    expect(trigger.items(request("", { host: "h" }), params({}))).toEqual([
      {
        json: {
          headers: { host: "h" },
          params: {},
          query: { a: "1" },
          body: {},
          webhookUrl: "http://127.0.0.1:7070/hook/lead?a=1",
          executionMode: "production",
        },
      },
    ]);
  });
  it("carries uploaded files as binary", () => {
    const file = { mimeType: "image/png", fileName: "roof.png", fileSize: 3, blob: "b1" as never };
    expect(trigger.items({ ...request("{}"), binary: { photo: file } }, params({}))[0]?.binary).toEqual({ photo: file });
  });
  it("takes POST only and answers at once unless told otherwise", () => {
    expect(trigger.methods(params({}))).toEqual(["POST"]);
    expect(trigger.answer(params({}))).toBe("received");
    expect(trigger.received?.(params({ status: 204, body: "ok" }))).toEqual({ status: 204, body: "ok" });
  });
  it.each(["/lead", "a/../b?x", "a b", "", "a//b"])("refuses the path %j", (path) => {
    expect(trigger.input.safeParse({ path }).success).toBe(false);
  });
});

describe("an event's own id", () => {
  it("comes from the header that the trigger names", () => {
    expect(trigger.eventKey(request("{}", { "x-id": "7" }), params({ eventKey: "X-Id" }))).toBe("7");
    expect(trigger.eventKey(request("{}"), params({ eventKey: "X-Id" }))).toBeUndefined();
  });
  it("is the known sender's, where the sender is proven", () => {
    const stripe = request('{"id":"evt_1"}');
    expect(trigger.eventKey(stripe, params({ auth: "hmac", sender: "stripe" }))).toBe("evt_1");
    expect(trigger.eventKey(stripe, params({}))).toBeUndefined();
    expect(trigger.eventKey(request("{}", { "x-github-delivery": "d" }), params({ auth: "hmac", sender: "github" }))).toBe("d");
  });
});

describe("proof", () => {
  it.each([
    ["header", {}],
    ["basic", {}],
    ["hmac", {}],
    ["hmac", { secret: "" }],
    ["header", { key: "" }],
    ["basic", { username: "a", password: "" }],
  ])("is refused for %s when the secret is missing or lost (%j)", (auth, secrets) => {
    const signed = request("{}", { "x-signature": hmac("{}", ""), "x-api-key": "", authorization: `Basic ${btoa("a:")}` });
    expect(verify({ auth }, signed, secrets)).toMatchObject({ ok: false });
    expect(verify({ auth }, signed, undefined)).toMatchObject({ ok: false });
  });
  it("by header compares the whole value", () => {
    const secrets = { key: "abc", name: "X-Key" };
    expect(verify({ auth: "header" }, request("{}", { "x-key": "abc" }), secrets)).toEqual({ ok: true });
    for (const value of ["ab", "abcd", "ABC"])
      expect(verify({ auth: "header" }, request("{}", { "x-key": value }), secrets)).toMatchObject({ ok: false, status: 403 });
    expect(verify({ auth: "header" }, request("{}", { authorization: "Bearer t" }), { token: "t" })).toEqual({ ok: true });
  });
  it("by user name and password", () => {
    const secrets = { username: "ann", password: "p:w" };
    expect(verify({ auth: "basic" }, request("{}", { authorization: `Basic ${btoa("ann:p:w")}` }), secrets)).toEqual({ ok: true });
    expect(verify({ auth: "basic" }, request("{}", { authorization: `Basic ${btoa("ann:p")}` }), secrets)).toMatchObject({ ok: false });
    expect(verify({ auth: "basic" }, request("{}"), secrets)).toMatchObject({ ok: false, status: 401 });
  });
  it("by signature holds for the bytes as they came, not for the same JSON written anew", () => {
    const header = { "x-signature": hmac('{"a": 1}') };
    expect(verify({ auth: "hmac" }, request('{"a": 1}', header), { secret: "s3" })).toEqual({ ok: true });
    expect(verify({ auth: "hmac" }, request('{"a":1}', header), { secret: "s3" })).toMatchObject({ ok: false });
    expect(verify({ auth: "hmac" }, request('{"a": 1}', header), { secret: "other" })).toMatchObject({ ok: false });
  });
  it("by GitHub's signature: missing, the old sha1 only, cut short and upper case", () => {
    const good = `sha256=${hmac("{}")}`;
    const github = (headers: Record<string, string>) =>
      verify({ auth: "hmac", sender: "github" }, request("{}", headers), { secret: "s3" });
    expect(github({ "x-hub-signature-256": good })).toEqual({ ok: true });
    expect(github({ "x-hub-signature-256": `sha256=${hmac("{}").toUpperCase()}` })).toEqual({ ok: true });
    expect(github({})).toMatchObject({ ok: false });
    expect(github({ "x-hub-signature": `sha1=${hmac("{}", "s3", "sha1")}` })).toMatchObject({ ok: false });
    expect(github({ "x-hub-signature-256": good.slice(0, -1) })).toMatchObject({ ok: false });
    expect(github({ "x-hub-signature-256": hmac("{}") })).toMatchObject({ ok: false });
  });
  it.each([
    [0, true],
    [299, true],
    [-299, true],
    [301, false],
    [-301, false],
  ])("by Stripe's signature, %i seconds off: %s", (off, ok) => {
    const header = { "stripe-signature": `t=1000,v1=${hmac("other")},v1=${hmac("1000.{}")}` };
    expect(verify({ auth: "hmac", sender: "stripe" }, request("{}", header), { secret: "s3" }, (1000 + off) * 1000).ok).toBe(ok);
  });
  it("by Stripe's signature refuses a time that was changed and one that is none", () => {
    const now = 1000_000;
    const stripe = (value: string) =>
      verify({ auth: "hmac", sender: "stripe" }, request("{}", { "stripe-signature": value }), { secret: "s3" }, now);
    expect(stripe(`t=1001,v1=${hmac("1000.{}")}`).ok).toBe(false);
    expect(stripe(`v1=${hmac(".{}")}`).ok).toBe(false);
    expect(stripe(`t=1e3,v1=${hmac("1e3.{}")}`).ok).toBe(false);
  });
  it("by the Standard Webhooks rules", () => {
    const key = Buffer.from("0123456789abcdef");
    const signature = createHmac("sha256", key).update("id1.1000.{}").digest("base64");
    const headers = { "webhook-id": "id1", "webhook-timestamp": "1000", "webhook-signature": `v1,bad v1,${signature}` };
    const secrets = { secret: `whsec_${key.toString("base64")}` };
    expect(verify({ auth: "hmac", sender: "standard" }, request("{}", headers), secrets, 1000_000)).toEqual({ ok: true });
    expect(verify({ auth: "hmac", sender: "standard" }, request("{}", { ...headers, "webhook-id": "id2" }), secrets, 1000_000).ok).toBe(
      false,
    );
  });
});
