import type { ActiveRun } from "./active-run.ts";

export interface Limits {
  /** Runs under way at once. */
  active: number;
  /** Accepted runs that wait for a place, in memory. */
  queued: number;
  /** Characters of what those runs were started with, as JSON. */
  queuedText: number;
}
export const DEFAULT_LIMITS: Limits = { active: 256, queued: 5_000, queuedText: 100_000_000 };

/** Who may work: a place for each run under way, first come first served, and each workflow's own limit. */
export class Admission {
  readonly limits: Limits;
  readonly #queue: { run: ActiveRun; go: (run: ActiveRun) => void }[] = [];
  readonly #busy = new Map<string, number>();
  readonly #closed: () => boolean;
  #working = 0;
  #text = 0;
  #pumping = false;

  constructor(limits: Limits, closed: () => boolean) {
    this.limits = limits;
    this.#closed = closed;
  }

  get working(): number {
    return this.#working;
  }
  get queued(): number {
    return this.#queue.length;
  }
  /** False: what waits is as much as may stand in memory. */
  get hasRoom(): boolean {
    return this.#queue.length < this.limits.queued && this.#text < this.limits.queuedText;
  }

  /** `go` is called when the run has its place: at once where there is room. */
  enter(run: ActiveRun, go: (run: ActiveRun) => void): void {
    this.#queue.push({ run, go });
    this.#text += run.size;
    this.pump();
  }

  /** Takes a run out of the queue; false where it had its place already. */
  leaveQueue(run: ActiveRun): boolean {
    const place = this.#queue.findIndex((e) => e.run === run);
    if (place < 0) return false;
    this.#queue.splice(place, 1);
    this.#text -= run.size;
    return true;
  }

  pump(): void {
    // A run that ends at once frees its place from within: the loop outside takes the next.
    if (this.#pumping) return;
    this.#pumping = true;
    for (let i = 0; i < this.#queue.length && this.#working < this.limits.active && !this.#closed(); ) {
      const entry = this.#queue[i];
      if (!entry) break;
      const { workflow } = entry.run.core.plan;
      if ((this.#busy.get(workflow.id) ?? 0) >= (workflow.settings.concurrency ?? Number.POSITIVE_INFINITY)) {
        i++;
        continue;
      }
      if (i === 0) this.#queue.shift();
      else this.#queue.splice(i, 1);
      this.#text -= entry.run.size;
      this.hold(entry.run);
      entry.go(entry.run);
    }
    this.#pumping = false;
  }

  /** A run that works holds a place; one that waits for a time or a person does not. */
  hold(run: ActiveRun): void {
    if (run.holds) return;
    run.holds = true;
    this.#working++;
    const { id } = run.core.plan.workflow;
    this.#busy.set(id, (this.#busy.get(id) ?? 0) + 1);
  }

  release(run: ActiveRun): void {
    if (!run.holds) return;
    run.holds = false;
    this.#working--;
    const { id } = run.core.plan.workflow;
    const busy = (this.#busy.get(id) ?? 1) - 1;
    if (busy > 0) this.#busy.set(id, busy);
    else this.#busy.delete(id);
    if (this.#queue.length > 0) this.pump();
  }
}
