import type { Clock } from "../engine/ports.ts";

/** Time stands still while a test works; a wait is over at once, and it is then as late as the wait says. */
export interface TestClock extends Clock {
  /** Goes to the next time that something waits for. False where nothing does. */
  next(): boolean;
}

export function createTestClock(start: number): TestClock {
  let now = start;
  const timers = new Set<{ at: number; fire: () => void }>();
  return {
    now: () => now,
    at(at, fire) {
      const timer = { at, fire };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    next() {
      const [first] = [...timers].sort((a, b) => a.at - b.at);
      if (!first) return false;
      timers.delete(first);
      now = Math.max(now, first.at);
      first.fire();
      return true;
    },
  };
}
