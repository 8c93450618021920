import type { Change } from "#shared/contract/engine.ts";

/** A change before it has its number. */
export type Unnumbered = Change extends infer C ? (C extends Change ? Omit<C, "seq"> : never) : never;

/** Changes that a window may have missed and can still get. */
const KEPT = 10_000;
/** Characters of drafts' updates among them: a large paste must not stand in memory ten thousand times. */
const KEPT_TEXT = 32_000_000;
const BATCH_MS = 16;

const textOf = (change: Unnumbered): number => (change.type === "draft" ? change.update.length : 0);

/** Numbers everything that changes and hands it to every window, in batches that a frame can take. */
export class Changes {
  #seq = 0;
  readonly #kept: Change[] = [];
  #text = 0;
  readonly #wakers = new Set<() => void>();

  /** Somebody listens: worth telling. */
  get wanted(): boolean {
    return this.#wakers.size > 0;
  }

  publish(change: Unnumbered): void {
    this.#kept.push({ ...change, seq: ++this.#seq } as Change);
    this.#text += textOf(change);
    if (this.#kept.length > KEPT * 2) this.#drop(this.#kept.length - KEPT);
    while (this.#text > KEPT_TEXT && this.#kept.length > 1) this.#drop(Math.ceil(this.#kept.length / 2));
    for (const wake of this.#wakers) wake();
  }

  #drop(count: number): void {
    for (const old of this.#kept.splice(0, count)) this.#text -= textOf(old);
  }

  /** From the change after `after` (default: from now). One that is too old, or of another life of the engine, gives `reset`. */
  async *stream(after: number | undefined, signal: AbortSignal | undefined): AsyncGenerator<Change[]> {
    let last = after ?? this.#seq;
    let wake: () => void = () => {};
    const waker = (): void => wake();
    this.#wakers.add(waker);
    signal?.addEventListener("abort", waker);
    try {
      const oldest = this.#kept[0]?.seq ?? this.#seq + 1;
      if (last > this.#seq || last < oldest - 1) {
        last = this.#seq;
        yield [{ type: "reset", seq: last }];
      }
      while (!signal?.aborted) {
        const first = this.#kept[0]?.seq ?? 0;
        const batch = last < this.#seq ? this.#kept.slice(Math.max(0, last + 1 - first)) : [];
        if (batch.length > 0) {
          last = this.#seq;
          yield batch;
          await new Promise((resolve) => setTimeout(resolve, BATCH_MS));
          continue;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      this.#wakers.delete(waker);
      signal?.removeEventListener("abort", waker);
    }
  }
}
