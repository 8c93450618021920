import type { CalledRun, WorkflowCall, WorkflowCalls } from "#kit/context.ts";
import { failureOf, StepError, userError } from "#shared/model/failure.ts";
import type { RunId } from "#shared/model/ids.ts";
import { type CalledBy, isFinal } from "#shared/model/run.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import type { ActiveRun, StepResult, Work } from "./active-run.ts";
import { goesOn } from "./error-items.ts";
import type { Executor } from "./executor.ts";
import { failedEvent } from "./failed-event.ts";
import type { Plan, PlanNode } from "./plan.ts";
import type { StoredRun } from "./ports.ts";
import type { Wait } from "./records.ts";
import { lastOutput } from "./resume.ts";
import { overStepTime, thrownResult } from "./thrown.ts";
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
  /** None where it could not begin. */
  run: RunId | undefined;
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
  detached: boolean;
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
    const { count, atOnce, detached = false } = calls;
    work.called ??= this.#recorded(run.id, work.step.id);
    const { called } = work;
    called.detached = detached;
    if (called.attempt < work.attempt) called.first = 0;
    called.attempt = work.attempt;
    const stops = !goesOn(work.step.node);
    let underWay = 0;
    let failed = false;
    for (let n = called.first; n < count && underWay < atOnce; n++) {
      let entry = called.entries.get(n);
      if (!entry || this.#isRepeated(entry, work.attempt)) {
        if (failed && stops) continue;
        entry = this.#begun(run, work, calls, n);
        called.entries.set(n, entry);
      }
      entry.end ??= detached ? this.#overOf(entry) : this.#endOf(entry);
      if (!entry.end) underWay++;
      else if (underWay === 0) called.first = n + 1;
      failed ||= entry.end?.status === "failed" || entry.end?.status === "cancelled";
    }
    if (detached) {
      if (called.entries.size < count && !(failed && stops)) return undefined;
      return [...called.entries.values()].flatMap(
        ({ run: id, end }) => end ?? (id === undefined ? [] : { status: "started" as const, run: id }),
      );
    }
    if (underWay > 0) return undefined;
    return Array.from({ length: count }, (_, n) => called.entries.get(n)?.end).filter((end) => end !== undefined);
  }

  /** What can't begin has failed: the calls beside it are not to blame. */
  #begun(run: ActiveRun, work: Work, calls: WorkflowCalls, n: number): Entry {
    const { attempt } = work;
    try {
      return { run: this.#start(run, work, calls.call(n), n), attempt, end: undefined };
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      return { run: undefined, attempt, end: { status: "failed", failure: error.failure } };
    }
  }

  /** What failed at an earlier try is called again at the next. */
  #isRepeated(entry: Entry, attempt: number): boolean {
    entry.end ??= this.#endOf(entry);
    const failed = entry.end?.status === "failed" || entry.end?.status === "cancelled";
    return failed && entry.attempt < attempt;
  }

  #recorded(run: RunId, step: number): Called {
    const called: Called = { entries: new Map(), first: 0, attempt: 0, detached: false };
    for (const { run: id, by } of this.#executor.deps.reader.calledFrom(run))
      if (by.step === step) called.entries.set(by.call, { run: id, attempt: by.attempt, end: undefined });
    return called;
  }

  #start(run: ActiveRun, work: Work, { workflow, items: sent }: WorkflowCall, n: number): RunId {
    const callee = typeof workflow === "string" ? this.#callees.live(workflow) : this.#callees.inline(granted(workflow, run));
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
  #endOf({ run }: Entry): CalledRun | undefined {
    // In memory until its end is on disk.
    if (run === undefined || this.#executor.runs.has(run)) return undefined;
    const { reader } = this.#executor.deps;
    const stored = reader.run(run);
    if (stored && !isFinal(stored.status)) return undefined;
    const failed = (message: string, fix: string, status: "failed" | "cancelled" = "failed"): CalledRun => ({
      status,
      run,
      failure: userError(message, { fix }).failure,
    });
    if (!stored) return failed(`Run ${run} was removed before its result was taken over.`, "Run this workflow again.");
    if (stored.status === "succeeded") {
      const plan = this.#callees.planOf(stored);
      if (plan) return { status: "succeeded", run, items: lastOutput(this.#executor, plan, stored) };
      return failed(`The workflow version of run ${run} is gone.`, "Run this workflow again.");
    }
    if (stored.status === "cancelled") return failed(`Run ${run} was cancelled.`, "Run this workflow again.", "cancelled");
    const end = reader.history(run).findLast((entry) => entry.kind === "end");
    const error = end?.kind === "end" ? end.error : undefined;
    const where = error?.node === undefined ? "" : ` at '${error.node}'`;
    return failed(error?.message ?? `Run ${run} failed.`, `Open run ${run}: it stopped${where}.`);
  }

  /** The step is done anew when one of its runs has ended, and given up when its time limit comes first. */
  wait(run: ActiveRun, work: Work): Wait | StepResult {
    const { clock, services } = this.#executor.deps;
    const { timeout } = work.step.node.node;
    const now = clock.now();
    if (timeout !== undefined) work.runsUntil ??= now + timeout;
    const { runsUntil: until } = work;
    if (until === undefined || now < until) {
      work.awaitsRuns = true;
      return { for: "run", ...(until === undefined ? {} : { until }) };
    }
    this.drop(run, work);
    work.runsUntil = undefined;
    return thrownResult(run, work, overStepTime(timeout ?? 0), run.abort.signal, now, services.random());
  }

  /** Of a run that nobody waits for only its place is of interest. */
  #overOf({ run }: Entry): CalledRun | undefined {
    if (run === undefined || this.#executor.runs.has(run)) return undefined;
    const status = this.#executor.deps.reader.run(run)?.status;
    return status === undefined || isFinal(status) ? { status: "started", run } : undefined;
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
    // After a restart a step that waited for runs has not looked yet.
    if (work.awaitsRuns) work.called ??= this.#recorded(run.id, work.step.id);
    if (!work.called || work.called.detached) return;
    for (const entry of work.called.entries.values())
      if (entry.run !== undefined && !entry.end && !this.#endOf(entry)) this.#callees.cancel(entry.run, `run ${run.id}`);
  }

  /** This run and those that it waits for, down to those that wait for none. */
  leaves(run: ActiveRun): ActiveRun[] {
    const called = [...run.works.values()].flatMap(({ awaitsRuns, called: asked }) =>
      awaitsRuns && asked ? [...asked.entries.values()].filter(({ end }) => !end) : [],
    );
    const under = called.flatMap((entry) => (entry.run === undefined ? [] : (this.#executor.runs.get(entry.run) ?? [])));
    // Its own time limit ends the wait, too.
    const waitsItself = run.until !== undefined || [...run.works.values()].some(({ awaitsRuns }) => !awaitsRuns);
    return under.length === 0 ? [run] : [...(waitsItself ? [run] : []), ...under.flatMap((one) => this.leaves(one))];
  }

  /** Some run above it was started by a failure: it is a part of handling that one. */
  #handlesError(run: ActiveRun): boolean {
    const { runs, deps } = this.#executor;
    for (let by = run.calledBy; by; by = runs.get(by.run)?.calledBy ?? deps.reader.run(by.run)?.calledBy) if (by.step === null) return true;
    return false;
  }

  /** A live run is about to end as failed: its error workflow's run comes first on record, so that a crash loses none. */
  failed(run: ActiveRun): void {
    const { errorWorkflow } = run.core.plan.workflow.settings;
    const { failed } = run.core;
    // What handles errors does not handle its own.
    if (errorWorkflow === undefined || !failed || run.mode !== "live" || this.#handlesError(run)) return;
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

/** A document inside a step may reach what the workflow around it may, and grants itself nothing. */
const granted = (document: Workflow, { core }: ActiveRun): Workflow => ({
  ...document,
  settings: { ...document.settings, network: core.plan.workflow.settings.network },
});

/** Where a call or an error comes in: the trigger for it, for calls else the one for starts by hand. */
function entryOf(plan: Plan, kind: "called" | "error"): PlanNode | undefined {
  const free = plan.nodes.filter(({ node }) => !node.disabled);
  const own = free.find(({ trigger }) => trigger?.kind === kind);
  return own ?? (kind === "called" ? free.find(({ trigger }) => trigger?.kind === "manual") : undefined);
}
