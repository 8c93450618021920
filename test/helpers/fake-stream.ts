import type { Change } from "#shared/contract/engine.ts";

type Unnumbered<T> = T extends unknown ? Omit<T, "seq"> : never;

export interface FakeStream {
  emit: (change: Unnumbered<Change>) => void;
  follow: (after: number | undefined, signal: AbortSignal | undefined) => AsyncGenerator<Change[]>;
  end: () => void;
}

/** Numbered changes that windows follow, from where they left off. */
export function fakeStream(): FakeStream {
  const all: Change[] = [];
  const wake = new Set<() => void>();
  let ended = false;
  const ring = () => {
    for (const one of wake) one();
    wake.clear();
  };
  return {
    emit(change) {
      // The number completes the union's member; TypeScript can't see that through the spread.
      all.push({ ...change, seq: all.length + 1 } as Change);
      ring();
    },
    async *follow(after, signal) {
      let at = after ?? all.length;
      while (!ended && !signal?.aborted) {
        if (at < all.length) {
          const batch = all.slice(at);
          at = all.length;
          yield batch;
        } else {
          await new Promise<void>((resolve) => {
            wake.add(resolve);
            signal?.addEventListener("abort", () => resolve(), { once: true });
          });
        }
      }
    },
    end() {
      ended = true;
      ring();
    },
  };
}
