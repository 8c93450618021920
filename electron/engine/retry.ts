import type { Action, Effect, Idempotent } from "#kit/action.ts";
import type { Failure } from "#shared/model/failure.ts";
import type { RunMode } from "#shared/model/run.ts";
import type { OnInterrupted, Retry, WorkflowNode } from "#shared/model/workflow.ts";

/** One try plus five (DESIGN 1.6). */
export const DEFAULT_WAITS: readonly number[] = [2_000, 10_000, 60_000, 300_000, 1_800_000];

/** What an item's write can promise: decides what may be repeated without asking. */
export interface Nature {
  effect: Effect;
  idempotent: Idempotent;
}
export const natureOf = (action: Action, input: unknown): Nature => ({
  effect: typeof action.effect === "function" ? action.effect(input) : action.effect,
  idempotent: typeof action.idempotent === "function" ? action.idempotent(input) : action.idempotent,
});
export const isRepeatable = (n: Nature): boolean => n.effect !== "write" || n.idempotent !== "no";

export type Verdict = { do: "retry"; wait: number } | { do: "unknown" } | { do: "skip" } | { do: "fail" };

function policy(node: WorkflowNode, mode: RunMode): Retry | undefined {
  if (node.retry) return mode === "live" || node.retry.on === "any" ? node.retry : undefined;
  return mode === "live" ? { tries: DEFAULT_WAITS.length + 1, waits: [...DEFAULT_WAITS], on: "faults" } : undefined;
}

/** What is done about an outcome that nobody knows: by the step's own choice, else by its nature. */
export const whenInterrupted = (node: WorkflowNode, nature: Nature): OnInterrupted =>
  node.onInterrupted ?? (isRepeatable(nature) ? "repeat" : "ask");

/** Judges one failed try. `attempt` counts from 1; `random` in [0, 1) spreads the wait by 20 % either way. */
export function judge(failure: Failure, attempt: number, node: WorkflowNode, mode: RunMode, nature: Nature, random: number): Verdict {
  const unknown = failure.outcome === "unknown" && nature.effect === "write";
  if (unknown && !isRepeatable(nature)) {
    const choice = whenInterrupted(node, nature);
    if (choice === "ask") {
      // The author has said what follows from an answered error; silence still asks.
      const answered = failure.status !== undefined;
      return answered && (node.onError === "continue" || node.onError === "route") ? { do: "fail" } : { do: "unknown" };
    }
    if (choice === "skip") return { do: "skip" };
  }
  const retry = policy(node, mode);
  const worth = retry?.on === "any" ? failure.kind !== "cancelled" : failure.retryable;
  if (retry && worth && attempt < retry.tries) {
    const planned = retry.waits[Math.min(attempt - 1, retry.waits.length - 1)] ?? 0;
    const spread = retry.on === "any" ? planned : planned * (0.8 + 0.4 * random);
    return { do: "retry", wait: Math.max(Math.round(spread), failure.after ?? 0) };
  }
  // Repeats are used up and still nobody knows: a person decides, unless the author said otherwise.
  if (unknown && node.onError !== "continue" && node.onError !== "route") return { do: "unknown" };
  return { do: "fail" };
}

export const interrupted = (item: number): Failure => ({
  kind: "engine",
  name: "Interrupted",
  message: "The program ended while this was being sent, so its outcome is unknown.",
  retryable: false,
  outcome: "unknown",
  item,
});
