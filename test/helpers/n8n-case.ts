import { createHash, randomUUID } from "node:crypto";
import { findAction, findTrigger } from "../../connectors/registry.ts";
import { Engine } from "../../electron/engine/engine.ts";
import { PageCache } from "../../electron/engine/items.ts";
import { importN8n } from "../../electron/import/n8n/index.ts";
import { isFinal } from "../../electron/shared/model/run.ts";
import type { WorkflowNode } from "../../electron/shared/model/workflow.ts";
import { createFileAccess } from "../../electron/threads/file-access.ts";
import { corpusFolder } from "./corpus.ts";
import { FakeClock } from "./fake-clock.ts";
import { memoryBlobs } from "./memory-blobs.ts";
import { MemoryJournal } from "./memory-journal.ts";

// The recordings were made on a machine whose clock is in UTC; dates that name no zone depend on it.
process.env.TZ = "UTC";

interface CaseItem {
  json: Record<string, unknown>;
}
interface CaseRun {
  outputs?: (CaseItem[] | null)[];
  error?: { message: string };
}
/** A recorded case: what n8n was given and what it did. */
export interface N8nCase {
  id: string;
  workflow: {
    nodes: { name: string; type: string }[];
    pinData?: Record<string, CaseItem[]>;
    settings?: Record<string, unknown>;
  };
  comparedNodes?: string[];
  startNode?: string;
  trigger?: { input?: CaseItem };
  run?: {
    status: string;
    error?: { message: string; node?: string };
    volatileNodes?: string[];
    nodes: Record<string, CaseRun[]>;
  };
}

export interface Outcome {
  status: string;
  error: { message: string; node?: string | undefined } | undefined;
  /** Per node and run, the json lists of its outputs. */
  nodes: Record<string, unknown[][][]>;
}

const refuse = (): never => {
  throw new Error("not reachable in this test");
};

const files = createFileAccess({ folders: [corpusFolder("given/files")], byBaseName: corpusFolder("given/files") });

function engine(clock: FakeClock): Engine {
  const journal = new MemoryJournal();
  return new Engine({
    journal,
    reader: journal,
    cache: new PageCache(50_000_000),
    clock,
    events: { wanted: false, emit: () => undefined },
    operations: { action: findAction, trigger: findTrigger },
    documents: { live: () => [], version: () => undefined, published: () => undefined },
    schedules: { lastFired: () => undefined, setFired: () => undefined },
    triggerSecrets: () => undefined,
    services: {
      http: refuse,
      sessions: refuse,
      secrets: () => undefined,
      redactor: () => (text) => text,
      blobs: memoryBlobs(),
      files: () => files,
      databases: { run: refuse },
      code: { run: refuse },
      staticData: () => ({}),
      setStaticData: () => undefined,
      env: undefined,
      zone: "America/New_York",
      resumeUrl: () => "",
      runUrl: () => "",
      resumeKey: (run) => run,
      uuid: randomUUID,
      random: () => 0.5,
      sha256: (text) => createHash("sha256").update(text).digest("hex"),
    },
  });
}

/** Types that this run answers from the record: they need a sandbox, files or the network, or nothing here can run them. */
const answered = ({ type, params }: WorkflowNode): boolean =>
  !findTrigger(type) && (!findAction(type) || /^core\.(code|http)$/.test(type) || (type === "core.sort" && params.by === "code"));

const recordedOutput = (recorded: N8nCase, name: string): CaseItem[] | undefined => {
  const runs = recorded.run?.nodes[name];
  if (runs && new Set(runs.map((run) => JSON.stringify(run.outputs))).size > 1) return undefined;
  return runs?.[0]?.outputs?.[0] ?? recorded.workflow.pinData?.[name];
};

/** Nodes whose record can't stand in for them: they ran several times with other results, or failed. */
export function unanswerable(recorded: N8nCase): string[] {
  const { workflow } = importN8n({ ...recorded.workflow, pinData: {} });
  return workflow.nodes.flatMap((node) => {
    const ran = recorded.run === undefined || recorded.run.nodes[node.name] !== undefined;
    if (!answered(node) || !ran) return [];
    const failed = recorded.run?.nodes[node.name]?.some((run) => run.error !== undefined || (run.outputs?.length ?? 0) > 1) ?? false;
    return failed || recordedOutput(recorded, node.name) === undefined ? [node.name] : [];
  });
}

/** Something in it is worked out here and not only read from the record. */
export function tells(recorded: N8nCase): boolean {
  const { workflow } = importN8n({ ...recorded.workflow, pinData: {} });
  return workflow.nodes.some((node) => !answered(node) && !/^core\.(manual|no_op|webhook)$/.test(node.type));
}

/** Runs a case's workflow on our engine, what needs the outside answered from the record. */
export async function runCase(recorded: N8nCase): Promise<Outcome> {
  const { workflow } = importN8n({ ...recorded.workflow, pinData: {} });
  for (const node of workflow.nodes) {
    const items = answered(node) ? recordedOutput(recorded, node.name) : undefined;
    if (items) node.pinned = items.map(({ json }) => ({ json }));
  }
  const clock = new FakeClock();
  const host = engine(clock);
  const plan = host.plan(workflow, null);
  const start = recorded.startNode ?? recorded.workflow.nodes.find(({ type }) => /manualTrigger$|\.start$/.test(type))?.name;
  const at = (start === undefined ? undefined : plan.byName.get(start)) ?? host.startNode(plan);
  const run = host.run(workflow, { plan, at, items: [[{ json: {}, ...recorded.trigger?.input }]], mode: "test" });
  // Steps that load a library take longer than any number of turns.
  const until = performance.now() + 5_000;
  for (let turn = 0; !isFinal(run.status) && (turn < 2000 || (run.status === "running" && performance.now() < until)); turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (turn > 50 && clock.pending.length > 0) clock.advance(60_000);
  }
  const nodes: Outcome["nodes"] = {};
  for (const node of plan.nodes) {
    const runs = run.core.steps.filter((step) => step.node === node);
    if (runs.length > 0)
      nodes[node.node.name] = runs.map((step) => step.outputs.map((list) => Array.from(list, (item) => plain(item.json))));
  }
  return { status: run.status, error: run.error, nodes };
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** Output lists without the empty ones at the end, which count as absent. */
const lists = (outputs: readonly (readonly unknown[] | null)[]): unknown[] => {
  const all = outputs.map((list) => list ?? []);
  while (all.length > 0 && all.at(-1)?.length === 0) all.pop();
  return all;
};

/** What the recording says of each node that ran here, and what happened, in comparable form. */
export function comparable(recorded: N8nCase, outcome: Outcome): { wanted: Record<string, unknown>; got: Record<string, unknown> } {
  const wanted: Record<string, unknown> = {};
  const got: Record<string, unknown> = {};
  const skip = new Set(recorded.run?.volatileNodes);
  for (const { name, type } of recorded.workflow.nodes) {
    const runs = recorded.run?.nodes[name];
    const only = type.endsWith(".filter") ? 1 : Number.POSITIVE_INFINITY;
    if (runs && !skip.has(name)) {
      wanted[name] = runs.map((one) =>
        plain(lists((one.outputs ?? []).slice(0, only).map((list) => (list ?? []).map((item) => item.json)))),
      );
      got[name] = (outcome.nodes[name] ?? []).map((outputs) => lists(outputs.slice(0, only)));
    }
    const pinned = recorded.comparedNodes?.includes(name) ? recorded.workflow.pinData?.[name] : undefined;
    if (pinned) {
      wanted[`${name} (pinned)`] = [plain(pinned.map((item) => item.json))];
      got[`${name} (pinned)`] = (outcome.nodes[name] ?? []).map((outputs) => outputs[0] ?? []);
    }
  }
  if (recorded.run) {
    wanted.status = recorded.run.status === "error" ? "failed" : "succeeded";
    got.status = outcome.status;
    if (recorded.run.error?.node !== undefined) {
      wanted.failedAt = recorded.run.error.node;
      got.failedAt = outcome.error?.node;
    }
  }
  return { wanted, got };
}
