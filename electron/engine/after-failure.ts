import type { Failure } from "#shared/model/failure.ts";
import { isFinal } from "#shared/model/run.ts";
import { type ActiveRun, newWork, type Work } from "./active-run.ts";
import { type Step, take } from "./core.ts";
import type { Executor } from "./executor.ts";
import type { HistoryEntry } from "./ports.ts";
import { setGoing } from "./resume.ts";

/** What a try leaves on record before it has come to anything. */
const NO_PROGRESS = new Set<HistoryEntry["kind"]>(["running", "started", "log"]);

/** Whether the run has got no further since it was brought back after the engine had ended by itself. */
function isStuck(history: readonly HistoryEntry[]): boolean {
  for (let n = history.length - 1; n >= 0; n--) {
    const entry = history[n];
    if (!entry || !NO_PROGRESS.has(entry.kind)) return false;
    if (entry.kind === "running" && entry.again) return true;
  }
  return false;
}

const failureOf = ({ progress }: Work): Failure => ({
  kind: "engine",
  name: "EngineEnded",
  message: "The engine ended by itself twice while this step was at work, so it is not tried a third time.",
  fix: "Look at what the step was given (a very large or damaged file, for example), then run it again from here.",
  retryable: false,
  outcome: progress.interrupted.size > 0 ? "unknown" : "none",
});

/** What would be tried now fails instead; what waits goes on waiting. */
function giveUp(executor: Executor, run: ActiveRun): void {
  const ready: Step[] = [];
  for (let step = take(run.core); step; step = take(run.core)) ready.push(step);
  for (const step of ready) run.works.set(step, newWork(step, executor.deps.clock.now()));
  for (const work of Array.from(run.works.values())) {
    if (work.awaitsRuns) executor.wake(run, work);
    else if (work.waiting) executor.arm(run, work, work.waiting);
    else executor.giveUp(run, work, failureOf(work));
  }
  executor.drive(run);
}

/**
 * Sets a rebuilt run going whose engine had ended by itself. The try is on record before it begins, so that a step that takes
 * the engine down with it does so twice and no more.
 */
export function setGoingAgain(executor: Executor, run: ActiveRun, history: readonly HistoryEntry[]): void {
  if (isStuck(history)) {
    giveUp(executor, run);
    return;
  }
  const { journal, clock } = executor.deps;
  run.held = true;
  const written = journal.durable(journal.append({ kind: "running", run: run.id, at: clock.now(), again: true }));
  Promise.resolve(written).then(
    () => {
      run.held = false;
      if (!isFinal(run.status)) setGoing(executor, run);
    },
    (error: unknown) => executor.halt(error),
  );
}
