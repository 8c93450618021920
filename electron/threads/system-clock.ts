import type { Clock } from "../engine/ports.ts";

/** Node's timers overflow above this and fire at once. */
const LONGEST = 2_000_000_000;
/** A sleeping machine stops timers: long ones look at the wall clock this often. */
const LOOK = 30_000;

export interface SystemClock extends Clock {
  /** Nothing fires any more, and nothing that is still to come keeps the program from ending. */
  close(): void;
}

/** The machine's time. Timers follow the wall clock: after sleep or a clock change they fire late, never early, never lost. */
export function openSystemClock(): SystemClock {
  const pending = new Set<() => void>();
  let closed = false;
  return {
    now: () => Date.now(),
    at(at, fire) {
      if (closed) return () => {};
      let timer: NodeJS.Timeout | undefined;
      const cancel = (): void => {
        clearTimeout(timer);
        pending.delete(cancel);
      };
      const arm = (): void => {
        const left = at - Date.now();
        timer = setTimeout(
          () => {
            if (Date.now() < at) {
              arm();
              return;
            }
            pending.delete(cancel);
            fire();
          },
          Math.max(0, Math.min(left, left > LOOK ? LOOK : left, LONGEST)),
        );
      };
      pending.add(cancel);
      arm();
      return cancel;
    },
    close() {
      closed = true;
      for (const cancel of pending) cancel();
    },
  };
}
