import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { WebhookRequest, WebhookTrigger } from "../../../connectors/kit/trigger.ts";
import { stripe } from "../../../connectors/stripe/index.ts";

const [found] = stripe.triggers;
if (found?.kind !== "webhook") throw new Error("no webhook trigger");
const trigger: WebhookTrigger<unknown> = found;

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const T = NOW / 1000;
const SECRET = "whsec_one";
const event = { id: "evt_1", object: "event", type: "invoice.paid", created: T, data: { object: { id: "in_1" } } };
// Not as JSON.stringify would write it: the signature is over the bytes as they came.
const RAW = `{ "id": "evt_1",\n "object":"event", "type":"invoice.paid", "created":${T}, "data": {"object": {"id":"in_1"}}, "note": "ü" }`;

const sign = (time: number | string, secret = SECRET, raw = RAW): string =>
  createHmac("sha256", secret).update(`${time}.${raw}`).digest("hex");
const request = (signature: string | undefined, raw = RAW): WebhookRequest => ({
  method: "POST",
  path: "stripe",
  url: "https://hooks.example.com/hook/stripe",
  headers: signature === undefined ? {} : { "stripe-signature": signature },
  query: {},
  raw: Buffer.from(raw),
  body: JSON.parse(raw) as unknown,
  receivedAt: NOW,
});
const params = trigger.input.parse({});
const verify = (signature: string | undefined, secrets: Record<string, string> | undefined = { webhookSecret: SECRET }, raw = RAW) =>
  trigger.verify(request(signature, raw), params, secrets, NOW).ok;

describe("a signed event", () => {
  it.each([
    ["valid", `t=${T},v1=${sign(T)}`, SECRET, true],
    ["valid beside an old scheme", `t=${T},v0=abc,v1=${sign(T)}`, SECRET, true],
    ["300 s old", `t=${T - 300},v1=${sign(T - 300)}`, SECRET, true],
    ["301 s old", `t=${T - 301},v1=${sign(T - 301)}`, SECRET, false],
    ["300 s ahead", `t=${T + 300},v1=${sign(T + 300)}`, SECRET, true],
    ["301 s ahead", `t=${T + 301},v1=${sign(T + 301)}`, SECRET, false],
    ["wrong secret", `t=${T},v1=${sign(T, "whsec_other")}`, SECRET, false],
    ["two values, the second right", `t=${T},v1=${sign(T, "whsec_other")},v1=${sign(T)}`, SECRET, true],
    ["two values, both wrong", `t=${T},v1=${sign(T, "a")},v1=${sign(T, "b")}`, SECRET, false],
    ["new secret during a change", `t=${T},v1=${sign(T, "whsec_two")}`, `${SECRET} whsec_two`, true],
    ["old secret during a change", `t=${T},v1=${sign(T)}`, `whsec_two, ${SECRET}`, true],
    ["time changed after signing", `t=${T + 1},v1=${sign(T)}`, SECRET, false],
    ["two times", `t=${T},t=${T - 301},v1=${sign(T)}`, SECRET, false],
    ["time that is no number", `t=${T}x,v1=${sign(`${T}x`)}`, SECRET, false],
    ["only the old scheme", `t=${T},v0=${sign(T)}`, SECRET, false],
    ["cut off", `t=${T},v1=${sign(T).slice(0, 63)}`, SECRET, false],
    ["longer", `t=${T},v1=${sign(T)}0`, SECRET, false],
    ["empty", "", SECRET, false],
    ["missing", undefined, SECRET, false],
    ["signed with nothing, no secret set", `t=${T},v1=${sign(T, "")}`, "", false],
    ["signed with nothing, blank secret", `t=${T},v1=${sign(T, "")}`, "  ", false],
  ])("%s", (_what, signature, webhookSecret, ok) => {
    expect(verify(signature, { webhookSecret })).toBe(ok);
  });

  it("is refused where the connection or its secret is lost", () => {
    expect(trigger.verify(request(`t=${T},v1=${sign(T)}`), params, undefined, NOW)).toMatchObject({ ok: false, status: 401 });
    expect(verify(`t=${T},v1=${sign(T)}`, {})).toBe(false);
  });

  it("is refused when its body was written anew", () => {
    expect(verify(`t=${T},v1=${sign(T)}`, { webhookSecret: SECRET }, JSON.stringify(JSON.parse(RAW)))).toBe(false);
  });

  it("is refused when it is no event, though signed", () => {
    const raw = '{"hello":1}';
    expect(verify(`t=${T},v1=${sign(T, SECRET, raw)}`, { webhookSecret: SECRET }, raw)).toBe(false);
  });
});

describe("what becomes of it", () => {
  it("is keyed by Stripe's id, so that the same event twice, in any order, starts one run", () => {
    expect(trigger.eventKey(request(undefined), params)).toBe("evt_1");
    const later = request(undefined, JSON.stringify({ ...event, id: "evt_0", created: T - 60 }));
    expect(trigger.eventKey(later, params)).toBe("evt_0");
  });

  it("gives the whole event as one item", () => {
    expect(trigger.items(request(undefined), params)).toMatchObject([
      { json: { id: "evt_1", type: "invoice.paid", data: { object: { id: "in_1" } } } },
    ]);
  });

  it.each([
    [["invoice.paid"], "invoice.paid", true],
    [["invoice.paid"], "customer.created", false],
    [[], "customer.created", true],
    [["*"], "customer.created", true],
    [["refund.created", "customer.created"], "customer.created", true],
  ])("of events %j takes %s: %s", (events, type, taken) => {
    const given = request(undefined, JSON.stringify({ ...event, type }));
    const answer = trigger.challenge?.(given, trigger.input.parse({ events }));
    expect(answer === undefined).toBe(taken);
    if (!taken) expect(answer?.status).toBe(200);
  });
});
