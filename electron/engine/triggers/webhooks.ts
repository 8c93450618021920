import type { Answer } from "#kit/context.ts";
import type { WebhookRequest, WebhookTrigger } from "#kit/trigger.ts";
import { failureOf } from "#shared/model/failure.ts";
import type { ActiveRun, RunOptions } from "../active-run.ts";
import type { Executor } from "../executor.ts";
import type { StartRun } from "../new-run.ts";
import type { Plan, PlanNode } from "../plan.ts";
import { runRecord } from "../records.ts";

/** One call is waited for, to test the draft with: it starts a test run, then nobody answers there any more. */
export interface Listening {
  readonly document: string;
  readonly options: RunOptions;
  called(run: ActiveRun): void;
}

export interface Route {
  readonly path: string;
  readonly plan: Plan;
  readonly version: number | null;
  readonly listening?: Listening;
  readonly node: PlanNode;
  readonly trigger: WebhookTrigger<unknown>;
  readonly params: unknown;
  readonly methods: readonly string[];
  secrets(): Readonly<Record<string, string>> | undefined;
}

/** Waiting runs are woken below this path. */
const RESUME = "wait/";
/** Drafts that wait for one call answer below this path, beside what is live. */
export const LISTEN = "test/";
/** Longest that a sender is kept waiting for a respond step. */
const ANSWER_LIMIT_MS = 120_000;

const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(value),
});

const NOBODY_WAITS = json(404, { error: "No run waits at this address (any more)." });

/** Takes as long for any wrong text of the right length. */
function sameText(a: string, b: string): boolean {
  let differs = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) differs |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return differs === 0;
}

/** Live webhook paths, and what happens to a request that arrives at one. */
export class Webhooks {
  readonly #executor: Executor;
  readonly #routes = new Map<string, Route>();
  readonly #listening = new Map<string, Route>();

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  /** Names the workflow that already answers at this path, if another one does. */
  holder(path: string, workflow: string): string | undefined {
    const route = this.#routes.get(path);
    return route && route.plan.workflow.id !== workflow ? route.plan.workflow.name : undefined;
  }
  add(route: Route): void {
    this.#routes.set(route.path, route);
  }
  /** In place of an earlier one at the same path. Returns how to stop. */
  listen(route: Route): () => void {
    this.#listening.set(route.path, route);
    return () => {
      if (this.#listening.get(route.path) === route) this.#listening.delete(route.path);
    };
  }
  removeOf(workflow: string): void {
    for (const [path, route] of this.#routes) if (route.plan.workflow.id === workflow) this.#routes.delete(path);
  }
  /** Below it runs are woken: no workflow's own. */
  isReserved(path: string): boolean {
    return path.startsWith(RESUME);
  }
  isLive(path: string): boolean {
    return this.#routes.has(path);
  }
  has(path: string): boolean {
    return this.isReserved(path) || this.#routes.has(path) || this.#listening.has(path);
  }
  pathsOf(workflow: string): { node: string; path: string }[] {
    return [...this.#routes.values()].filter((r) => r.plan.workflow.id === workflow).map((r) => ({ node: r.node.node.name, path: r.path }));
  }

  /** The answer to a request. A 2xx leaves only when the event is on disk. */
  async handle(path: string, request: WebhookRequest): Promise<Answer> {
    if (this.isReserved(path)) return this.#resume(path.slice(RESUME.length), request);
    const route = this.#routes.get(path) ?? this.#listening.get(path);
    if (!route) return json(404, { error: "No published workflow answers at this address." });
    if (!route.methods.includes(request.method))
      return json(405, { error: `This address takes ${route.methods.join(", ")}.` }, { allow: route.methods.join(", ") });
    const { trigger, params } = route;
    const executor = this.#executor;
    try {
      const challenge = trigger.challenge?.(request, params);
      if (challenge)
        return { status: challenge.status, headers: challenge.headers ?? { "content-type": "text/plain" }, body: challenge.body };
      const verdict = trigger.verify(request, params, route.secrets(), executor.deps.clock.now());
      if (!verdict.ok) return json(verdict.status, { error: verdict.message });
      if (!executor.hasRoom)
        return json(
          503,
          { error: executor.trouble ? "The engine can't write to its disk." : "Too many runs are waiting." },
          { "retry-after": "2" },
        );
      return await this.#accept(route, request);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "user") return json(400, { error: failure.message, fix: failure.fix });
      throw error;
    }
  }

  /** Wakes a step that waits for this address to be called; the call is its output. */
  async #resume(key: string, request: WebhookRequest): Promise<Answer> {
    const [given = "", ...suffix] = key.split("/");
    const id = given.split("-", 1)[0] ?? "";
    // Run numbers can be counted up by anybody; what stands behind them can't.
    if (!sameText(given, this.#executor.deps.services.resumeKey(id))) return NOBODY_WAITS;
    const { headers, query, body, binary } = request;
    const item = { json: { headers, query, body, params: {} }, ...(binary ? { binary } : {}) };
    const run = await this.#executor.event([id, ...suffix].join("/"), [item]);
    return run ? json(200, { runId: run.id, message: "The run goes on." }) : NOBODY_WAITS;
  }

  #accept(route: Route, request: WebhookRequest): Promise<Answer> {
    const { trigger, params } = route;
    const items = trigger.items(this.#shown(route, request), params);
    const mode = trigger.answer(params);
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const start: StartRun = {
      plan: route.plan,
      version: route.version,
      ...(route.listening
        ? { mode: "test", active: false, document: route.listening.document, options: route.listening.options }
        : { mode: "live", active: true }),
      at: route.node,
      items: [items],
      ...(mode === "respond" ? { answer: resolve } : {}),
    };
    // The same event may be sent again to try the draft with it.
    const key = route.listening ? undefined : trigger.eventKey(request, params);
    if (key === undefined) this.#begun(route, this.#executor.start(start), mode, resolve, reject);
    else this.#keyed(route, start, key, mode, resolve).catch(reject);
    return promise;
  }

  /** What the sender proved itself with stays out of the items: they are kept and shown. */
  #shown(route: Route, request: WebhookRequest): WebhookRequest {
    if (route.node.node.connection === undefined) return request;
    const redact = this.#executor.deps.services.redactor({ node: route.node });
    return { ...request, headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, redact(value)])) };
  }

  async #keyed(
    route: Route,
    start: StartRun,
    key: string,
    mode: "received" | "ended" | "respond",
    resolve: (answer: Answer) => void,
  ): Promise<void> {
    const executor = this.#executor;
    const id = executor.newRunId();
    const record = runRecord(id, start, executor.deps.clock.now());
    const reply = await executor.deps.journal.acceptKeyed(record, key);
    if (!reply.accepted) {
      resolve(json(200, { duplicate: true, runId: reply.run }));
      return;
    }
    this.#begun(route, executor.begin(start, record), mode, resolve, (error) => resolve(json(503, { error: String(error) })));
  }

  #begun(
    route: Route,
    run: ActiveRun,
    mode: "received" | "ended" | "respond",
    resolve: (answer: Answer) => void,
    reject: (error: unknown) => void,
  ): void {
    const { trigger, params } = route;
    if (route.listening) {
      this.#listening.delete(route.path);
      route.listening.called(run);
    }
    if (mode === "received") {
      const fixed = trigger.received?.(params);
      const answer =
        fixed?.body === undefined
          ? json(fixed?.status ?? 200, { runId: run.id, message: "accepted" })
          : { status: fixed.status, headers: { "content-type": "text/plain; charset=utf-8" }, body: fixed.body };
      const pending = this.#executor.deps.journal.durable();
      if (pending) pending.then(() => resolve(answer), reject);
      else resolve(answer);
      return;
    }
    run.ended.then(() => resolve(endedAnswer(run, mode)), reject);
    const { clock } = this.#executor.deps;
    const stop = clock.at(clock.now() + ANSWER_LIMIT_MS, () => {
      const answer = json(202, { runId: run.id, message: "accepted; the run has not answered yet" });
      const pending = this.#executor.deps.journal.durable();
      if (pending) pending.then(() => resolve(answer), reject);
      else resolve(answer);
    });
    run.ended.then(stop, stop);
  }
}

/** The answer of a run that has ended without a respond step's. */
function endedAnswer(run: ActiveRun, mode: "ended" | "respond"): Answer {
  if (run.status === "failed") return json(500, { error: "The workflow failed.", runId: run.id });
  if (run.status === "cancelled") return json(503, { error: "The run was cancelled.", runId: run.id });
  if (mode === "respond") return json(200, { runId: run.id, message: "The workflow ended without reaching a respond step." });
  const last = run.core.steps.findLast((s) => s?.phase === "done");
  const list = last?.outputs.find((o) => o.length > 0);
  if (!list) return json(200, {});
  return json(200, list.length === 1 ? list.at(0)?.json : [...list].map((i) => i.json));
}
