import type { Clock } from "../engine/ports.ts";

/** Node's timers overflow above this and fire at once. */
const LONGEST = 2_000_000_000;
/** A sleeping machine stops timers: long ones look at the wall clock this often. */
const LOOK = 30_000;

/** The machine's time. Timers follow the wall clock: after sleep or a clock change they fire late, never early, never lost. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(at, fire) {
    let timer: NodeJS.Timeout | undefined;
    let cancelled = false;
    const arm = (): void => {
      const left = at - Date.now();
      timer = setTimeout(
        () => {
          if (cancelled) return;
          if (Date.now() >= at) fire();
          else arm();
        },
        Math.max(0, Math.min(left, left > LOOK ? LOOK : left, LONGEST)),
      );
    };
    arm();
    return () => {
      cancelled = true;
      clearTimeout(timer);
    };
  },
};
