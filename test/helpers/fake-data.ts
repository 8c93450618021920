import { z } from "zod";
import type { Settings } from "#shared/contract/settings.ts";
import type { TableRow } from "#shared/contract/tables.ts";
import type { VersionRow, WorkflowRow } from "#shared/contract/workflows.ts";
import type { ToolInfo } from "#shared/model/catalog.ts";
import { ConnectionInfo } from "#shared/model/connection.ts";
import type { Item } from "#shared/model/item.ts";
import { RunSummary, StepSummary } from "#shared/model/run.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { fakeTools } from "./fake-tools.ts";

/** All times hang on this moment, so that pictures of a screen look the same each time. */
export const NOW = Date.UTC(2026, 10, 14, 9, 30);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface FakeRun {
  run: RunSummary;
  steps: StepSummary[];
  log: { step: number; text: string; at: number }[];
  /** By step number, then port. */
  out: Record<number, Item[][]>;
}

export interface FakeState {
  /** Values of fields, by their text; others are a name. */
  previews: Map<
    string,
    { ok: true; value: unknown; type: string; warning?: string; example?: true } | { ok: false; message: string; at?: number }
  >;
  /** Live workflows that need one, by its id. */
  usedBy: Map<string, { id: WorkflowRow["id"]; name: string; steps: string[]; onFailure: boolean }[]>;
  workflows: { row: WorkflowRow; document: Workflow; versions: VersionRow[]; removed: boolean }[];
  runs: FakeRun[];
  connections: ConnectionInfo[];
  tables: { name: string; createdAt: number; rows: TableRow[] }[];
  tools: ToolInfo[];
  settings: Settings;
  paused: boolean;
  /** Live runs that failed since the runs were last looked at. */
  failed: number;
}

const NAMES = [
  ["Invoice when a job is done", "core.webhook", "When called at /job-done"],
  ["Remind of unpaid invoices", "core.schedule", "Every weekday at 09:00"],
  ["New lead to CRM and text message", "core.webhook", "When called at /lead"],
  ["Weekly report to the owner", "core.schedule", "Mondays at 07:00"],
  ["Ask for a review after payment", "core.webhook", "When called at /paid"],
  ["Order materials below stock", "core.schedule", "Every 4 hours"],
  ["Copy photos to the job folder", "core.manual", "When started by hand"],
] as const;

const workflowOf = (index: number, name: string, trigger: string): Workflow =>
  Workflow.parse({
    format: 1,
    id: `wf_${index + 1}`,
    name,
    nodes: [
      { id: "n1", name: "Start", type: trigger, position: { x: 0, y: 0 }, params: trigger === "core.webhook" ? { path: "job-done" } : {} },
      {
        id: "n2",
        name: "Look up the customer",
        type: "core.http",
        position: { x: 240, y: 0 },
        params: { url: "https://crm.example/customers" },
      },
      {
        id: "n3",
        name: "Create the invoice",
        type: "stripe.create_invoice",
        position: { x: 480, y: 0 },
        params: { amount: "={{ $json.amount }}" },
        connection: "con_1",
      },
      { id: "n4", name: "Tell the team", type: "core.set", position: { x: 720, y: 0 } },
    ],
    edges: [
      { id: "e1", from: { node: "n1", port: "out" }, to: { node: "n2", port: "in" } },
      { id: "e2", from: { node: "n2", port: "out" }, to: { node: "n3", port: "in" } },
      { id: "e3", from: { node: "n3", port: "out" }, to: { node: "n4", port: "in" } },
    ],
  });

function fakeWorkflows(): FakeState["workflows"] {
  return NAMES.map(([name, type, detail], index) => {
    const document = workflowOf(index, name, type);
    const scheduled = type === "core.schedule";
    return {
      removed: false,
      document,
      versions: index === 6 ? [] : [{ version: 3 - (index % 3), at: NOW - index * DAY, by: "owner", note: "" }],
      row: {
        id: document.id,
        name,
        active: index !== 6 && index !== 4,
        liveVersion: index === 6 ? null : 3 - (index % 3),
        lastVersion: index === 6 ? null : 3 - (index % 3),
        changed: index === 2,
        triggers: [{ type, title: type === "core.webhook" ? "Webhook" : scheduled ? "Schedule" : "By hand", detail }],
        startsBy: scheduled ? "schedule" : null,
        updatedAt: NOW - index * DAY,
        lastRun: null,
        nextRun: scheduled ? NOW + (index + 1) * 3 * HOUR : null,
        runs: { succeeded: index === 6 ? 0 : 120 - index * 17, failed: index === 0 ? 3 : index === 5 ? 11 : 0 },
        problems: index === 6 ? 2 : 0,
      },
    };
  });
}

const customer = (index: number): Item => ({
  json: {
    id: `cus_${1000 + index}`,
    name: ["Ana Morales", "Peter Brandt", "Rosa Diaz", "Tom Okafor"][index % 4],
    amount: 120 + index * 37.5,
    paid: index % 3 === 0,
    address: { street: `${index + 1} Harbour Road`, city: "Bristol", postcode: "BS1 4ND" },
    tags: ["roofing", "repeat"],
    note: null,
  },
});

function stepsOf(failing: "none" | "fails" | "unknown", startedAt: number, items: number): StepSummary[] {
  const names = ["Start", "Look up the customer", "Create the invoice", "Tell the team"];
  const until = failing === "none" ? 4 : 3;
  return names.slice(0, until).map((name, step) => {
    const bad = step === 2 && failing !== "none";
    return StepSummary.parse({
      step,
      node: `n${step + 1}`,
      name,
      runIndex: 0,
      status: bad ? (failing === "unknown" ? "unknown" : "failed") : "succeeded",
      attempt: bad ? 3 : 1,
      startedAt: startedAt + step * 420,
      ms: bad ? 12_400 : 80 + step * 340,
      counts: bad ? [] : [items],
      inputs: step === 0 ? [] : [{ step: step - 1, port: 0 }],
      ...(bad && failing === "unknown"
        ? {
            waitingFor: "decision",
            unknownItems: [1],
            failure: {
              kind: "network",
              message: "The connection to Stripe was lost after the invoice had been sent.",
              fix: "Look in Stripe for an invoice to Peter Brandt over 157.50 and say whether it is there.",
              outcome: "unknown",
              item: 1,
            },
          }
        : {}),
      ...(bad && failing === "fails"
        ? {
            failure: {
              kind: "connection",
              message: "Stripe refused the key of “Stripe live”: it has been revoked.",
              fix: "Open the connection, paste a new secret key, then run again from this step.",
              item: 0,
              status: 401,
              description: "invalid_api_key: Expired API Key provided",
            },
          }
        : {}),
    });
  });
}

const STATUSES = [
  "succeeded",
  "succeeded",
  "waiting",
  "failed",
  "succeeded",
  "running",
  "succeeded",
  "cancelled",
  "waiting",
  "queued",
] as const;

function fakeRuns(workflows: FakeState["workflows"], count: number): FakeRun[] {
  return Array.from({ length: count }, (_, index) => {
    const status = STATUSES[index % STATUSES.length] ?? "succeeded";
    const chosen = workflows[index % NAMES.length];
    if (!chosen) throw new Error("no workflow");
    const startedAt = NOW - index * 17 * MINUTE - 4000;
    const waitingFor = status === "waiting" ? (index % 20 === 2 ? "decision" : "timer") : undefined;
    const failing = status === "failed" ? "fails" : waitingFor === "decision" ? "unknown" : "none";
    const items = index === 0 ? 240 : 3;
    const steps = status === "queued" ? [] : stepsOf(failing, startedAt, items);
    const list = Array.from({ length: items }, (__, at) => customer(at));
    return {
      run: RunSummary.parse({
        runId: `run_${String(count - index).padStart(5, "0")}`,
        workflowId: chosen.row.id,
        workflowName: chosen.row.name,
        version: chosen.row.liveVersion,
        mode: index % 9 === 8 ? "test" : "live",
        status,
        waitingFor,
        until: waitingFor === "timer" ? NOW + 2 * HOUR : undefined,
        startedAt,
        endedAt: ["succeeded", "failed", "cancelled"].includes(status) ? startedAt + 1800 + index * 7 : undefined,
        error:
          status === "failed"
            ? {
                message: "Stripe refused the key of “Stripe live”: it has been revoked.",
                node: "Create the invoice",
                failure: steps[2]?.failure,
              }
            : undefined,
      }),
      steps,
      log: [
        { step: 1, text: "GET https://crm.example/customers → 200", at: startedAt + 500 },
        { step: 2, text: "3 invoices to make", at: startedAt + 900 },
      ],
      out: { 0: [list], 1: [list], 2: [list], 3: [list] },
    };
  });
}

export function fakeState(options: { empty?: boolean; runs?: number } = {}): FakeState {
  const workflows = options.empty ? [] : fakeWorkflows();
  const runs = options.empty ? [] : fakeRuns(workflows, options.runs ?? 60);
  for (const { row } of workflows) {
    const last = runs.find(({ run }) => run.workflowId === row.id)?.run;
    if (last) row.lastRun = { runId: last.runId, status: last.status, at: last.startedAt };
  }
  return {
    previews: new Map(),
    usedBy: new Map(),
    workflows,
    runs,
    connections: options.empty ? [] : fakeConnections(),
    tables: options.empty ? [] : fakeTables(),
    tools: fakeTools(),
    settings: {
      theme: "system",
      language: "en",
      timezone: "Europe/London",
      folders: ["/home/rosa/jobs"],
      retentionDays: 90,
      publicAddress: "",
    },
    paused: false,
    failed: 0,
  };
}

/** One of a few rows of all kinds, one long enough to scroll. */
const fakeTables = (): FakeState["tables"] => [
  {
    name: "Customers",
    createdAt: NOW - 80 * DAY,
    rows: ["Ana Morales", "Joe Brandt", "Mei Lin"].map((name, i) => ({
      id: i + 1,
      createdAt: NOW - (40 - i) * DAY,
      updatedAt: NOW - (3 - i) * DAY,
      values: { name, visits: i * 4, active: i !== 1, tags: ["roof", `zone ${i}`] },
    })),
  },
  {
    name: "Orders",
    createdAt: NOW - 20 * DAY,
    rows: Array.from({ length: 450 }, (_, i) => ({
      id: i + 1,
      createdAt: NOW - i * MINUTE,
      updatedAt: NOW - i * MINUTE,
      values: { order: `A-${1000 + i}`, total: (i * 37) % 900 },
    })),
  },
];

const fakeConnections = (): ConnectionInfo[] =>
  z.array(ConnectionInfo).parse([
    {
      id: "con_1",
      name: "Stripe live",
      connector: "stripe",
      auth: "key",
      fields: {},
      secretsSet: ["secretKey"],
      hosts: ["api.stripe.com"],
      createdAt: NOW - 90 * DAY,
      updatedAt: NOW - 12 * DAY,
      lastTest: { at: NOW - 2 * HOUR, ok: true, label: "Brandt Roofing Ltd" },
    },
    {
      id: "con_2",
      name: "Customer list",
      connector: "core",
      auth: "bearer",
      fields: { header: "Authorization" },
      secretsSet: ["token"],
      hosts: ["crm.example"],
      createdAt: NOW - 40 * DAY,
      updatedAt: NOW - 40 * DAY,
      lastTest: { at: NOW - DAY, ok: false, label: "The service answered 401: the token has expired." },
    },
    {
      id: "con_3",
      name: "Text messages",
      connector: "twilio",
      auth: "basic",
      fields: { accountSid: "AC0f5b8f6d2c" },
      secretsSet: ["authToken"],
      hosts: ["api.twilio.com"],
      createdAt: NOW - 20 * DAY,
      updatedAt: NOW - 20 * DAY,
    },
  ]);

/** A workflow that has just been made. */
export function emptyWorkflow(id: FakeState["workflows"][number]["row"]["id"], name: string): FakeState["workflows"][number] {
  const [first] = fakeState().workflows;
  if (!first) throw new Error("there is no workflow to copy");
  const fresh = {
    active: false,
    liveVersion: null,
    lastVersion: null,
    startsBy: null,
    lastRun: null,
    nextRun: null,
    triggers: [],
    problems: 0,
  };
  return {
    row: { ...first.row, ...fresh, id, name, runs: { succeeded: 0, failed: 0 } },
    document: { ...first.document, id, name, nodes: [], edges: [] },
    versions: [],
    removed: false,
  };
}
