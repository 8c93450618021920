import { StepError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import { type Harness, harness } from "./engine-harness.ts";
import type { MemoryJournal } from "./memory-journal.ts";

export const items = (n: number): Item[] => Array.from({ length: n }, (_, i) => ({ json: { id: i + 1 } }));
/** A call whose answer never came. */
export const lost = (outcome: "none" | "unknown", more: object = {}): StepError =>
  new StepError({ kind: "network", message: "no answer", retryable: true, outcome, ...more });

/** The program starts again on what is on disk; `afterFailure`: because the engine has ended by itself. */
export async function restart(h: Harness, keep?: number, afterFailure = false): Promise<Harness> {
  // The dead process does nothing more, whatever time passes.
  h.engine.executor.halt(new Error("killed"));
  const journal: MemoryJournal = h.journal.afterCrash(keep);
  const next = harness({ journal, clock: h.clock, outside: h.outside, live: h.live });
  await next.engine.start((message) => {
    throw new Error(message);
  }, afterFailure);
  return next;
}
