import { isFinal, type RunStatus, type WaitingFor } from "#shared/model/run.ts";
import type { ActiveRun, Work } from "./active-run.ts";
import type { Admission } from "./admission.ts";
import { cancelStep, isOver } from "./core.ts";
import { stepRecord } from "./records.ts";
import { waitOf } from "./run-waits.ts";
import type { Teller, TellerDeps } from "./teller.ts";
import { overTime, watchTime } from "./time-limit.ts";

export interface StatusHooks {
  /** Calls back once the journal's record `seq` is on disk. */
  whenDurable(seq: number, then: () => void): void;
  /** What this step waited for is of no use any more. */
  dropped(run: ActiveRun, work: Work): void;
  /** The run ends as failed; its end is not on record yet. */
  failed(run: ActiveRun): void;
  /** The run has ended, on disk too. */
  gone(run: ActiveRun): void;
}

/** What each run is: at work, waiting, ended. Puts every change on record and gives back or takes the run's place. */
export class RunStatuses {
  readonly #deps: TellerDeps;
  readonly #admission: Admission;
  readonly #tell: Teller;
  readonly #hooks: StatusHooks;

  constructor(deps: TellerDeps, admission: Admission, tell: Teller, hooks: StatusHooks) {
    this.#deps = deps;
    this.#admission = admission;
    this.#tell = tell;
    this.#hooks = hooks;
  }

  /** What the run is now that nothing in it can start: over, waiting, or at work. */
  settle(run: ActiveRun): void {
    if (isFinal(run.status)) return;
    const { core } = run;
    // A failed or cancelled run does not wait out its timers; what is in flight outside still ends on record.
    if (core.failed || core.cancelled) for (const work of run.works.values()) if (work.waiting) this.#drop(run, work);
    if (isOver(core)) {
      this.#end(run);
      return;
    }
    const wait = waitOf(run);
    if (wait) this.set(run, "waiting", wait);
    else if (run.status === "waiting") this.set(run, "running");
  }

  #drop(run: ActiveRun, work: Work): void {
    work.cancelTimer?.();
    run.works.delete(work.step);
    this.#hooks.dropped(run, work);
    // On record with what it was given, for whoever looks at the run later.
    this.#deps.journal.append(stepRecord(run, work, this.#deps.clock.now(), { status: "cancelled", outputs: [] }));
    this.#tell.step(run, work.step, "cancelled");
    cancelStep(run.core, work.step);
  }

  set(run: ActiveRun, status: Extract<RunStatus, "running" | "waiting">, wait?: { for: WaitingFor; until: number | undefined }): void {
    if (run.status === status && run.waitingFor === wait?.for && run.until === wait?.until) return;
    run.status = status;
    run.waitingFor = wait?.for;
    run.until = wait?.until;
    const at = this.#deps.clock.now();
    const until = wait?.until === undefined ? {} : { until: wait.until };
    this.#deps.journal.append(wait ? { kind: "waits", run: run.id, for: wait.for, at, ...until } : { kind: "running", run: run.id, at });
    this.#tell.run(run);
    if (wait) {
      run.stopWatch?.();
      this.#admission.release(run);
    } else {
      this.#admission.hold(run);
      this.watch(run);
    }
  }

  /** Has an eye on the workflow's time limit while the run works. */
  watch(run: ActiveRun): void {
    watchTime(run, this.#deps.clock, () => {
      // Where every step ends at once none is under way when time is up: the latest is named.
      const step = [...run.core.active][0] ?? run.core.steps.findLast(Boolean);
      if (isFinal(run.status) || !step) return;
      run.core.failed ??= { step, failure: overTime(run.core.plan.workflow.settings.timeout ?? 0) };
      run.abort.abort();
      this.settle(run);
    });
  }

  #end(run: ActiveRun): void {
    const { failed, cancelled } = run.core;
    const status = failed ? "failed" : cancelled ? "cancelled" : "succeeded";
    if (failed) {
      const { failure, step } = failed;
      run.error = { message: failure.message, name: failure.name ?? failure.kind, node: step.node.node.name, failure };
    }
    if (failed) this.#hooks.failed(run);
    run.status = status;
    run.stopWatch?.();
    const error = run.error ? { error: run.error } : {};
    const seq = this.#deps.journal.append({ kind: "end", run: run.id, status, at: this.#deps.clock.now(), ...error });
    this.#tell.run(run);
    this.#hooks.whenDurable(seq, () => {
      this.#hooks.gone(run);
    });
    this.#admission.release(run);
  }
}
