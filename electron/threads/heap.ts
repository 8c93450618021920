import { setFlagsFromString } from "node:v8";

/**
 * MB for what was made a moment ago, in the engine's thread and the writer's. V8's own choice is twice and five times as
 * much, and all of it stays once a list of many items has gone through.
 */
export const YOUNG_MB = { engine: 48, writer: 12 } as const;

/** By how much of what is in use the heap may grow before the next collection; 0 = V8's own rule, up to four times. */
const PERCENT = 40;

/**
 * While lists of many items go through, what a step has left behind is old enough to be taken for long-lived, and V8
 * would let it pile up to several times what is in use. Small runs are faster by V8's own rule.
 */
export function collectSooner(on: boolean): void {
  setFlagsFromString(`--heap-growing-percent=${on ? PERCENT : 0}`);
}
