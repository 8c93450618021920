import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openNetwork } from "#kit/network.ts";
import { type Host, openHost } from "../../../electron/threads/host.ts";
import { unlockWorkspace } from "../../../electron/threads/unlock.ts";
import { type OpenApiMock, openApiMock, type Taken } from "../../helpers/openapi-mock.ts";

const SECRET = "whsec_canary_for_tests";
const SPEC = new URL("../../fixtures/openapi/stripe.json", import.meta.url);
const answers: Record<string, (request: Taken) => unknown> = {};
let folder: string;
let mock: OpenApiMock;
let host: Host;
let release: () => void;
let url: string;

const event = (id: string, email: string) =>
  JSON.stringify({
    id,
    object: "event",
    type: "invoice.paid",
    data: { object: { id: `in_${id}`, customer_email: email, amount_paid: 12_000, currency: "usd" } },
  });

function signed(body: string, secret = SECRET, at = Math.floor(Date.now() / 1000)): Record<string, string> {
  const signature = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
  return { "content-type": "application/json", "stripe-signature": `t=${at},v1=${signature}` };
}
const post = (body: string, headers: Record<string, string>) => fetch(url, { method: "POST", headers, body });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stripe-flow-"));
  mock = await openApiMock({ spec: SPEC, answers, error: (_s, message) => ({ error: { type: "invalid_request_error", message } }) });
  answers.GetCustomers = ({ query }) =>
    query.email === "ann@example.com"
      ? {
          object: "list",
          url: "/v1/customers",
          has_more: false,
          data: [
            {
              id: "cus_1",
              object: "customer",
              email: "ann@example.com",
              name: "Ann Miller",
              created: 1,
              livemode: false,
              invoice_prefix: "A",
            },
          ],
        }
      : { object: "list", url: "/v1/customers", has_more: false, data: [] };
  const network = openNetwork();
  const there = new URL(mock.url);
  const unlocked = await unlockWorkspace(folder);
  release = () => unlocked.release();
  host = await openHost({
    dir: folder,
    version: "test",
    secrets: unlocked.secrets,
    port: 0,
    // Stripe's name leads to the mock, never to an address outside; the rest of the way is the real one.
    network: {
      close: () => network.close(),
      lookup: () => Promise.resolve([{ address: "8.8.8.8", family: 4 as const }]),
      exchange: (hop) => {
        expect(hop.url.host).toBe("api.stripe.com");
        const target = new URL(hop.url.pathname + hop.url.search, there);
        return network.exchange({ ...hop, url: target, checked: { addresses: [{ address: "127.0.0.1", family: 4 }], local: true } });
      },
    },
    onProblem: (message) => {
      throw new Error(message);
    },
  });
  const client = host.client("owner", "me");
  const connection = await client.connections.create({
    name: "Stripe",
    connector: "stripe",
    auth: "secretKey",
    fields: { key: "rk_test_canary1234567890", webhookSecret: SECRET },
  });
  const node = (id: string, type: string, params: object, more: object = {}) => ({
    id,
    name: id,
    type,
    position: { x: 0, y: 0 },
    params,
    ...more,
  });
  const wire = (a: string, b: string, port = "out") => ({ id: `${a}-${b}`, from: { node: a, port }, to: { node: b, port: "in" } });
  const workflow = {
    format: 1,
    id: "paid",
    name: "Paid",
    nodes: [
      node("paid", "stripe.event", { path: "stripe", events: ["invoice.paid"] }, { connection: connection.id }),
      node("customer", "stripe.find_customer", { email: "={{ $json.data.object.customer_email }}" }, { connection: connection.id }),
      node("known", "core.if", { conditions: { rules: [{ left: "={{ $json.found }}", type: "boolean", operation: "true" }] } }),
      node("row", "core.data_table", {
        operation: "insert",
        table: "payments",
        values: "fields",
        fields: [
          { column: "invoice", value: "={{ $('paid').item.json.data.object.id }}" },
          { column: "customer", value: "={{ $json.name }}" },
        ],
      }),
      node("stranger", "core.data_table", {
        operation: "insert",
        table: "strangers",
        values: "fields",
        fields: [{ column: "email", value: "={{ $json.email }}" }],
      }),
    ],
    edges: [wire("paid", "customer"), wire("customer", "known"), wire("known", "row", "true"), wire("known", "stranger", "false")],
  };
  const { id } = await client.workflows.import({ text: JSON.stringify(workflow), from: "imx" });
  const { hooks } = await client.workflows.publish({ id });
  url = hooks[0]?.url ?? "";
});
afterAll(async () => {
  await host.close();
  release();
  await mock.close();
  await rm(folder, { recursive: true, force: true });
});

const runs = () => host.client("owner", "me").runs.list({ limit: 100 });
const ended = () => expect.poll(async () => (await runs()).every((r) => r.status === "succeeded"), { timeout: 20_000 }).toBe(true);

describe("a paid Stripe invoice, from its signed event to a row", () => {
  it("looks the customer up and goes the way that fits", async () => {
    for (const [id, email] of [
      ["evt_1", "ann@example.com"],
      ["evt_2", "who@example.com"],
    ] as const) {
      const body = event(id, email);
      expect((await post(body, signed(body))).status).toBe(200);
    }
    await ended();
    const found = await runs();
    expect(found).toHaveLength(2);
    const tables = await Promise.all(
      found.map(async ({ runId }) => (await host.client("owner", "me").runs.get({ runId })).steps.map((s) => s.name)),
    );
    expect(tables).toEqual([
      ["paid", "customer", "known", "stranger"],
      ["paid", "customer", "known", "row"],
    ]);
    const items = await host.client("owner", "me").runs.items({ runId: found[1]?.runId ?? ("" as never), step: 3 });
    expect(items.items[0]?.json).toMatchObject({ invoice: "in_evt_1", customer: "Ann Miller" });
    expect(mock.refused).toEqual([]);
  });

  it("the same event twice starts one run; a wrong, old or missing signature starts none", async () => {
    const body = event("evt_1", "ann@example.com");
    expect(await (await post(body, signed(body))).json()).toMatchObject({ duplicate: true });
    const fresh = event("evt_3", "ann@example.com");
    for (const headers of [
      signed(fresh, "whsec_wrong"),
      signed(fresh, SECRET, Math.floor(Date.now() / 1000) - 301),
      { "content-type": "application/json" },
    ]) {
      expect((await post(fresh, headers)).status).toBeGreaterThanOrEqual(400);
    }
    expect(await runs()).toHaveLength(2);
  });

  it("no secret stands in what was recorded", async () => {
    const { readFile } = await import("node:fs/promises");
    await host.workspace.writer.journal.durable();
    for (const file of ["workspace.db", "workspace.db-wal"]) {
      const bytes = await readFile(join(folder, file)).catch(() => Buffer.alloc(0));
      expect(bytes.includes(SECRET), file).toBe(false);
      expect(bytes.includes("rk_test_canary1234567890"), file).toBe(false);
    }
  });
});
