import type { Answer } from "#kit/context.ts";
import { assertNever } from "#shared/lib/assert-never.ts";
import { type Failure, failureOf } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { RunId } from "#shared/model/ids.ts";
import { isFinal, type RunMode, type RunStatus, type WaitingFor } from "#shared/model/run.ts";
import { type ActiveRun, newWork, type RunOptions, type StepResult, type Work } from "./active-run.ts";
import { cancelStep, complete, type Core, createCore, fail, isOver, type Scope, type Step, startAtNode, startAtTrigger, take } from "./core.ts";
import { errorOutputs, goesOn } from "./error-items.ts";
import { Items } from "./items.ts";
import { inline } from "./outputs.ts";
import { type PerformDeps, perform, type Try } from "./perform.ts";
import { ancestors, type Plan, type PlanNode } from "./plan.ts";
import type { Events, JournalRecord } from "./ports.ts";
import { judge, type Nature, natureOf } from "./retry.ts";
import { waitOf } from "./run-waits.ts";

export interface ExecutorDeps extends PerformDeps {
  readonly events: Events & { readonly wanted: boolean };
}

export interface StartRun {
  plan: Plan;
  version: number | null;
  /** JSON of the document, for runs of no published version. */
  document?: string;
  mode: RunMode;
  /** A trigger whose event this is, or the step to start at. */
  at: PlanNode;
  items: readonly (readonly Item[])[];
  options?: RunOptions;
  active: boolean;
  rerunOf?: RunId;
  rerunFrom?: string;
  answer?: (answer: Answer) => void;
}

export interface Limits {
  /** Runs under way at once. */
  active: number;
  /** Accepted runs that wait for a place, in memory. */
  queued: number;
}
const DEFAULT_LIMITS: Limits = { active: 256, queued: 5_000 };
/** Milliseconds that one run may hold the thread before others get a turn. */
const TURN_MS = 12;

/** Performs what the core asks for, one run beside the other, and keeps the journal's order. */
export class Executor {
  readonly deps: ExecutorDeps;
  readonly limits: Limits;
  readonly runs = new Map<RunId, ActiveRun>();
  readonly #queue: ActiveRun[] = [];
  readonly #adopted = new Map<ActiveRun, (run: ActiveRun) => void>();
  readonly #busy = new Map<string, number>();
  #working = 0;
  #pumping = false;
  #nextRun: number;
  paused = false;
  /** Set when the disk refuses: nothing new starts, nothing is confirmed. */
  trouble: Error | undefined;
  onTrouble: (error: Error) => void = () => {};
  onEnded: (run: ActiveRun) => void = () => {};

  constructor(deps: ExecutorDeps, limits: Partial<Limits> = {}) {
    this.deps = deps;
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.#nextRun = deps.reader.lastRun() + 1;
  }

  get working(): number {
    return this.#working;
  }
  get queued(): number {
    return this.#queue.length;
  }
  /** False = refuse new events: what is accepted must fit in memory. */
  get hasRoom(): boolean {
    return !this.trouble && this.#queue.length < this.limits.queued;
  }

  newRunId(): RunId {
    return RunId.parse(String(this.#nextRun++));
  }

  runRecord(id: RunId, start: StartRun): Extract<JournalRecord, { kind: "run" }> {
    return {
      kind: "run",
      run: id,
      workflow: start.plan.workflow.id,
      version: start.version,
      ...(start.document === undefined ? {} : { document: start.document }),
      mode: start.mode,
      trigger: start.at.node.id,
      at: this.deps.clock.now(),
      payload: JSON.stringify(start.items),
      ...(start.rerunOf === undefined ? {} : { rerunOf: start.rerunOf }),
      ...(start.rerunFrom === undefined ? {} : { rerunFrom: start.rerunFrom }),
      ...(start.options === undefined ? {} : { options: JSON.stringify(start.options) }),
    };
  }

  /** Accepts and begins a run. Its event is on disk once `journal.durable()` has resolved. */
  start(start: StartRun): ActiveRun {
    const id = this.newRunId();
    const record = this.runRecord(id, start);
    this.deps.journal.append(record);
    return this.begin(id, start, record.at);
  }

  /** Begins a run whose record is already in the journal. */
  begin(id: RunId, start: StartRun, at: number): ActiveRun {
    const core = createCore(start.plan, limitOf(start.plan, start.options));
    const run = this.createRun(id, core, { mode: start.mode, version: start.version, options: start.options ?? {}, at, active: start.active });
    run.answer = start.answer;
    const lists = start.items.map((list) => Items.of(list));
    if (start.at.trigger) startAtTrigger(core, start.at, lists);
    else startAtNode(core, start.at, lists.map((items) => ({ items, step: -1, port: 0 })));
    this.enqueue(run);
    return run;
  }

  createRun(id: RunId, core: Core, about: { mode: RunMode; version: number | null; options: RunOptions; at: number; active: boolean }): ActiveRun {
    const { workflow } = core.plan;
    const { clock, services } = this.deps;
    const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<void>();
    const run: ActiveRun = {
      id,
      core,
      mode: about.mode,
      version: about.version,
      options: about.options,
      startedAt: about.at,
      facts: {
        id,
        mode: about.mode === "live" ? "production" : "test",
        workflow: { id: workflow.id, name: workflow.name, active: about.active },
        zone: workflow.settings.timezone ?? services.zone,
        vars: workflow.variables as JsonObject,
        env: services.env,
        resumeUrl: services.resumeUrl(id),
        now: () => clock.now(),
      },
      works: new Map(),
      abort: new AbortController(),
      status: "queued",
      waitingFor: undefined,
      until: undefined,
      error: undefined,
      driving: false,
      holds: false,
      answer: undefined,
      answered: undefined,
      ended,
      resolveEnded,
    };
    this.runs.set(id, run);
    return run;
  }

  enqueue(run: ActiveRun): void {
    this.#queue.push(run);
    this.#pump();
  }

  /** Takes in a run that was put together from its journal; `go` sets it going when it has a place. */
  adopt(run: ActiveRun, go: (run: ActiveRun) => void): void {
    this.#adopted.set(run, go);
    this.enqueue(run);
  }

  #pump(): void {
    // A run that ends at once frees its place from within: the loop outside takes the next.
    if (this.#pumping) return;
    this.#pumping = true;
    for (let i = 0; i < this.#queue.length && this.#working < this.limits.active && !this.paused && !this.trouble; ) {
      const run = this.#queue[i];
      if (!run) break;
      const { workflow } = run.core.plan;
      if ((this.#busy.get(workflow.id) ?? 0) >= (workflow.settings.concurrency ?? Number.POSITIVE_INFINITY)) {
        i++;
        continue;
      }
      if (i === 0) this.#queue.shift();
      else this.#queue.splice(i, 1);
      this.#hold(run);
      run.status = "running";
      if (this.deps.events.wanted) this.#tell(run);
      const go = this.#adopted.get(run);
      this.#adopted.delete(run);
      if (go) go(run);
      else this.drive(run);
    }
    this.#pumping = false;
  }

  /** A run that works holds a place; one that waits for a time or a person does not. */
  #hold(run: ActiveRun): void {
    if (run.holds) return;
    run.holds = true;
    this.#working++;
    const { id } = run.core.plan.workflow;
    this.#busy.set(id, (this.#busy.get(id) ?? 0) + 1);
  }
  #release(run: ActiveRun): void {
    if (!run.holds) return;
    run.holds = false;
    this.#working--;
    const { id } = run.core.plan.workflow;
    const busy = (this.#busy.get(id) ?? 1) - 1;
    if (busy > 0) this.#busy.set(id, busy);
    else this.#busy.delete(id);
    if (this.#queue.length > 0) this.#pump();
  }

  /** Starts whatever may start in this run, until something must end first. */
  drive(run: ActiveRun): void {
    if (run.driving || isFinal(run.status)) return;
    run.driving = true;
    const started = performance.now();
    for (;;) {
      if (this.paused || this.trouble) break;
      const step = take(run.core);
      if (!step) break;
      if (step.id > run.core.plan.stepLimit) {
        this.#fail(run, newWork(step, this.deps.clock.now()), {
          kind: "user",
          name: "StepLimit",
          message: `The run has started ${run.core.plan.stepLimit} steps, the limit of this workflow: a loop probably never ends.`,
          fix: "Give the loop a way out, or raise the step limit in the workflow's settings.",
          retryable: false,
          outcome: "none",
        });
        continue;
      }
      const work = newWork(step, this.deps.clock.now());
      run.works.set(step, work);
      this.attempt(run, work);
      if (performance.now() - started > TURN_MS) {
        setImmediate(() => {
          run.driving = false;
          this.drive(run);
        });
        return;
      }
    }
    run.driving = false;
    this.#settleStatus(run);
  }

  /** One try at a step; goes on by itself when it ends later. */
  attempt(run: ActiveRun, work: Work): void {
    const limit = work.step.node.node.timeout;
    const signal = limit === undefined ? run.abort.signal : AbortSignal.any([run.abort.signal, AbortSignal.timeout(limit)]);
    const attempt: Try = {
      deps: this.deps,
      run,
      work,
      signal,
      hooks: {
        log: (text) => void this.deps.journal.append({ kind: "log", run: run.id, step: work.step.id, text: text.slice(0, 10_000), at: this.deps.clock.now() }),
        respond: (answer) => {
          if (run.answer) run.answered ??= answer;
        },
      },
    };
    if (this.deps.events.wanted) this.#tellStep(run, work.step, "running", []);
    let result: StepResult | Promise<StepResult>;
    try {
      result = perform(attempt);
    } catch (error) {
      this.#apply(run, work, this.#thrown(run, work, error, signal));
      return;
    }
    if (!(result instanceof Promise)) {
      this.#apply(run, work, result);
      return;
    }
    result
      .catch((error: unknown) => this.#thrown(run, work, error, signal))
      .then((r) => {
        this.#apply(run, work, r);
        this.drive(run);
      })
      .catch((error: unknown) => this.halt(error));
  }

  /** What a thrown error means for the step as a whole. */
  #thrown(run: ActiveRun, work: Work, error: unknown, signal: AbortSignal): StepResult {
    const { action } = work.step.node;
    const nature: Nature = action && typeof action.effect === "string" ? natureOf(action, undefined) : { effect: "none", idempotent: "naturally" };
    let failure = failureOf(error);
    if (run.abort.signal.aborted) failure = { ...failure, kind: "cancelled", message: "Cancelled." };
    else if (signal.aborted && failure.kind !== "user") {
      failure = { ...failure, kind: "service", message: `The step did not end within its time limit of ${work.step.node.node.timeout} ms.`, retryable: true, outcome: nature.effect === "write" ? "unknown" : "none" };
    }
    if (failure.kind === "cancelled") return { kind: "failed", failure };
    const verdict = judge(failure, work.attempt, work.step.node.node, run.mode, nature, this.deps.services.random());
    switch (verdict.do) {
      case "retry":
        return { kind: "retry", at: this.deps.clock.now() + verdict.wait, failure };
      case "unknown":
        work.progress.unknown.set(0, failure);
        return { kind: "unknown", failure, items: [0] };
      case "skip":
        return { kind: "done", outputs: work.step.node.outputs.map(() => inline([])) };
      case "fail":
        return goesOn(work.step.node) && failure.kind !== "engine" ? errorOutputs(work.step, failure) : { kind: "failed", failure };
      default:
        return assertNever(verdict);
    }
  }

  #apply(run: ActiveRun, work: Work, result: StepResult): void {
    if (isFinal(run.status)) return;
    switch (result.kind) {
      case "done":
        this.#done(run, work, result);
        return;
      case "failed":
        this.#fail(run, work, result.failure);
        return;
      case "wait":
        work.held = { outputs: result.outputs, state: result.state };
        this.#wait(run, work, {
          for: result.resumeKey === undefined ? "timer" : "event",
          ...(result.until === undefined ? {} : { until: result.until }),
          ...(result.resumeKey === undefined ? {} : { resumeKey: result.resumeKey }),
          payload: JSON.stringify({ outputs: result.outputs.map((list) => [...list]), state: result.state }),
        });
        return;
      case "retry":
        this.#wait(run, work, { for: "retry", until: result.at, failure: result.failure, ...(result.item === undefined ? {} : { items: [result.item] }) });
        return;
      case "unknown":
        this.#wait(run, work, { for: "decision", failure: result.failure, items: result.items });
        return;
      default:
        assertNever(result);
    }
  }

  #done(run: ActiveRun, work: Work, result: Extract<StepResult, { kind: "done" }>): void {
    const { step } = work;
    const at = this.deps.clock.now();
    let written = result.outputs;
    if (step.node.node.alwaysOutputData && (written[0]?.items.length ?? 0) === 0) written = [inline([{ json: {} }]), ...written.slice(1)];
    if (!result.recorded) {
      this.deps.journal.append({
        kind: "step",
        run: run.id,
        step: step.id,
        node: step.node.node.id,
        runIndex: step.runIndex,
        status: "succeeded",
        attempt: work.attempt,
        at,
        ms: at - work.startedAt,
        outputs: written.map((o) => o.text),
        inputs: step.inputs.map((i) => i && { step: i.step, port: i.port }),
        ...(result.state === undefined ? {} : { state: JSON.stringify(result.state) }),
      });
    }
    const outputs = written.map((o) => o.items);
    const go = (): void => {
      run.works.delete(step);
      complete(run.core, step, outputs, result.state);
      if (this.deps.events.wanted) this.#tellStep(run, step, "succeeded", outputs.map((o) => o.length), at - work.startedAt);
      this.#sendAnswer(run);
    };
    const pending = result.wrote ? this.deps.journal.durable() : undefined;
    if (!pending) {
      go();
      return;
    }
    pending.then(() => {
      if (isFinal(run.status)) return;
      go();
      this.drive(run);
    }, (error: unknown) => this.halt(error));
  }

  /** The sender's answer leaves when everything before it is on disk. */
  #sendAnswer(run: ActiveRun): void {
    const { answered, answer } = run;
    if (!answered || !answer) return;
    run.answer = undefined;
    const seq = this.deps.journal.append({ kind: "answered", run: run.id, status: answered.status, at: this.deps.clock.now() });
    this.whenDurable(seq, () => answer(answered));
  }

  #fail(run: ActiveRun, work: Work, failure: Failure): void {
    const { step } = work;
    const at = this.deps.clock.now();
    const cancelled = failure.kind === "cancelled";
    this.deps.journal.append({
      kind: "step",
      run: run.id,
      step: step.id,
      node: step.node.node.id,
      runIndex: step.runIndex,
      status: cancelled ? "cancelled" : "failed",
      attempt: work.attempt,
      at,
      ms: at - work.startedAt,
      outputs: [],
      failure,
      inputs: step.inputs.map((i) => i && { step: i.step, port: i.port }),
    });
    run.works.delete(step);
    if (cancelled) cancelStep(run.core, step);
    else fail(run.core, step, failure);
    if (this.deps.events.wanted) this.#tellStep(run, step, cancelled ? "cancelled" : "failed", [], at - work.startedAt, failure);
  }

  #wait(run: ActiveRun, work: Work, wait: { for: WaitingFor; until?: number; resumeKey?: string; payload?: string; failure?: Failure; items?: number[] }): void {
    const { step } = work;
    this.deps.journal.append({ kind: "waiting", run: run.id, step: step.id, node: step.node.node.id, runIndex: step.runIndex, attempt: work.attempt, at: this.deps.clock.now(), ...wait });
    if (this.deps.events.wanted) this.#tellStep(run, step, wait.for === "decision" ? "unknown" : "waiting", [], undefined, wait.failure);
    this.arm(run, work, wait);
  }

  /** Remembers what a step waits for and sets its timer. */
  arm(run: ActiveRun, work: Work, wait: { for: WaitingFor; until?: number; resumeKey?: string }): void {
    work.waiting = wait;
    if (wait.until === undefined) return;
    work.cancelTimer = this.deps.clock.at(wait.until, () => {
      work.cancelTimer = undefined;
      if (work.waiting === wait && !isFinal(run.status)) this.wake(run, work);
    });
  }

  /** The wait is over: a held step gives its outputs, a failed one is tried again. */
  wake(run: ActiveRun, work: Work, given?: readonly Items[]): void {
    work.cancelTimer?.();
    work.cancelTimer = undefined;
    work.waiting = undefined;
    if (run.status === "waiting") this.#setStatus(run, "running");
    if (work.held) {
      const { outputs, state } = work.held;
      const lists = given ?? outputs;
      this.#done(run, work, { kind: "done", outputs: work.step.node.outputs.map((_, port) => inline([...(lists[port] ?? [])])), state });
    } else {
      work.attempt++;
      this.attempt(run, work);
    }
    this.drive(run);
  }

  #settleStatus(run: ActiveRun): void {
    if (isFinal(run.status)) return;
    const { core } = run;
    // A failed or cancelled run does not wait out its timers; what is in flight outside still ends on record.
    if (core.failed || core.cancelled) for (const work of run.works.values()) if (work.waiting) this.#drop(run, work);
    if (isOver(core)) {
      this.#end(run);
      return;
    }
    const wait = waitOf(run);
    if (wait) this.#setStatus(run, "waiting", wait);
    else if (run.status === "waiting") this.#setStatus(run, "running");
  }

  #drop(run: ActiveRun, work: Work): void {
    work.cancelTimer?.();
    run.works.delete(work.step);
    cancelStep(run.core, work.step);
  }

  #setStatus(run: ActiveRun, status: Extract<RunStatus, "running" | "waiting">, wait?: { for: WaitingFor; until: number | undefined }): void {
    if (run.status === status && run.waitingFor === wait?.for && run.until === wait?.until) return;
    run.status = status;
    run.waitingFor = wait?.for;
    run.until = wait?.until;
    const at = this.deps.clock.now();
    if (wait) this.deps.journal.append({ kind: "waits", run: run.id, for: wait.for, at, ...(wait.until === undefined ? {} : { until: wait.until }) });
    else this.deps.journal.append({ kind: "running", run: run.id, at });
    if (this.deps.events.wanted) this.#tell(run);
    if (wait) this.#release(run);
    else this.#hold(run);
  }

  #end(run: ActiveRun): void {
    const { failed, cancelled } = run.core;
    const status = failed ? "failed" : cancelled ? "cancelled" : "succeeded";
    if (failed) run.error = { message: failed.failure.message, name: failed.failure.name ?? failed.failure.kind, node: failed.step.node.node.name, failure: failed.failure };
    run.status = status;
    const at = this.deps.clock.now();
    const seq = this.deps.journal.append({ kind: "end", run: run.id, status, at, ...(run.error ? { error: run.error } : {}) });
    this.whenDurable(seq, () => {
      this.runs.delete(run.id);
      run.resolveEnded();
      this.onEnded(run);
      if (this.deps.events.wanted) this.#emitRun(run, at);
    });
    this.#release(run);
  }

  whenDurable(seq: number, then: () => void): void {
    const pending = this.deps.journal.durable(seq);
    if (pending) pending.then(then, (error: unknown) => this.halt(error));
    else then();
  }

  /** The disk refuses, or the engine itself is at fault: nothing goes on until a restart, and what is on disk stays true. */
  halt(error: unknown): void {
    if (this.trouble) return;
    this.trouble = error instanceof Error ? error : new Error(String(error));
    this.onTrouble(this.trouble);
  }

  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
    for (const run of this.runs.values()) if (run.status === "running" || run.status === "waiting") this.drive(run);
    this.#pump();
  }

  /** Stops a run in whatever state it is. What is in flight outside is aborted and recorded as it ends. */
  cancel(run: ActiveRun, by: string): void {
    if (isFinal(run.status) || run.core.cancelled) return;
    this.deps.journal.append({ kind: "cancel", run: run.id, by, at: this.deps.clock.now() });
    run.core.cancelled = true;
    run.abort.abort();
    const place = this.#queue.indexOf(run);
    if (place >= 0) this.#queue.splice(place, 1);
    this.#adopted.delete(run);
    this.drive(run);
  }

  #tell(run: ActiveRun): void {
    const at = this.deps.clock.now();
    this.#afterCommit(() => this.#emitRun(run, at));
  }
  #emitRun(run: ActiveRun, at: number): void {
    this.deps.events.emit({
      type: "run",
      run: run.id,
      workflow: run.core.plan.workflow.id,
      status: run.status,
      mode: run.mode,
      at,
      ...(run.waitingFor === undefined ? {} : { waitingFor: run.waitingFor }),
      ...(run.until === undefined ? {} : { until: run.until }),
      ...(run.error === undefined ? {} : { error: run.error }),
    });
  }
  #tellStep(run: ActiveRun, step: Step, status: string, counts: number[], ms?: number, failure?: Failure): void {
    const at = this.deps.clock.now();
    this.#afterCommit(() =>
      this.deps.events.emit({
        type: "step",
        run: run.id,
        workflow: run.core.plan.workflow.id,
        step: step.id,
        node: step.node.node.id,
        runIndex: step.runIndex,
        status,
        counts,
        at,
        ...(ms === undefined ? {} : { ms }),
        ...(failure === undefined ? {} : { failure }),
      }),
    );
  }
  #afterCommit(emit: () => void): void {
    const pending = this.deps.journal.durable();
    // A refused commit is told by `halt`; there is nothing to show for it.
    if (pending) pending.then(emit, () => {});
    else emit();
  }
}

/** A test run up to a node runs only what leads there; a single node runs alone. */
export function limitOf(plan: Plan, options: RunOptions | undefined): Scope | undefined {
  const name = options?.only ?? options?.upTo;
  const upTo = name === undefined ? undefined : (plan.byId.get(name) ?? plan.byName.get(name));
  if (!upTo) return undefined;
  return { only: options?.only === undefined ? ancestors(plan, upTo) : new Set([upTo.index]), upTo };
}
