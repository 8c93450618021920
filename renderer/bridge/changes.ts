import type { Change } from "#shared/contract/engine.ts";
import type { Client } from "./client.ts";

export type ChangesListener = (changes: readonly Change[]) => void;

export interface Changes {
  subscribe: (listener: ChangesListener) => () => void;
  /** Listens until stopped; goes on after the last change it saw when the way to the engine breaks. */
  start: () => () => void;
}

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5000;

/** The engine's stream of changes, one for the whole window. */
export function createChanges(client: Client): Changes {
  const listeners = new Set<ChangesListener>();
  let after: number | undefined;

  const tell = (batch: readonly Change[]) => {
    for (const change of batch) after = Math.max(after ?? 0, change.seq);
    for (const listener of listeners) listener(batch);
  };

  const follow = async (signal: AbortSignal) => {
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      try {
        const stream = await client.engine.changes(after === undefined ? {} : { after }, { signal });
        // What was loaded before the stream stood open may have missed something.
        if (after === undefined) for (const listener of listeners) listener([{ type: "reset", seq: 0 }]);
        for await (const batch of stream) {
          pause = FIRST_PAUSE;
          tell(batch);
        }
      } catch {
        // The connection's state says what is wrong; here it is only tried again.
      }
      await sleep(pause, signal);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      const stop = new AbortController();
      void follow(stop.signal);
      return () => stop.abort();
    },
  };
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
