import { StepError } from "#shared/model/failure.ts";

export interface Rate {
  requests: number;
  /** Milliseconds. */
  per: number;
  /** Requests under way at once. */
  concurrency?: number;
}

/** The engine's clock fits. `at` calls `fire` at or after that time and returns the cancel. */
export interface LimiterClock {
  now(): number;
  at(at: number, fire: () => void): () => void;
}

const systemClock: LimiterClock = {
  now: () => Date.now(),
  at(at, fire) {
    const timer = setTimeout(fire, Math.max(0, at - Date.now()));
    return () => clearTimeout(timer);
  },
};

/** One for each connection, shared by every run that uses it. */
export interface Limiter {
  /**
   * Waits for its turn, first come first served. Returns the release. Throws StepError (nothing done, retryable, `after`)
   * where the turn is further off than a step should hold its place for.
   */
  acquire(signal?: AbortSignal): Promise<() => void>;
  /** The service asked for quiet: nobody on this connection sends before then. */
  quiet(ms: number): void;
}

/** Longer waits leave the step and come back by the engine's timer, which outlives a restart. */
const LONGEST_WAIT = 30_000;

interface Waiter {
  go(): void;
  fail(error: unknown): void;
  stop: () => void;
}

export function createLimiter(rate: Rate | undefined, clock: LimiterClock = systemClock): Limiter {
  const capacity = Math.max(1, rate?.requests ?? Number.POSITIVE_INFINITY);
  const refill = rate === undefined ? 0 : rate.requests / rate.per;
  const places = rate?.concurrency ?? Number.POSITIVE_INFINITY;
  let tokens = capacity;
  let filledAt = clock.now();
  let running = 0;
  let quietUntil = 0;
  let wake: (() => void) | undefined;
  const queue: Waiter[] = [];

  function fill(now: number): void {
    if (Number.isFinite(capacity)) tokens = Math.min(capacity, tokens + (now - filledAt) * refill);
    filledAt = now;
  }

  /** When the next request may go, as far as time is what it waits for. */
  function nextAt(now: number): number {
    const refilled = tokens >= 1 || !Number.isFinite(capacity) ? now : now + Math.ceil((1 - tokens) / refill);
    return Math.max(refilled, quietUntil);
  }

  function pump(): void {
    wake?.();
    wake = undefined;
    const now = clock.now();
    fill(now);
    while (queue.length > 0 && running < places && nextAt(now) <= now) {
      const waiter = queue.shift();
      tokens -= 1;
      running += 1;
      waiter?.go();
    }
    if (queue.length === 0) return;
    const at = nextAt(now);
    if (at - now > LONGEST_WAIT) for (const waiter of queue.splice(0)) waiter.fail(tooLong(at - now));
    else if (at > now) wake = clock.at(at, pump);
  }

  function release(): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      running -= 1;
      pump();
    };
  }

  return {
    acquire(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(stopped());
          return;
        }
        const waiter: Waiter = {
          stop: () => {
            const at = queue.indexOf(waiter);
            if (at !== -1) queue.splice(at, 1);
            reject(stopped());
          },
          go: () => {
            signal?.removeEventListener("abort", waiter.stop);
            resolve(release());
          },
          fail: (error) => {
            signal?.removeEventListener("abort", waiter.stop);
            reject(error);
          },
        };
        signal?.addEventListener("abort", waiter.stop, { once: true });
        queue.push(waiter);
        pump();
      });
    },
    quiet(ms) {
      quietUntil = Math.max(quietUntil, clock.now() + ms);
    },
  };
}

const tooLong = (after: number): StepError =>
  new StepError({
    kind: "service",
    name: "RateLimit",
    message: "This connection has to wait: the service asked for fewer requests.",
    fix: "It goes on by itself when the time is over.",
    retryable: true,
    outcome: "none",
    after,
  });

const stopped = (): StepError =>
  new StepError({ kind: "cancelled", message: "The request was stopped while it waited for its turn.", retryable: false, outcome: "none" });

/** Keeps one limiter for each key (a connection's id). */
export function createLimiters(clock: LimiterClock = systemClock): (key: string, rate: Rate | undefined) => Limiter {
  const limiters = new Map<string, Limiter>();
  return (key, rate) => {
    const known = limiters.get(key);
    if (known) return known;
    const limiter = createLimiter(rate, clock);
    limiters.set(key, limiter);
    return limiter;
  };
}
