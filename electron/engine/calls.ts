import type { CalledRun, WorkflowCall, WorkflowCalls } from "#kit/context.ts";
import { failureOf, userError } from "#shared/model/failure.ts";
import type { RunId } from "#shared/model/ids.ts";
import { type CalledBy, isFinal } from "#shared/model/run.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import type { ActiveRun, Work } from "./active-run.ts";
import type { Executor } from "./executor.ts";
import { failedEvent } from "./failed-event.ts";
import type { Plan, PlanNode } from "./plan.ts";
import type { StoredRun } from "./ports.ts";
import { lastOutput } from "./resume.ts";
import { NO_SCOPE } from "./triggers/no-scope.ts";

/** Runs above one another: a workflow that calls itself without end is stopped here. */
const MAX_DEPTH = 100;

/** A workflow that may be called for. */
export interface Callee {
  plan: Plan;
  version: number | null;
  /** JSON of what no published version holds. */
  document?: string;
}
export interface Callees {
  /** The version that is live. Throws an EngineError where there is none. */
  live(workflow: string): Callee;
  inline(document: Workflow): Callee;
  planOf(stored: StoredRun): Plan | undefined;
  cancel(run: RunId, by: string): void;
}

/** A run that a step has called for; `end` once that is known. */
interface Entry {
  run: RunId;
  attempt: number;
  end: CalledRun | undefined;
}
export interface Called {
  /** By the call's place in the step's list. */
  readonly entries: Map<number, Entry>;
  /** Everything before this place has ended. */
  first: number;
  /** The try that asked last. */
  attempt: number;
}

/**
 * Runs that steps call for. Each is an ordinary run whose record names its caller, so a caller that is cut off finds the
 * runs it has started and starts none twice; it asks again whenever one of them has ended.
 */
export class Calls {
  readonly #executor: Executor;
  readonly #callees: Callees;

  constructor(executor: Executor, callees: Callees) {
    this.#executor = executor;
    this.#callees = callees;
  }

  /** Starts what is due, as long as no more than `atOnce` are under way; what all came to, once all have ended. */
  ask(run: ActiveRun, work: Work, calls: WorkflowCalls): CalledRun[] | undefined {
    const { count, atOnce } = calls;
    work.called ??= this.#recorded(run.id, work.step.id);
    const { called } = work;
    if (called.attempt < work.attempt) called.first = 0;
    called.attempt = work.attempt;
    let underWay = 0;
    for (let n = called.first; n < count && underWay < atOnce; n++) {
      let entry = called.entries.get(n);
      if (!entry || this.#isRepeated(entry, work.attempt)) {
        entry = { run: this.#start(run, work, calls.call(n), n), attempt: work.attempt, end: undefined };
        called.entries.set(n, entry);
      }
      entry.end ??= this.#endOf(entry.run);
      if (!entry.end) underWay++;
      else if (underWay === 0) called.first = n + 1;
    }
    if (underWay > 0) return undefined;
    return Array.from({ length: count }, (_, n) => called.entries.get(n)?.end).filter((end) => end !== undefined);
  }

  /** What failed at an earlier try is called again at the next. */
  #isRepeated(entry: Entry, attempt: number): boolean {
    entry.end ??= this.#endOf(entry.run);
    return entry.end !== undefined && entry.end.status !== "succeeded" && entry.attempt < attempt;
  }

  #recorded(run: RunId, step: number): Called {
    const called: Called = { entries: new Map(), first: 0, attempt: 0 };
    for (const { run: id, by } of this.#executor.deps.reader.calledFrom(run))
      if (by.step === step) called.entries.set(by.call, { run: id, attempt: by.attempt, end: undefined });
    return called;
  }

  #start(run: ActiveRun, work: Work, { workflow, items: sent }: WorkflowCall, n: number): RunId {
    const callee = typeof workflow === "string" ? this.#callees.live(workflow) : this.#callees.inline(workflow);
    const at = entryOf(callee.plan, "called");
    if (!at) {
      const { name } = callee.plan.workflow;
      throw userError(`'${name}' can't be called: no step in it begins with 'When called'.`, {
        field: "workflow",
        fix: "Add that trigger to it and publish it.",
      });
    }
    const depth = (run.calledBy?.depth ?? 0) + 1;
    if (depth > MAX_DEPTH) throw userError(`Workflows call one another ${MAX_DEPTH} deep`, { fix: "Let the calls end at some condition." });
    const by: CalledBy = { run: run.id, step: work.step.id, call: n, attempt: work.attempt, depth };
    const { trigger } = at;
    const items = (trigger?.kind === "called" && trigger.items?.(sent, at.params.resolve(NO_SCOPE))) || sent;
    return this.#begin(run, callee, at, items, by).id;
  }

  #begin(run: ActiveRun, callee: Callee, at: PlanNode, items: WorkflowCall["items"], calledBy: CalledBy): ActiveRun {
    const { plan, version, document } = callee;
    return this.#executor.start({
      plan,
      version,
      ...(document === undefined ? {} : { document }),
      mode: run.mode,
      at,
      items: [items],
      active: version !== null,
      calledBy,
      ...(run.options.trial ? { options: { trial: true } } : {}),
    });
  }

  /** Undefined while it goes on. */
  #endOf(run: RunId): CalledRun | undefined {
    // In memory until its end is on disk.
    if (this.#executor.runs.has(run)) return undefined;
    const { reader } = this.#executor.deps;
    const stored = reader.run(run);
    if (!stored) return { status: "failed", run, message: `Run ${run} was removed before its result was taken over.` };
    if (!isFinal(stored.status)) return undefined;
    const plan = stored.status === "succeeded" ? this.#callees.planOf(stored) : undefined;
    if (plan) return { status: "succeeded", run, items: lastOutput(this.#executor, plan, stored) };
    if (stored.status === "succeeded") return { status: "failed", run, message: `The workflow version of run ${run} is gone.` };
    const end = reader.history(run).findLast((entry) => entry.kind === "end");
    const error = end?.kind === "end" ? end.error : undefined;
    if (stored.status === "cancelled") return { status: "cancelled", run, message: `Run ${run} was cancelled.` };
    return { status: "failed", run, message: error?.message ?? `Run ${run} failed.`, ...(error?.node ? { node: error.node } : {}) };
  }

  /** A run has ended, on disk too: whoever called for it and waits asks again. */
  ended(by: CalledBy | undefined): void {
    if (!by || by.step === null) return;
    const caller = this.#executor.runs.get(by.run);
    const step = caller?.core.steps[by.step];
    const work = step && caller?.works.get(step);
    if (caller && work?.waiting?.for === "run") this.#executor.wake(caller, work);
  }

  /** Nobody waits for what this step has called for any more. */
  drop(run: ActiveRun, work: Work): void {
    if (!work.awaitsRuns) return;
    work.called ??= this.#recorded(run.id, work.step.id);
    for (const { run: id, end } of work.called.entries.values()) if (!end && !this.#endOf(id)) this.#callees.cancel(id, `run ${run.id}`);
  }

  /** A live run is about to end as failed: its error workflow's run comes first on record, so that a crash loses none. */
  failed(run: ActiveRun): void {
    const { errorWorkflow } = run.core.plan.workflow.settings;
    const { failed } = run.core;
    // One that handles errors does not handle its own.
    if (errorWorkflow === undefined || !failed || run.mode !== "live" || run.calledBy?.step === null) return;
    const { reader, journal, clock, services } = this.#executor.deps;
    if (reader.calledFrom(run.id).some(({ by }) => by.step === null)) return;
    try {
      const callee = this.#callees.live(errorWorkflow);
      const at = entryOf(callee.plan, "error");
      if (!at) throw userError(`'${callee.plan.workflow.name}' has no 'When a workflow fails' trigger.`);
      const item = failedEvent(run, failed, services.runUrl(run.id));
      this.#begin(run, callee, at, [item], { run: run.id, step: null, call: 0, attempt: 1, depth: (run.calledBy?.depth ?? 0) + 1 });
    } catch (error) {
      const text = `The error workflow was not started: ${failureOf(error).message}`;
      journal.append({ kind: "log", run: run.id, step: failed.step.id, text, at: clock.now() });
    }
  }
}

/** Where a call or an error comes in: the trigger for it, for calls else the one for starts by hand. */
function entryOf(plan: Plan, kind: "called" | "error"): PlanNode | undefined {
  const free = plan.nodes.filter(({ node }) => !node.disabled);
  const own = free.find(({ trigger }) => trigger?.kind === kind);
  return own ?? (kind === "called" ? free.find(({ trigger }) => trigger?.kind === "manual") : undefined);
}
