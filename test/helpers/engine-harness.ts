import { createHash } from "node:crypto";
import { z } from "zod";
import { type Action, defineAction, type Effect } from "#kit/action.ts";
import { createKnownRedactor } from "#kit/redact.ts";
import { defineTrigger, type Trigger } from "#kit/trigger.ts";
import { StepError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { Workflow, type WorkflowInput, type WorkflowNode } from "#shared/model/workflow.ts";
import { callWorkflowAction } from "../../connectors/core/actions/call-workflow.ts";
import type { ActiveRun } from "../../electron/engine/active-run.ts";
import type { Limits } from "../../electron/engine/admission.ts";
import { Engine } from "../../electron/engine/engine.ts";
import { PageCache } from "../../electron/engine/items.ts";
import type { EngineEvent } from "../../electron/engine/ports.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryJournal } from "./memory-journal.ts";

const Any = z.record(z.string(), z.unknown());

/** The outside that a test watches: what was done there, and what it answers. */
export class Outside {
  /** What the steps' connection keeps secret. */
  secrets: readonly string[] = [];
  readonly calls: { step: string; key: string; value: unknown; attempt: number }[] = [];
  /** Decides an answer; throws to fail. */
  answer: (value: Record<string, unknown>, attempt: number) => unknown = (value) => ({ did: value["id"] });
  verdict: { happened: true; output: Record<string, unknown> } | { happened: false } | { happened: "unknown" } = { happened: "unknown" };
}

/** Small actions, each showing one property that the engine cares for. */
export function testOperations(outside: Outside): Map<string, Action | Trigger> {
  const seen = new Map<string, number>();
  const effect = (id: string, idempotent: "no" | "key" | "naturally", effectKind: "read" | "write" = "write"): Action =>
    defineAction<Record<string, unknown>>({
      id,
      title: id,
      description: "Does something outside.",
      input: Any,
      sample: [],
      effect: effectKind,
      idempotent,
      mode: "item",
      async run(ctx) {
        const id_ = ctx.idempotencyKey;
        const attempt = (seen.get(id_) ?? 0) + 1;
        seen.set(id_, attempt);
        outside.calls.push({ step: ctx.node.name, key: id_, value: ctx.item.json, attempt });
        for (const secret of outside.secrets) ctx.log(`sends with ${secret}`);
        const answer = await outside.answer({ ...ctx.item.json, ...ctx.input }, attempt);
        return answer as Record<string, unknown>;
      },
      verify: () => Promise.resolve(outside.verdict),
    });
  const wholeList = (id: string, effectKind: Effect | ((input: Record<string, unknown>) => Effect)): Action =>
    defineAction<Record<string, unknown>>({
      id,
      title: id,
      description: "Does something outside with all items at once.",
      input: Any,
      sample: [],
      effect: effectKind,
      idempotent: "no",
      mode: "list",
      async run(ctx) {
        outside.calls.push({ step: ctx.node.name, key: "", value: ctx.inputs[0]?.length, attempt: outside.calls.length + 1 });
        await outside.answer({}, outside.calls.length);
        return { outputs: [ctx.inputs[0] ?? []] };
      },
    });
  const list: (Action | Trigger)[] = [
    defineTrigger<Record<string, unknown>>({ id: "manual", title: "m", description: "d", input: Any, sample: [], kind: "manual" }),
    defineTrigger<{ path: string; answer?: "received" | "respond" | "ended" | undefined; key?: string | undefined }>({
      id: "hook",
      title: "h",
      description: "d",
      input: z.object({ path: z.string(), answer: z.enum(["received", "respond", "ended"]).optional(), key: z.string().optional() }),
      sample: [],
      kind: "webhook",
      path: (p) => p.path,
      methods: () => ["POST"],
      answer: (p) => p.answer ?? "received",
      verify: () => ({ ok: true }),
      eventKey: (r, p) => (p.key === undefined ? undefined : r.headers[p.key]),
      items: (r) => [{ json: { body: r.body, ...(Object.keys(r.headers).length > 0 ? { headers: r.headers } : {}) } }],
    }),
    defineTrigger<{ every: number; missed: "once" | "all" | "skip" }>({
      id: "tick",
      title: "t",
      description: "d",
      input: z.object({ every: z.number(), missed: z.enum(["once", "all", "skip"]) }),
      sample: [],
      kind: "schedule",
      next: (p, after) => (Math.floor(after / p.every) + 1) * p.every,
      catchUp: (p) => p.missed,
      items: (at) => [{ json: { at } }],
    }),
    defineAction<Record<string, unknown>>({
      id: "pass",
      title: "p",
      description: "d",
      input: Any,
      sample: [],
      effect: "none",
      idempotent: "naturally",
      mode: "stream",
      run(ctx) {
        for (const [i, item] of ctx.items.entries())
          ctx.out(0).push({ json: { ...item.json, ...(ctx.params(ctx.offset + i) as object) }, source: ctx.offset + i });
      },
    }),
    defineAction<{ over?: number | undefined }>({
      id: "split",
      title: "s",
      description: "d",
      input: z.object({ over: z.number().optional() }),
      sample: [],
      effect: "none",
      idempotent: "naturally",
      mode: "stream",
      outputs: [
        { id: "true", label: "true" },
        { id: "false", label: "false" },
      ],
      run(ctx) {
        for (const [i, item] of ctx.items.entries())
          ctx.out(Number(item.json["id"]) > (ctx.params(0).over ?? 0) ? 0 : 1).push({ ...item, source: ctx.offset + i });
      },
    }),
    defineAction<Record<string, unknown>>({
      id: "join",
      title: "j",
      description: "d",
      input: Any,
      sample: [],
      effect: "none",
      idempotent: "naturally",
      mode: "list",
      join: true,
      inputs: [
        { id: "a", label: "a" },
        { id: "b", label: "b" },
      ],
      run: (ctx) => ({
        outputs: [ctx.inputs.flatMap((l, input) => [...l].map((item, i): Item => ({ json: item.json, source: { item: i, input } })))],
      }),
    }),
    defineAction<{ ms: number }>({
      id: "wait",
      title: "w",
      description: "d",
      input: z.object({ ms: z.number() }),
      sample: [],
      effect: "none",
      idempotent: "naturally",
      mode: "list",
      run: (ctx) => ({ wait: { until: ctx.now() + ctx.params(0).ms }, outputs: [ctx.inputs[0] ?? []] }),
    }),
    defineAction<{ key: string }>({
      id: "wait_event",
      title: "we",
      description: "d",
      input: z.object({ key: z.string() }),
      sample: [],
      effect: "none",
      idempotent: "naturally",
      mode: "list",
      run: (ctx) => ({ wait: { resumeKey: ctx.params(0).key }, outputs: [ctx.inputs[0] ?? []] }),
    }),
    defineAction<Record<string, unknown>>({
      id: "sampled",
      title: "sm",
      description: "d",
      input: Any,
      sample: [{ from: "sample" }],
      effect: "write",
      idempotent: "no",
      mode: "item",
      run() {
        throw new Error("nothing may leave in a simulation");
      },
    }),
    defineAction<Record<string, unknown>>({
      id: "respond",
      answers: true,
      title: "r",
      description: "d",
      input: Any,
      sample: [],
      effect: "none",
      idempotent: "naturally",
      mode: "list",
      run(ctx) {
        ctx.respond({ status: 201, headers: {}, body: JSON.stringify(ctx.inputs[0]?.at(0)?.json) });
        return { outputs: [ctx.inputs[0] ?? []] };
      },
    }),
    defineAction<Record<string, unknown>>({
      id: "table",
      title: "t",
      description: "d",
      input: Any,
      sample: [],
      effect: "write",
      idempotent: "naturally",
      mode: "table",
      op: (ctx, index) => ({ op: "insert", table: "orders", row: { index, ...(ctx.params(index) as object) } }),
      result: (_op, result) => result.rows,
    }),
    defineAction<Record<string, unknown>>({
      id: "boom",
      title: "b",
      description: "d",
      input: Any,
      sample: [],
      effect: "none",
      idempotent: "naturally",
      mode: "list",
      run() {
        throw new StepError({ kind: "user", message: "boom" });
      },
    }),
    defineAction<{ last: number }>({
      id: "count_down",
      title: "c",
      description: "d",
      input: z.object({ last: z.number() }),
      sample: [],
      effect: "none",
      idempotent: "naturally",
      mode: "list",
      outputs: [
        { id: "done", label: "done" },
        { id: "loop", label: "loop" },
      ],
      run(ctx) {
        const n = ((ctx.state as { n: number } | undefined)?.n ?? 0) + 1;
        const items = [...(ctx.inputs[0] ?? [])].map((item, source) => ({ json: item.json, source }));
        return { outputs: n > ctx.params(0).last ? [items, []] : [[], items], state: { n } };
      },
    }),
    wholeList("send_all", "write"),
    defineAction<{ pages: number }>({
      id: "stream_rows",
      title: "sr",
      description: "d",
      input: z.object({ pages: z.number() }),
      sample: [],
      effect: "read",
      idempotent: "naturally",
      mode: "list",
      async run(ctx) {
        const rows = Array.from({ length: 800 }, (_, n): Item => ({ json: { n }, source: 0 }));
        for (let page = 0; page < ctx.params(0).pages; page++) {
          await ctx.emit?.(0, rows);
          if (page === 0) ctx.emitFailure?.(0, new StepError({ kind: "user", message: "row 801 is torn" }).failure);
        }
        return { outputs: [[{ json: { last: true } }]] };
      },
    }),
    defineTrigger<Record<string, unknown>>({ id: "called", title: "c", description: "d", input: Any, sample: [], kind: "called" }),
    defineTrigger<Record<string, unknown>>({ id: "error", title: "e", description: "d", input: Any, sample: [], kind: "error" }),
    callWorkflowAction,
    wholeList("append", (input) => (input["to"] === "disk" ? "write" : "none")),
    effect("send", "no"),
    effect("send_keyed", "key"),
    effect("look_up", "naturally", "read"),
  ];
  return new Map(list.map((o) => [`t.${o.id}`, o]));
}

export interface Harness {
  engine: Engine;
  journal: MemoryJournal;
  clock: FakeClock;
  outside: Outside;
  events: EngineEvent[];
  live: Workflow[];
}

export function harness(
  options: { journal?: MemoryJournal; clock?: FakeClock; outside?: Outside; live?: Workflow[]; limits?: Partial<Limits> } = {},
): Harness {
  const journal = options.journal ?? new MemoryJournal();
  const clock = options.clock ?? new FakeClock();
  const outside = options.outside ?? new Outside();
  const operations = testOperations(outside);
  const events: EngineEvent[] = [];
  const refuse = (): never => {
    throw new Error("not used in this test");
  };
  let uuid = 0;
  const engine = new Engine(
    {
      journal,
      reader: journal,
      cache: new PageCache(50_000_000),
      clock,
      events: { wanted: true, emit: (e) => void events.push(e) },
      operations: {
        action: (type) => {
          const found = operations.get(type);
          return found && "mode" in found ? found : undefined;
        },
        trigger: (type) => {
          const found = operations.get(type);
          return found && "kind" in found ? found : undefined;
        },
      },
      documents: {
        live: () => (options.live ?? []).map((workflow) => ({ workflow, version: 1 })),
        version: (id) => options.live?.find((w) => w.id === id),
        published: (id) => {
          const workflow = options.live?.find((w) => w.id === id);
          return workflow && { workflow, version: 1 };
        },
      },
      schedules: { lastFired: () => undefined, setFired: () => {} },
      triggerSecrets: () => undefined,
      services: {
        http: refuse,
        sessions: refuse,
        secrets: () => undefined,
        redactor: () => createKnownRedactor(outside.secrets),
        blobs: { put: refuse, read: refuse, bytes: refuse },
        files: refuse,
        databases: { run: refuse },
        code: { run: refuse },
        staticData: () => ({}),
        setStaticData: () => {},
        env: {},
        zone: "UTC",
        resumeUrl: () => "",
        runUrl: () => "",
        resumeKey: (run) => run,
        uuid: () => `id-${++uuid}`,
        random: () => 0.5,
        sha256: (text) => createHash("sha256").update(text).digest("hex"),
      },
    },
    options.limits,
  );
  return { engine, journal, clock, outside, events, live: options.live ?? [] };
}

type Wire = readonly [from: string, to: string];
/** `a:true > b:in` in short: `["a.true", "b.in"]`; ports default to `out` and `in`. */
export function workflow(
  nodes: Record<string, Partial<Omit<WorkflowNode, "id" | "name">> & { type: string }>,
  wires: readonly Wire[],
  settings: WorkflowInput["settings"] = {},
  id = "w1",
): Workflow {
  const end = (text: string, port: string): { node: string; port: string } => {
    const [node = "", named] = text.split(".");
    return { node, port: named ?? port };
  };
  return Workflow.parse({
    format: 1,
    id,
    name: id,
    nodes: Object.entries(nodes).map(([name, node], i) => ({ position: { x: i * 200, y: 0 }, ...node, id: name, name })),
    edges: wires.map(([from, to], i) => ({ id: `e${i}`, from: end(from, "out"), to: end(to, "in") })),
    settings,
  });
}

export function startRun(h: Harness, document: Workflow, items: Item[], mode: "live" | "test" = "live"): ActiveRun {
  const plan = h.engine.plan(document, null);
  return h.engine.run(document, { plan, at: h.engine.startNode(plan), items: [items], mode });
}

/** Names of the steps that ended, in the order of the journal. */
export const ended = (journal: MemoryJournal): string[] => journal.records.flatMap((r) => (r.kind === "step" ? [r.node] : []));

/** Lets everything run that needs no time to pass. */
export async function quiet(turns = 30): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}
export const jsonOf = (items: Iterable<Item> | undefined): unknown[] => [...(items ?? [])].map((i) => i.json);
