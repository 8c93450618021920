import type { Failure } from "#shared/model/failure.ts";
import type { StepStatus } from "#shared/model/run.ts";
import type { ActiveRun } from "./active-run.ts";
import type { Step } from "./core.ts";
import type { Clock, Events, Journal } from "./ports.ts";

export interface TellerDeps {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly events: Events & { readonly wanted: boolean };
}

/** Tells windows what happened, after it is on disk; costs nothing while nobody listens. */
export class Teller {
  readonly #deps: TellerDeps;
  constructor(deps: TellerDeps) {
    this.#deps = deps;
  }

  run(run: ActiveRun): void {
    if (!this.#deps.events.wanted) return;
    const at = this.#deps.clock.now();
    this.#afterCommit(() =>
      this.#deps.events.emit({
        type: "run",
        run: run.id,
        workflow: run.core.plan.workflow.id,
        status: run.status,
        mode: run.mode,
        at,
        ...(run.waitingFor === undefined ? {} : { waitingFor: run.waitingFor }),
        ...(run.until === undefined ? {} : { until: run.until }),
        ...(run.error === undefined ? {} : { error: run.error }),
      }),
    );
  }

  step(run: ActiveRun, step: Step, status: StepStatus, about: { counts?: number[]; ms?: number; failure?: Failure } = {}): void {
    if (!this.#deps.events.wanted) return;
    const at = this.#deps.clock.now();
    this.#afterCommit(() =>
      this.#deps.events.emit({
        type: "step",
        run: run.id,
        workflow: run.core.plan.workflow.id,
        step: step.id,
        node: step.node.node.id,
        runIndex: step.runIndex,
        status,
        counts: about.counts ?? [],
        at,
        ...(about.ms === undefined ? {} : { ms: about.ms }),
        ...(about.failure === undefined ? {} : { failure: about.failure }),
      }),
    );
  }

  #afterCommit(emit: () => void): void {
    const pending = this.#deps.journal.durable();
    // A refused commit is told by the executor's `halt`; there is nothing to show for it.
    if (pending) pending.then(emit, () => {});
    else emit();
  }
}
