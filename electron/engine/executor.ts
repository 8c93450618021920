import { assertNever } from "#shared/lib/assert-never.ts";
import type { Failure } from "#shared/model/failure.ts";
import { RunId } from "#shared/model/ids.ts";
import type { Item } from "#shared/model/item.ts";
import { isFinal } from "#shared/model/run.ts";
import { type ActiveRun, newWork, type StepResult, type Work } from "./active-run.ts";
import { Admission, DEFAULT_LIMITS, type Limits } from "./admission.ts";
import type { Calls } from "./calls.ts";
import { askerOf } from "./context.ts";
import { type Core, cancelStep, complete, createCore, fail, startAtNode, startAtTrigger, take } from "./core.ts";
import { Items } from "./items.ts";
import { limitOf, newRun, type RunAbout, type StartRun } from "./new-run.ts";
import { inline } from "./outputs.ts";
import { type PerformDeps, perform } from "./perform.ts";
import { runRecord, stepRecord, type Wait, waitingRecord } from "./records.ts";
import { RunStatuses } from "./run-statuses.ts";
import { Teller, type TellerDeps } from "./teller.ts";
import { cleanFailure, thrownResult } from "./thrown.ts";
import { abandoned, overStepLimit } from "./time-limit.ts";

export type ExecutorDeps = PerformDeps & TellerDeps;

/** Milliseconds that one run may hold the thread before others get a turn. */
const TURN_MS = 12;

/** Performs what the core asks for, one run beside the other, and keeps the journal's order. */
export class Executor {
  readonly deps: ExecutorDeps;
  readonly runs = new Map<RunId, ActiveRun>();
  readonly admission: Admission;
  /** Set by the engine, which knows the workflows that may be called. */
  calls: Calls | undefined;
  readonly #tell: Teller;
  readonly #statuses: RunStatuses;
  #nextRun: number;
  #paused = false;
  /** Set when the disk refuses: nothing new starts, nothing is confirmed. */
  trouble: Error | undefined;
  onTrouble: (error: Error) => void = () => {};
  onEnded: (run: ActiveRun) => void = () => {};

  constructor(deps: ExecutorDeps, limits: Partial<Limits> = {}) {
    this.deps = deps;
    this.admission = new Admission({ ...DEFAULT_LIMITS, ...limits }, () => this.#paused || this.trouble !== undefined);
    this.#tell = new Teller(deps);
    this.#statuses = new RunStatuses(deps, this.admission, this.#tell, {
      whenDurable: (seq, then) => this.#whenDurable(seq, then),
      dropped: (run, work) => this.calls?.drop(run, work),
      failed: (run) => this.calls?.failed(run),
      gone: (run) => {
        this.runs.delete(run.id);
        this.deps.cache.release(run.id);
        run.resolveEnded();
        this.onEnded(run);
        this.calls?.ended(run.calledBy);
      },
    });
    this.#nextRun = deps.reader.lastRun() + 1;
  }

  get paused(): boolean {
    return this.#paused;
  }
  /** False = refuse new events: what is accepted must fit in memory. */
  get hasRoom(): boolean {
    return !this.trouble && this.admission.hasRoom;
  }

  newRunId(): RunId {
    return RunId.parse(String(this.#nextRun++));
  }

  /** Accepts and begins a run. Its event is on disk once `journal.durable()` has resolved. */
  start(start: StartRun): ActiveRun {
    const id = this.newRunId();
    const record = runRecord(id, start, this.deps.clock.now());
    this.deps.journal.append(record);
    return this.begin(start, record);
  }

  /** Begins a run whose record is already in the journal. */
  begin(start: StartRun, record: ReturnType<typeof runRecord>): ActiveRun {
    const core = createCore(start.plan, limitOf(start.plan, start.options));
    const run = this.createRun(record.run, core, {
      mode: start.mode,
      version: start.version,
      options: start.options ?? {},
      at: record.at,
      size: record.payload.length,
      active: start.active,
      calledBy: start.calledBy,
    });
    run.answer = start.answer;
    const lists = start.items.map((list) => Items.of(list));
    if (start.at.trigger) startAtTrigger(core, start.at, lists);
    else {
      const inputs = lists.map((items) => ({ items, step: -1, port: 0 }));
      startAtNode(core, start.at, inputs);
    }
    this.enqueue(run);
    return run;
  }

  createRun(id: RunId, core: Core, about: RunAbout): ActiveRun {
    const run = newRun(id, core, about, this.deps);
    this.runs.set(id, run);
    return run;
  }

  /** Takes in a run; `go` sets it going when it has a place. */
  enqueue(run: ActiveRun, go: (run: ActiveRun) => void = (r) => this.drive(r)): void {
    this.admission.enter(run, () => {
      run.status = "running";
      this.#statuses.watch(run);
      this.#tell.run(run);
      go(run);
    });
  }

  /** Starts whatever may start in this run, until something must end first. */
  drive(run: ActiveRun): void {
    if (run.driving || run.held || isFinal(run.status)) return;
    run.driving = true;
    const started = performance.now();
    for (;;) {
      if (this.#paused || this.trouble) break;
      const step = take(run.core);
      if (!step) break;
      const work = newWork(step, this.deps.clock.now());
      if (step.id > run.core.plan.stepLimit) {
        this.#fail(run, work, overStepLimit(run.core.plan.stepLimit));
        continue;
      }
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
    this.#statuses.settle(run);
  }

  /** One try at a step; goes on by itself when it ends later. */
  attempt(run: ActiveRun, work: Work): void {
    const limit = work.step.node.node.timeout;
    const signal = limit === undefined ? run.abort.signal : AbortSignal.any([run.abort.signal, AbortSignal.timeout(limit)]);
    const { journal, clock, services } = this.deps;
    this.#tell.step(run, work.step, "running");
    const thrown = (error: unknown): StepResult => {
      const failure = cleanFailure(error, services.redactor(askerOf(run, work.step)));
      return thrownResult(run, work, failure, signal, clock.now(), services.random());
    };
    let result: StepResult | Promise<StepResult>;
    try {
      result = perform({
        deps: this.deps,
        run,
        work,
        signal,
        hooks: {
          log: (text) =>
            void journal.append({ kind: "log", run: run.id, step: work.step.id, text: text.slice(0, 10_000), at: clock.now() }),
          call: (calls) => this.calls?.ask(run, work, calls),
          respond: (answer) => {
            if (run.answer) run.answered ??= answer;
          },
        },
      });
    } catch (error) {
      result = thrown(error);
    }
    if (!(result instanceof Promise)) {
      this.#apply(run, work, result);
      return;
    }
    Promise.race([result.catch(thrown), abandoned(run, clock)])
      .then((r) => {
        this.#apply(run, work, r);
        this.drive(run);
      })
      .catch((error: unknown) => this.halt(error));
  }

  #apply(run: ActiveRun, work: Work, result: StepResult): void {
    if (isFinal(run.status)) return;
    if (work.turn && !(result.kind === "done" && result.recorded)) {
      run.turns.drop(work.turn);
      work.turn = undefined;
    }
    switch (result.kind) {
      case "done":
        this.#done(run, work, result);
        return;
      case "failed":
        this.#fail(run, work, result.failure);
        return;
      case "wait": {
        if (result.runs) {
          const next = this.calls?.wait(run, work);
          if (next && "kind" in next) this.#apply(run, work, next);
          else if (next) this.#wait(run, work, next, {});
          return;
        }
        if (run.mode === "simulate") {
          const outputs = result.outputs.map((list) => inline([...list]));
          this.#done(run, work, { kind: "done", outputs, state: result.state });
          return;
        }
        work.held = { outputs: result.outputs, state: result.state };
        const payload = JSON.stringify({ outputs: result.outputs.map((list) => [...list]), state: result.state });
        const { until, resumeKey } = result;
        const wait: Wait = {
          for: resumeKey === undefined ? "timer" : "event",
          ...(until === undefined ? {} : { until }),
          ...(resumeKey === undefined ? {} : { resumeKey }),
        };
        this.#wait(run, work, wait, { payload });
        return;
      }
      case "retry": {
        const items = result.item === undefined ? {} : { items: [result.item] };
        this.#wait(run, work, { for: "retry", until: result.at }, { failure: result.failure, ...items });
        return;
      }
      case "unknown":
        this.#wait(run, work, { for: "decision" }, { failure: result.failure, items: result.items });
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
      const state = result.state === undefined ? {} : { state: JSON.stringify(result.state) };
      this.deps.journal.append(stepRecord(run, work, at, { status: "succeeded", outputs: written.map((o) => o.text), ...state }));
    }
    const outputs = written.map((o) => o.items);
    const go = (): void => {
      run.works.delete(step);
      complete(run.core, step, outputs, result.state);
      if (this.deps.events.wanted)
        this.#tell.step(run, step, "succeeded", { counts: outputs.map((o) => o.length), ms: at - work.startedAt });
      this.#sendAnswer(run);
    };
    const pending = result.wrote ? this.deps.journal.durable() : undefined;
    const turn = work.turn ?? (pending ? run.turns.take() : undefined);
    work.turn = undefined;
    if (!pending) {
      run.turns.end(turn, go);
      return;
    }
    pending.then(
      () => {
        if (isFinal(run.status)) return;
        run.turns.end(turn, go);
        this.drive(run);
      },
      (error: unknown) => this.halt(error),
    );
  }

  /** The sender's answer leaves when everything before it is on disk. */
  #sendAnswer(run: ActiveRun): void {
    const { answered, answer } = run;
    if (!answered || !answer) return;
    run.answer = undefined;
    const seq = this.deps.journal.append({ kind: "answered", run: run.id, status: answered.status, at: this.deps.clock.now() });
    this.#whenDurable(seq, () => answer(answered));
  }

  /** Ends a step that is not tried. */
  giveUp(run: ActiveRun, work: Work, failure: Failure): void {
    this.#fail(run, work, failure);
  }

  #fail(run: ActiveRun, work: Work, failure: Failure): void {
    const { step } = work;
    const at = this.deps.clock.now();
    const status = failure.kind === "cancelled" ? "cancelled" : "failed";
    this.calls?.drop(run, work);
    this.deps.journal.append(stepRecord(run, work, at, { status, outputs: [], failure }));
    run.works.delete(step);
    if (status === "cancelled") cancelStep(run.core, step);
    else fail(run.core, step, failure);
    this.#tell.step(run, step, status, { ms: at - work.startedAt, failure });
  }

  #wait(run: ActiveRun, work: Work, wait: Wait, about: { payload?: string; failure?: Failure; items?: number[] }): void {
    const { step } = work;
    this.deps.journal.append(waitingRecord(run, work, this.deps.clock.now(), wait, about));
    this.#tell.step(run, step, wait.for === "decision" ? "unknown" : "waiting", about.failure ? { failure: about.failure } : {});
    this.arm(run, work, wait);
  }

  /** Remembers what a step waits for and sets its timer. */
  arm(run: ActiveRun, work: Work, wait: Wait): void {
    work.waiting = wait;
    if (wait.until === undefined) return;
    work.cancelTimer = this.deps.clock.at(wait.until, () => {
      work.cancelTimer = undefined;
      if (work.waiting === wait && !isFinal(run.status)) this.wake(run, work);
    });
  }

  /** The wait is over: a held step gives its outputs, a failed one is tried again. */
  wake(run: ActiveRun, work: Work): void {
    // Cancelled while what wakes it was put on record.
    if (isFinal(run.status) || run.works.get(work.step) !== work) return;
    if (this.#paused || this.trouble || run.held || run.status === "queued") {
      // Due while paused, or before its run has begun: it goes on with everything else.
      work.waiting = { for: "pause", until: this.deps.clock.now() };
      return;
    }
    work.cancelTimer?.();
    work.cancelTimer = undefined;
    work.waiting = undefined;
    if (run.status === "waiting") this.#statuses.set(run, "running");
    if (work.held) {
      const { outputs, state } = work.held;
      this.#done(run, work, { kind: "done", outputs: work.step.node.outputs.map((_, port) => inline([...(outputs[port] ?? [])])), state });
    } else {
      if (!work.awaitsRuns) {
        work.attempt++;
        work.runsUntil = undefined;
      }
      work.awaitsRuns = false;
      this.attempt(run, work);
    }
    this.drive(run);
  }

  /** An event that a step waits for: on record first, then its items are the step's output. Undefined where none waits for it. */
  async event(resumeKey: string, items: readonly Item[]): Promise<ActiveRun | undefined> {
    for (const run of this.runs.values()) {
      for (const work of run.works.values()) {
        if (work.waiting?.resumeKey !== resumeKey) continue;
        const { journal, clock } = this.deps;
        // Taken: a second call with the same key finds nobody waiting.
        work.waiting = { for: "event" };
        journal.append({ kind: "event", run: run.id, step: work.step.id, payload: JSON.stringify([items]), at: clock.now() });
        await journal.durable();
        if (isFinal(run.status)) return undefined;
        work.held = { outputs: [Items.of(items)], state: work.held?.state };
        this.wake(run, work);
        return run;
      }
    }
    return undefined;
  }

  #whenDurable(seq: number, then: () => void): void {
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

  /** Stops starting steps; events are still accepted, what is in flight ends. */
  pause(): void {
    this.#paused = true;
  }
  resume(): void {
    this.#paused = false;
    for (const run of this.runs.values()) {
      for (const work of run.works.values()) if (work.waiting?.for === "pause") this.wake(run, work);
      if (run.status === "running" || run.status === "waiting") this.drive(run);
    }
    this.admission.pump();
  }

  /** Stops a run in whatever state it is. What is in flight outside is aborted and recorded as it ends. */
  cancel(run: ActiveRun, by: string): void {
    if (isFinal(run.status) || run.core.cancelled) return;
    this.deps.journal.append({ kind: "cancel", run: run.id, by, at: this.deps.clock.now() });
    run.core.cancelled = true;
    run.abort.abort();
    // Brought back and not set going yet: its steps are not at work, so none of them will end by itself.
    if (this.admission.leaveQueue(run)) for (const work of run.works.values()) work.waiting ??= { for: "pause" };
    this.#statuses.settle(run);
  }
}
