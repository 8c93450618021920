import type { Redactor } from "#kit/redact.ts";
import { assertNever } from "#shared/lib/assert-never.ts";
import { type Failure, failureOf } from "#shared/model/failure.ts";
import type { ActiveRun, StepResult, Work } from "./active-run.ts";
import { errorOutputs, goesOn } from "./error-items.ts";
import { inline } from "./outputs.ts";
import { judge, type Nature, natureOf } from "./retry.ts";

/** The failure that an error stands for, as it may be kept and shown: without the secrets of its step. */
export function cleanFailure(error: unknown, redact: Redactor): Failure {
  const { message, fix, description, ...rest } = failureOf(error);
  return {
    ...rest,
    message: redact(message),
    ...(fix === undefined ? {} : { fix: redact(fix) }),
    ...(description === undefined ? {} : { description: redact(description) }),
  };
}

/** What an error that a step threw means for the step as a whole. Items of an item step have been judged one by one before. */
export function thrownResult(run: ActiveRun, work: Work, thrown: Failure, signal: AbortSignal, now: number, random: number): StepResult {
  const { action, node } = work.step.node;
  // A step that failed before its params were worked out has done nothing yet.
  const nature: Nature =
    work.nature ??
    (action && typeof action.effect === "string" ? natureOf(action, undefined) : { effect: "none", idempotent: "naturally" });
  const failure = withCause(thrown, run, signal, node.timeout, nature);
  if (failure.kind === "cancelled") return { kind: "failed", failure };
  const verdict = judge(failure, work.attempt, node, run.mode, nature, random);
  switch (verdict.do) {
    case "retry":
      return { kind: "retry", at: now + verdict.wait, failure };
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

export const overStepTime = (limit: number): Failure => ({
  kind: "service",
  message: `The step did not end within its time limit of ${limit} ms.`,
  retryable: true,
  outcome: "none",
});

function withCause(failure: Failure, run: ActiveRun, signal: AbortSignal, limit: number | undefined, nature: Nature): Failure {
  if (run.abort.signal.aborted) return { ...failure, kind: "cancelled", message: "Cancelled.", retryable: false };
  if (!signal.aborted || failure.kind === "user") return failure;
  const outcome = nature.effect === "write" ? "unknown" : "none";
  return { ...failure, ...overStepTime(limit ?? 0), outcome };
}
