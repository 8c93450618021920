import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Failure, StepError } from "#shared/model/failure.ts";
import type { ItemAction } from "../../../connectors/kit/action.ts";
import { createHttpClient } from "../../../connectors/kit/http-client.ts";
import { openNetwork } from "../../../connectors/kit/network.ts";
import type { RecordedRequest } from "../../../connectors/kit/recorded.ts";
import { noSessions } from "../../../connectors/kit/sessions.ts";
import { stripe } from "../../../connectors/stripe/index.ts";
import { API_VERSION } from "../../../connectors/stripe/manifest.ts";
import { itemContext } from "../../helpers/item-context.ts";
import { json, localServer } from "../../helpers/local-server.ts";
import { type OpenApiMock, openApiMock, type Taken } from "../../helpers/openapi-mock.ts";

const SPEC = new URL("../../fixtures/openapi/stripe.json", import.meta.url);
const SECRETS = { key: "rk_test_canary1234567890", webhookSecret: "whsec_canary", account: "" };
const network = openNetwork();
const answers: Record<string, (request: Taken) => unknown> = {};
let mock: OpenApiMock;
let sent: RecordedRequest[] = [];
/** What went out, byte by byte, for repeating it with a change. */
let wire: { method: string; path: string; body: string }[] = [];

beforeAll(async () => {
  mock = await openApiMock({
    spec: SPEC,
    answers,
    error: (_status, message, objection) => ({
      error: { type: "invalid_request_error", message, ...(objection ? { param: objection.param } : {}) },
    }),
  });
});
afterAll(async () => {
  network.close();
  await mock.close();
});
beforeEach(() => {
  sent = [];
  wire = [];
  mock.taken.length = 0;
  mock.refused.length = 0;
  for (const key of Object.keys(answers)) delete answers[key];
});

const [auth] = stripe.auth;
if (!auth) throw new Error("no auth");
const client = (base: { url: string; host: string }) =>
  createHttpClient({
    exchange: network.exchange,
    baseUrl: base.url,
    grants: [base.host],
    auth: { kind: auth, secrets: SECRETS, hosts: stripe.manifest.hosts },
    record: (request) => {
      sent.push(request);
      wire.push({
        method: request.method,
        path: request.url.replace(base.url, ""),
        body: typeof request.body === "string" ? request.body : "",
      });
    },
  });

function action(id: string): ItemAction<unknown> {
  const found = stripe.actions.find((one) => one.id === id);
  if (found?.mode !== "item") throw new Error(`no item action ${id}`);
  return found;
}
const contextFor = (id: string, input: Record<string, unknown>, base: { url: string; host: string } = mock) =>
  itemContext<unknown>({ input: action(id).input.parse(input), http: client(base), secrets: SECRETS, idempotencyKey: "imx-key" });
const run = async (id: string, input: Record<string, unknown>, base?: { url: string; host: string }) =>
  (await action(id).run(contextFor(id, input, base))) as Record<string, unknown>;

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StepError) return error.failure;
    throw error;
  }
  throw new Error("It did not fail.");
}

/** One use of each action, with every field of its form. */
const USES: Record<string, Record<string, unknown>> = {
  find_customer: { email: "ann@example.com" },
  create_customer: {
    email: "ann@example.com",
    name: "Ann",
    phone: "+1512",
    street: "1 Main St",
    city: "Austin",
    state: "TX",
    postalCode: "78701",
    country: "US",
    metadata: [{ name: "job", value: "7" }],
  },
  create_invoice: {
    customer: "cus_1",
    lines: [
      { description: "Labour", amount: 4500, quantity: 3 },
      { price: "price_1", quantity: 2 },
    ],
    memo: "Thank you",
    footer: "Austin",
    finish: "send",
    metadata: [{ name: "job", value: "7" }],
  },
  get_invoice: { invoice: "in_1" },
  create_payment_link: {
    lines: [{ name: "Deposit", amount: 50_000 }, { price: "price_1" }],
    thanksUrl: "https://example.com/thanks",
    metadata: [{ name: "job", value: "7" }],
  },
  get_payment: { payment: "pi_1" },
  refund: { payment: "pi_1", amount: 1250, reason: "requested_by_customer" },
};

describe("every action", () => {
  it("has a use in this test", () => {
    expect(Object.keys(USES).sort()).toEqual(stripe.actions.map((one) => one.id).sort());
  });

  it.each(Object.keys(USES))("%s sends what Stripe takes and gives what it says it gives", async (id) => {
    const output = await run(id, USES[id] ?? {});
    expect(mock.refused).toEqual([]);
    expect(mock.taken.length).toBeGreaterThan(0);
    expect(output.id).toBeTypeOf("string");
    expect(action(id).output?.safeParse(output).success).toBe(true);
    for (const request of mock.taken) {
      expect(request.headers["stripe-version"]).toBe(API_VERSION);
      expect(request.headers.authorization).toBe(`Bearer ${SECRETS.key}`);
      expect(request.headers["x-stripe-client-user-agent"]).toBeUndefined();
    }
  });

  it.each(Object.keys(USES))("%s gives each of its writes a key of its own, the same at each attempt", async (id) => {
    const keys = async () => {
      mock.taken.length = 0;
      await run(id, USES[id] ?? {});
      return mock.taken
        .filter((one) => one.body !== undefined || one.operation.startsWith("Post"))
        .map((one) => one.headers["idempotency-key"]);
    };
    const first = await keys();
    expect(new Set(first).size).toBe(first.length);
    expect(first.every((key) => String(key).startsWith("imx-key"))).toBe(true);
    expect(await keys()).toEqual(first);
    expect(first.length > 0).toBe(action(id).effect === "write");
  });

  it.each(Object.keys(USES))("%s: a wrong field and a wrong address are refused by the same description", async (id) => {
    await run(id, USES[id] ?? {});
    for (const { method, path, body } of wire) {
      const again = async (changedPath: string, changedBody: string) => {
        const headers = { authorization: "Bearer x", "content-type": "application/x-www-form-urlencoded" };
        return (await fetch(mock.url + changedPath, { method, headers, ...(method === "GET" ? {} : { body: changedBody }) })).status;
      };
      expect(await again(path, body)).toBe(200);
      if (method === "GET") expect(await again(`${path}${path.includes("?") ? "&" : "?"}no_such_field=1`, "")).toBe(400);
      else expect(await again(path, `${body}${body === "" ? "" : "&"}no_such_field=1`)).toBe(400);
      expect(await again(path.replace("/v1/", "/v9/"), body)).toBe(404);
    }
  });
});

describe("Stripe's own refusals", () => {
  const post = async (path: string, fields: Record<string, string>) => {
    const before = mock.refused.length;
    const response = await fetch(mock.url + path, {
      method: "POST",
      headers: { authorization: "Bearer x", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields),
    });
    return { status: response.status, objection: mock.refused[before]?.objection };
  };

  it.each([
    ["a removed parameter: price of an invoice line", "/v1/invoiceitems", { customer: "cus_1", price: "price_1" }, "unknown", "price"],
    [
      "a removed parameter: unit_amount of an invoice line",
      "/v1/invoiceitems",
      { customer: "cus_1", unit_amount: "100" },
      "unknown",
      "unit_amount",
    ],
    ["a missing list", "/v1/payment_links", { "metadata[a]": "b" }, "missing", "line_items"],
    ["a missing field inside a list", "/v1/payment_links", { "line_items[0][price]": "price_1" }, "missing", "line_items[0][quantity]"],
    [
      "a wrong field inside a list",
      "/v1/payment_links",
      { "line_items[0][price]": "p", "line_items[0][quantity]": "1", "line_items[0][qty]": "1" },
      "unknown",
      "line_items[0][qty]",
    ],
    ["a decimal where text stands", "/v1/refunds", { payment_intent: "pi_1", amount: "12.50 USD" }, "type", "amount"],
    ["a value outside its list", "/v1/refunds", { origin: "pocket" }, "enum", "origin"],
    ["text where a yes or no belongs", "/v1/invoices", { customer: "cus_1", auto_advance: "maybe" }, "type", "auto_advance"],
  ])("%s", async (_what, path, fields, kind, param) => {
    expect(await post(path, fields)).toMatchObject({ status: 400, objection: { kind, param } });
  });

  it("wrong method, no key, JSON instead of a form", async () => {
    const headers = { authorization: "Bearer x" };
    expect((await fetch(`${mock.url}/v1/balance`, { method: "POST", headers })).status).toBe(405);
    expect((await fetch(`${mock.url}/v1/balance`)).status).toBe(401);
    const body = JSON.stringify({ email: "a@b.co" });
    expect(
      (await fetch(`${mock.url}/v1/customers`, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body }))
        .status,
    ).toBe(415);
  });
});

describe("invoices", () => {
  it("are made in order: draft, lines, final, sent; only our own lines on them", async () => {
    answers.PostInvoices = () => ({ id: "in_new" });
    await run("create_invoice", USES.create_invoice ?? {});
    expect(mock.taken.map((one) => one.operation)).toEqual([
      "PostInvoices",
      "PostInvoiceitems",
      "PostInvoiceitems",
      "PostInvoicesInvoicefinalize",
      "PostInvoicesInvoicesend",
    ]);
    expect(mock.taken[0]?.body).toMatchObject({
      customer: "cus_1",
      pending_invoice_items_behavior: "exclude",
      auto_advance: "false",
      collection_method: "send_invoice",
      days_until_due: "30",
    });
    expect(mock.taken[1]?.body).toMatchObject({ invoice: "in_new", amount: "13500", currency: "usd", description: "3 × Labour" });
    expect(mock.taken[2]?.body).toMatchObject({ invoice: "in_new", pricing: { price: "price_1" }, quantity: "2" });
    expect(mock.taken[4]?.path).toEqual({ invoice: "in_new" });
  });

  it("refuse a line without a price before anything is sent", async () => {
    const failure = await failureOf(run("create_invoice", { customer: "cus_1", lines: [{ description: "x" }] }));
    expect(failure).toMatchObject({ kind: "user", field: "lines.0.amount" });
    expect(sent).toEqual([]);
  });

  it("refuse amounts that are no whole cents, in words", () => {
    const parsed = action("create_invoice").input.safeParse({ customer: "cus_1", lines: [{ description: "x", amount: "12.50" }] });
    expect(parsed.error?.issues[0]?.message).toContain("1250");
  });
});

describe("customers", () => {
  it("that are not there give found = false, after both spellings were tried", async () => {
    answers.GetCustomers = () => ({ data: [] });
    expect(await run("find_customer", { email: "Ann@Example.com" })).toEqual({ found: false, email: "Ann@Example.com" });
    expect(mock.taken.map((one) => one.query.email)).toEqual(["Ann@Example.com", "ann@example.com"]);
  });
});

describe("payments", () => {
  it("come without the browser's secret", async () => {
    expect(await run("get_payment", { payment: "pi_1" })).not.toHaveProperty("client_secret");
  });
});

describe("an interrupted write", () => {
  it("is found again by the field that names its step", async () => {
    const verify = async (id: string) => action(id).verify?.(contextFor(id, USES[id] ?? {}));
    const named = { metadata: { imx_step: "imx-key" } };
    answers.GetRefunds = () => ({ data: [{ id: "re_9", object: "refund", ...named }] });
    expect(await verify("refund")).toMatchObject({ happened: true, output: { id: "re_9" } });
    answers.GetRefunds = () => ({ data: [{ id: "re_8", object: "refund", metadata: {} }] });
    expect(await verify("refund")).toEqual({ happened: false });
    answers.GetInvoices = () => ({ data: [{ id: "in_9", status: "draft", ...named }] });
    expect(await verify("create_invoice")).toEqual({ happened: "unknown" });
    answers.GetPaymentLinks = () => ({ data: [], has_more: true });
    expect(await verify("create_payment_link")).toEqual({ happened: "unknown" });
    expect(mock.refused).toEqual([]);
  });
});

describe("faults", () => {
  const failing = async (status: number, error: Record<string, unknown>, headers: Record<string, string> = {}) => {
    const server = await localServer((_request, response) => json(response, status, { error }, headers));
    try {
      return await failureOf(run("refund", { payment: "pi_1" }, server));
    } finally {
      expect(server.seen).toHaveLength(1);
      await server.close();
    }
  };

  it.each([
    [
      400,
      { type: "invalid_request_error", message: "No such payment_intent", param: "payment_intent" },
      {},
      { kind: "user", retryable: false, outcome: "none" },
    ],
    [401, { type: "invalid_request_error", message: "Invalid API Key" }, {}, { kind: "connection", retryable: false, outcome: "none" }],
    [
      402,
      { type: "card_error", code: "card_declined", decline_code: "insufficient_funds", message: "Declined" },
      {},
      { kind: "user", retryable: false, outcome: "none" },
    ],
    [400, { type: "idempotency_error", message: "Keys differ" }, {}, { kind: "user", retryable: false }],
    [
      409,
      { type: "invalid_request_error", code: "lock_timeout", message: "Locked" },
      {},
      { kind: "service", retryable: true, outcome: "none" },
    ],
    [
      429,
      { type: "invalid_request_error", code: "rate_limit", message: "Slow down" },
      { "retry-after": "2" },
      { kind: "service", retryable: true, outcome: "none", after: 2000 },
    ],
    [500, { type: "api_error", message: "Oops" }, {}, { kind: "service", retryable: true, outcome: "unknown" }],
    [500, { type: "api_error", message: "Oops" }, { "stripe-should-retry": "false" }, { retryable: false, outcome: "unknown" }],
  ])("%i %o", async (status, error, headers, expected) => {
    const failure = await failing(status, error, Object.fromEntries(Object.entries(headers)));
    expect(failure).toMatchObject({ ...expected, status });
    expect(failure.message).toContain(String(error.message));
  });

  it("a lost answer to a write is unknown, and the SDK sends nothing again by itself", async () => {
    const server = await localServer((_request, response) => response.socket?.destroy());
    const failure = await failureOf(run("refund", { payment: "pi_1" }, server));
    expect(failure).toMatchObject({ kind: "network", retryable: true, outcome: "unknown" });
    expect(server.seen).toHaveLength(1);
    await server.close();
  });

  it("hold no key, whatever Stripe echoes", async () => {
    const failure = await failing(401, { type: "invalid_request_error", message: `Invalid API Key provided: ${SECRETS.key}` });
    expect(JSON.stringify(failure)).not.toContain("canary");
  });
});

describe("the connection's test", () => {
  const whose = (base: { url: string; host: string } = mock) => stripe.test?.(client(base), SECRETS, noSessions);

  it("names the account and its mode", async () => {
    answers.GetAccount = () => ({ business_profile: { name: "Acme Plumbing" } });
    expect(await whose()).toEqual({ label: "Acme Plumbing (test mode)" });
  });

  it("takes a restricted key that may not read the account", async () => {
    const server = await localServer((request, response) =>
      request.url.startsWith("/v1/account")
        ? json(response, 403, {
            error: { type: "invalid_request_error", message: "The provided key does not have the required permissions" },
          })
        : json(response, 200, { object: "list", data: [], has_more: false, url: "/v1/customers" }),
    );
    expect(await whose(server)).toEqual({ label: "Stripe account (test mode)" });
    await server.close();
  });

  it("says when the key is wrong", async () => {
    const server = await localServer((_request, response) =>
      json(response, 401, { error: { type: "invalid_request_error", message: "Invalid API Key" } }),
    );
    expect(await failureOf(Promise.resolve(whose(server)))).toMatchObject({ kind: "connection" });
    await server.close();
  });
});
