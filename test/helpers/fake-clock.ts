import type { Clock } from "../../electron/engine/ports.ts";

/** Time that moves when the test says so. */
export class FakeClock implements Clock {
  #now: number;
  #timers: { at: number; fire: () => void }[] = [];
  constructor(now = Date.UTC(2026, 0, 15, 12)) {
    this.#now = now;
  }
  now(): number {
    return this.#now;
  }
  at(at: number, fire: () => void): () => void {
    const timer = { at, fire };
    this.#timers.push(timer);
    if (at <= this.#now) setImmediate(() => this.#run(timer));
    return () => {
      this.#timers = this.#timers.filter((t) => t !== timer);
    };
  }
  get pending(): number[] {
    return this.#timers.map((t) => t.at).sort((a, b) => a - b);
  }
  #run(timer: { fire: () => void }): void {
    if (!this.#timers.includes(timer as { at: number; fire: () => void })) return;
    this.#timers = this.#timers.filter((t) => t !== timer);
    timer.fire();
  }
  /** Fires what is due, in order, as time passes. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#now = Math.max(this.#now, due.at);
      this.#run(due);
    }
    this.#now = end;
  }
}
