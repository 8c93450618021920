import type { Failure } from "#shared/model/failure.ts";
import type { ActiveRun, StepResult } from "./active-run.ts";
import type { Clock } from "./ports.ts";

/** What a stopped run's steps get to end by themselves. */
const GRACE_MS = 10_000;

/** Runs the workflow's time limit down while the run works; `over` is called when nothing of it is left. */
export function watchTime(run: ActiveRun, clock: Clock, over: () => void): void {
  const { timeLeft } = run;
  if (timeLeft === undefined || run.stopWatch) return;
  const since = clock.now();
  const cancel = clock.at(since + timeLeft, () => {
    run.stopWatch = undefined;
    over();
  });
  run.stopWatch = () => {
    cancel();
    run.timeLeft = Math.max(0, timeLeft - (clock.now() - since));
    run.stopWatch = undefined;
  };
}

/** Resolves a while after the run was stopped: a step that does not let go of its work is left behind then. */
export function abandoned(run: ActiveRun, clock: Clock): Promise<StepResult> {
  run.abandoned ??= new Promise((resolve) => {
    const failure: Failure = {
      kind: "cancelled",
      message: "Stopped; the step had not let go of its work.",
      retryable: false,
      outcome: "unknown",
    };
    const leave = (): void => void clock.at(clock.now() + GRACE_MS, () => resolve({ kind: "failed", failure }));
    run.abort.signal.addEventListener("abort", leave, { once: true });
  });
  return run.abandoned;
}

const limitReached = (name: string, message: string, fix: string): Failure => ({
  kind: "user",
  name,
  message,
  fix,
  retryable: false,
  outcome: "none",
});

export const overTime = (limit: number): Failure =>
  limitReached(
    "TimeLimit",
    `The run worked for longer than ${limit / 1000} seconds, the limit of this workflow.`,
    "Look for the slow step, or raise the limit in the workflow's settings.",
  );

export const overStepLimit = (limit: number): Failure =>
  limitReached(
    "StepLimit",
    `The run has started ${limit} steps, the limit of this workflow: a loop probably never ends.`,
    "Give the loop a way out, or raise the step limit in the workflow's settings.",
  );
