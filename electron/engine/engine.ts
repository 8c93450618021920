import { userError } from "#shared/model/failure.ts";
import type { RunId } from "#shared/model/ids.ts";
import type { Item } from "#shared/model/item.ts";
import type { RunMode, Settlement } from "#shared/model/run.ts";
import { isFinal } from "#shared/model/run.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import type { ActiveRun, RunOptions } from "./active-run.ts";
import type { Limits } from "./admission.ts";
import { setGoingAgain } from "./after-failure.ts";
import { byHand, itemsByHand } from "./by-hand.ts";
import { type Callee, Calls } from "./calls.ts";
import { Executor, type ExecutorDeps } from "./executor.ts";
import { hooksOf, type TakenPath, takenPaths } from "./paths.ts";
import { compilePlan, type Operations, type Plan, type PlanNode } from "./plan.ts";
import type { StoredRun } from "./ports.ts";
import { runRecord } from "./records.ts";
import { Options, rebuild, recordedInputs, setGoing } from "./resume.ts";
import { type SettleResult, settle } from "./settle.ts";
import { NO_SCOPE } from "./triggers/no-scope.ts";
import { type ScheduleStore, Schedules } from "./triggers/schedules.ts";
import { LISTEN, type Listening, type Route, Webhooks } from "./triggers/webhooks.ts";

/** Published documents, as the store keeps them. */
export interface Documents {
  live(): Iterable<{ workflow: Workflow; version: number }>;
  version(workflow: string, version: number): Workflow | undefined;
  /** The live version of one; `name` alone where it is switched off. */
  published(workflow: string): { workflow: Workflow; version: number } | { name: string } | undefined;
}

export interface EngineDeps extends ExecutorDeps {
  readonly operations: Operations;
  readonly documents: Documents;
  readonly schedules: ScheduleStore;
  /** A trigger's own connection (a webhook's signing secret). */
  triggerSecrets(workflow: string, node: PlanNode): Readonly<Record<string, string>> | undefined;
}

/** Named so that callers can tell a wrong request from a fault of ours. */
export class EngineError extends Error {
  readonly code: "not-found" | "unusable" | "conflict";
  constructor(code: EngineError["code"], message: string) {
    super(message);
    this.name = "EngineError";
    this.code = code;
  }
}

/** Compiled versions that are kept for the next run of the same. */
const PLANS = 500;

/** The engine as its hosts see it: what is live, what runs, and what may be asked of it. */
export class Engine {
  readonly executor: Executor;
  readonly webhooks: Webhooks;
  readonly schedules: Schedules;
  readonly #deps: EngineDeps;
  readonly #plans = new Map<string, Plan>();
  /** The kind of trigger at which a person may set a live workflow off; null where it has none. */
  readonly #live = new Map<string, "manual" | "schedule" | null>();
  /** Runs without a workflow whose end is on its way to disk. */
  readonly #ending = new Set<RunId>();
  #started = false;

  constructor(deps: EngineDeps, limits?: Partial<Limits>) {
    this.#deps = deps;
    this.executor = new Executor(deps, limits);
    this.executor.calls = new Calls(this.executor, {
      live: (id) => this.#callee(id),
      inline: (document) => ({ plan: this.plan(document, null), version: null, document: JSON.stringify(document) }),
      planOf: (stored) => {
        const document = this.#documentOf(stored);
        return document && this.plan(document, stored.version);
      },
      cancel: (run, by) => {
        try {
          this.cancel(run, by);
        } catch (error) {
          // It has just ended.
          if (!(error instanceof EngineError)) throw error;
        }
      },
    });
    this.webhooks = new Webhooks(this.executor);
    this.schedules = new Schedules(this.executor, deps.schedules);
  }

  plan(workflow: Workflow, version: number | null): Plan {
    if (version === null) return compilePlan(workflow, this.#deps.operations);
    const key = `${workflow.id}@${version}`;
    const known = this.#plans.get(key);
    const plan = known ?? compilePlan(workflow, this.#deps.operations);
    // Set anew: the one used longest ago is the first to go. What is live or under way holds its own.
    this.#plans.delete(key);
    this.#plans.set(key, plan);
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > PLANS && oldest !== undefined) this.#plans.delete(oldest);
    return plan;
  }

  #callee(id: string): Callee {
    const found = this.#deps.documents.published(id);
    if (!found) throw userError("The workflow to call does not exist any more.", { field: "workflow", fix: "Choose another one." });
    if (!("workflow" in found))
      throw userError(`The workflow '${found.name}' is not published, or switched off.`, { field: "workflow", fix: "Publish it." });
    return { plan: this.plan(found.workflow, found.version), version: found.version };
  }

  isLive(workflow: string): boolean {
    return this.#live.has(workflow);
  }
  startsBy(workflow: string): "manual" | "schedule" | null {
    return this.#live.get(workflow) ?? null;
  }

  /** Webhook paths of this workflow at which it could not answer. */
  takenPaths(workflow: Workflow, plan: Plan = this.plan(workflow, null)): TakenPath[] {
    const holder = (path: string) => this.webhooks.holder(path, workflow.id) ?? this.#holderOnDisk(path, workflow.id);
    return takenPaths(plan, holder, (path) => this.webhooks.isReserved(path));
  }

  /** Throws where one of this workflow's webhook paths is taken: by another live workflow, twice in this one, or by us. */
  assertFree(workflow: Workflow, plan: Plan = this.plan(workflow, null)): void {
    const [taken] = this.takenPaths(workflow, plan);
    if (taken) throw new EngineError("conflict", `${taken.node.name}: ${taken.message}. Choose another path.`);
  }

  /** In an idle engine nothing is live in memory: what is published is looked up. */
  #holderOnDisk(path: string, but: string): string | undefined {
    if (this.#started) return undefined;
    for (const { workflow } of this.#deps.documents.live())
      if (workflow.id !== but && hooksOf(this.plan(workflow, null)).some(([taken]) => taken === path)) return workflow.name;
    return undefined;
  }

  /** Makes a published version answer to its triggers, in place of an earlier one. */
  activate(workflow: Workflow, version: number, from: "publication" | "record" = "publication"): void {
    const plan = this.plan(workflow, version);
    this.assertFree(workflow, plan);
    this.deactivate(workflow.id);
    const kind = byHand(plan)?.trigger?.kind;
    this.#live.set(workflow.id, kind === "manual" || kind === "schedule" ? kind : null);
    for (const node of plan.nodes) {
      const { trigger } = node;
      if (node.node.disabled || !trigger) continue;
      if (trigger.kind === "webhook") {
        this.webhooks.add(this.#route(plan, version, node, trigger));
      } else if (trigger.kind === "schedule")
        this.schedules.add({ plan, version, node, trigger, zone: workflow.settings.timezone ?? this.#deps.services.zone }, from);
    }
  }

  #route(plan: Plan, version: number | null, node: PlanNode, trigger: Route["trigger"]): Route {
    const params = node.params.resolve(NO_SCOPE);
    return {
      path: trigger.path(params),
      plan,
      version,
      node,
      trigger,
      params,
      methods: trigger.methods(params),
      secrets: () => this.#deps.triggerSecrets(plan.workflow.id, node),
    };
  }

  /** Waits for one call at the test address of a webhook trigger: it starts a test run of this document. */
  listen(workflow: Workflow, name: string | undefined, listening: Omit<Listening, "document">): { path: string; stop: () => void } {
    const plan = this.plan(workflow, null);
    const hooks = plan.nodes.filter((one) => one.trigger?.kind === "webhook" && !one.node.disabled);
    const node = name === undefined ? hooks[0] : hooks.find((one) => one.node.id === name || one.node.name === name);
    if (node?.trigger?.kind !== "webhook")
      throw new EngineError("unusable", "trigger: this is no webhook trigger of the workflow. Choose one, or add a Webhook step.");
    const route = this.#route(plan, null, node, node.trigger);
    const path = `${LISTEN}${route.path}`;
    if (this.webhooks.isLive(path))
      throw new EngineError("conflict", `A published workflow answers at the test address '${path}'. Choose another path for it.`);
    return { path, stop: this.webhooks.listen({ ...route, path, listening: { ...listening, document: JSON.stringify(workflow) } }) };
  }

  deactivate(workflow: string): void {
    this.webhooks.removeOf(workflow);
    this.schedules.removeOf(workflow);
    this.#live.delete(workflow);
  }

  /**
   * Brings published workflows up, then every run that had not ended. Yields between runs: new events come first.
   * `afterFailure`: the engine before this one has ended by itself, perhaps by what one of the runs was doing.
   */
  async start(onProblem: (message: string) => void, afterFailure = false): Promise<void> {
    this.#started = true;
    for (const { workflow, version } of this.#deps.documents.live()) {
      try {
        this.activate(workflow, version, "record");
      } catch (error) {
        onProblem(`${workflow.name} can't go live: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    const unfinished = this.#deps.reader.unfinished();
    for (const [i, stored] of unfinished.entries()) {
      // Others had turns in between: it may be under way by now, or have been ended.
      const now = i < 20 ? stored : this.#deps.reader.run(stored.run);
      if (now && !isFinal(now.status) && !this.executor.runs.has(stored.run)) this.#resume(now, onProblem, afterFailure);
      if (i % 20 === 19) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #documentOf(stored: StoredRun): Workflow | undefined {
    if (stored.document !== undefined) return JSON.parse(stored.document) as Workflow;
    return stored.version === null ? undefined : this.#deps.documents.version(stored.workflow, stored.version);
  }

  #resume(stored: StoredRun, onProblem: (message: string) => void, afterFailure: boolean): ActiveRun | undefined {
    const document = this.#documentOf(stored);
    if (!document) {
      onProblem(`Run ${stored.run} can't go on: its workflow version is gone.`);
      return undefined;
    }
    try {
      return this.#bringBack(stored, document, afterFailure);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const at = this.#deps.clock.now();
      this.#deps.journal.append({ kind: "end", run: stored.run, status: "failed", at, error: { message, name: "NotResumable" } });
      Promise.resolve(this.#deps.journal.durable()).then(
        () => this.executor.calls?.ended(stored.calledBy),
        (cause: unknown) => this.executor.halt(cause),
      );
      onProblem(message);
      return undefined;
    }
  }

  /** Puts a run together from its journal; it goes on when it has a place. */
  #bringBack(stored: StoredRun, document: Workflow, afterFailure = false): ActiveRun {
    try {
      const run = rebuild(this.executor, this.plan(document, stored.version), stored, this.isLive(stored.workflow));
      this.executor.enqueue(run, (r) => {
        if (afterFailure && stored.status !== "waiting") setGoingAgain(this.executor, r, this.#deps.reader.history(r.id));
        else setGoing(this.executor, r);
      });
      return run;
    } catch (error) {
      this.executor.runs.delete(stored.run);
      throw error;
    }
  }

  /** Runs a document now: a test, or a one-shot from the command line. */
  run(
    workflow: Workflow,
    start: { at: PlanNode; plan: Plan; items: readonly (readonly Item[])[]; mode: RunMode; options?: RunOptions },
  ): ActiveRun {
    return this.executor.start({
      plan: start.plan,
      version: null,
      document: JSON.stringify(workflow),
      mode: start.mode,
      at: start.at,
      items: start.items,
      active: this.isLive(workflow.id),
      ...(start.options ? { options: start.options } : {}),
    });
  }

  /** A live run of the published version, set off by a person instead of by what its trigger waits for. */
  runLive(workflow: string, name?: string): ActiveRun {
    const found = this.#deps.documents.published(workflow);
    if (!found) throw new EngineError("not-found", `There is no workflow ${workflow}.`);
    if (!("workflow" in found))
      throw new EngineError("conflict", `'${found.name}' is off: nothing of it is live. Turn it on or publish it, or test its draft.`);
    const plan = this.plan(found.workflow, found.version);
    const at = byHand(plan, name);
    if (!at && name !== undefined)
      throw new EngineError("not-found", `trigger: version ${found.version} has no start by hand or schedule called '${name}'.`);
    if (!at)
      throw new EngineError("unusable", `Version ${found.version} has no 'Start by hand' and no schedule. Add one to it and publish it.`);
    if (!this.executor.admission.hasRoom)
      throw new EngineError("conflict", "Too many runs wait for their turn already. Try again when some have ended.");
    const { clock, services } = this.#deps;
    const items = itemsByHand(at, clock.now(), found.workflow.settings.timezone ?? services.zone);
    return this.executor.start({ plan, version: found.version, mode: "live", at, items: [items], active: true });
  }

  /** Where a run of this document starts when nobody says: a manual trigger, any trigger, the first step without input. */
  startNode(plan: Plan, name?: string): PlanNode {
    if (name !== undefined) {
      const named = plan.byName.get(name) ?? plan.byId.get(name);
      if (!named) throw new EngineError("not-found", `There is no step called '${name}' in this workflow.`);
      return named;
    }
    const free = plan.nodes.filter((n) => !n.node.disabled);
    const fed = new Set(plan.nodes.flatMap((n) => n.wires.flat().map((w) => w.to.index)));
    const first = free.find((n) => n.trigger?.kind === "manual") ?? free.find((n) => n.trigger) ?? free.find((n) => !fed.has(n.index));
    if (!first) throw new EngineError("unusable", "The workflow has no step to start at: add a trigger.");
    return first;
  }

  /** A run again: from its start, or from one of its steps with its recorded or other items. */
  rerun(
    stored: StoredRun,
    workflow: Workflow,
    version: number | null,
    input: { fromStep?: number | undefined; items?: readonly Item[] | undefined },
  ): ActiveRun {
    const plan = this.plan(workflow, version);
    const { reader } = this.#deps;
    const shared = {
      plan,
      version,
      ...(version === null ? { document: JSON.stringify(workflow) } : {}),
      mode: stored.mode,
      active: this.isLive(workflow.id),
      rerunOf: stored.run,
      ...(stored.options === undefined ? {} : { options: Options.parse(JSON.parse(stored.options)) }),
    };
    if (input.fromStep === undefined || input.fromStep === 0) {
      const at = plan.byId.get(stored.trigger);
      if (!at) throw new EngineError("unusable", "The step that this run started at is no longer in the workflow.");
      return this.executor.start({
        ...shared,
        at,
        items: input.items ? [input.items] : (JSON.parse(reader.input(stored.run)) as Item[][]),
      });
    }
    const from = input.fromStep;
    const entry = reader.history(stored.run).find((e) => e.kind === "step" && e.step === from);
    const at = entry?.kind === "step" ? plan.byId.get(entry.node) : undefined;
    if (!at) throw new EngineError("not-found", `Run ${stored.run} has no step ${from} that this workflow still has.`);
    const items = input.items ? [input.items] : recordedInputs(this.executor, plan, stored, from);
    const id = this.executor.newRunId();
    const start = { ...shared, at, items, rerunFrom: String(from) };
    const record = runRecord(id, start, this.#deps.clock.now());
    this.#deps.journal.append(record);
    try {
      const run = rebuild(this.executor, plan, { ...record, status: "queued" }, shared.active, record.payload);
      this.executor.enqueue(run, (r) => setGoing(this.executor, r));
      return run;
    } catch (error) {
      this.executor.runs.delete(id);
      const message = error instanceof Error ? error.message : String(error);
      this.#deps.journal.append({ kind: "end", run: id, status: "failed", at: record.at, error: { message, name: "NotResumable" } });
      throw new EngineError("unusable", message);
    }
  }

  cancel(id: RunId, by: string): void {
    const stored = this.executor.runs.has(id) ? undefined : this.#deps.reader.run(id);
    if (stored && !isFinal(stored.status) && !this.#documentOf(stored)) this.#endWithoutWorkflow(stored, by);
    else this.executor.cancel(this.#underWay(id), by);
  }

  /** What can't be put together any more can still be ended; nothing of it is under way. */
  #endWithoutWorkflow({ run, workflow, mode, calledBy }: StoredRun, by: string): void {
    if (this.#ending.has(run)) return;
    this.#ending.add(run);
    const { journal, clock, events } = this.#deps;
    const at = clock.now();
    journal.append({ kind: "cancel", run, by, at });
    journal.append({ kind: "end", run, status: "cancelled", at });
    Promise.resolve(journal.durable()).then(
      () => {
        this.#ending.delete(run);
        events.emit({ type: "run", run, workflow, status: "cancelled", mode, at });
        this.executor.calls?.ended(calledBy);
      },
      (cause: unknown) => this.executor.halt(cause),
    );
  }

  settle(
    id: RunId,
    target: { step?: number | undefined; node?: string | undefined; item?: number | undefined },
    settlement: Settlement,
    by: string,
  ): Promise<SettleResult> {
    return settle(this.executor, this.#underWay(id), target, settlement, by);
  }
  /** The run, in memory; one that is not resumed yet is put together now. In an idle engine it does not go on. */
  #underWay(id: RunId): ActiveRun {
    const run = this.executor.runs.get(id);
    if (run && !isFinal(run.status)) return run;
    const stored = this.#deps.reader.run(id);
    if (!stored) throw new EngineError("not-found", `There is no run ${id}.`);
    if (isFinal(stored.status)) throw new EngineError("conflict", `Run ${id} has already ended (${stored.status}).`);
    const document = this.#documentOf(stored);
    if (!document) throw new EngineError("conflict", `Run ${id} can't go on: its workflow version is gone. It can only be cancelled.`);
    return this.#bringBack(stored, document);
  }
}
