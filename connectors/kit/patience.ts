import { Readable } from "node:stream";

/** How long a request may take, and who ended it. */
export interface Patience {
  signal: AbortSignal;
  /** Something moved: where no time was set for the whole exchange, the wait starts anew. */
  progress(): void;
  /** The same stream, counting as progress. */
  watch(stream: Readable): Readable;
  /** Rejects as soon as the time is over or somebody stopped it. */
  race<T>(promise: Promise<T>): Promise<T>;
  /** The time that was over, in milliseconds. */
  timedOut(): number | undefined;
  cancelled(): boolean;
  end(): void;
}

/** `timeout` is for the whole exchange. Without one a streamed exchange may go on for as long as it moves every `fallback` ms. */
export function createPatience(timeout: number | undefined, fallback: number, streams: boolean, outer: AbortSignal | undefined): Patience {
  const controller = new AbortController();
  const ms = timeout ?? fallback;
  let over = false;
  let timer = setTimeout(expire, ms);
  function expire(): void {
    over = true;
    controller.abort(new Error("The time is over."));
  }
  function stop(): void {
    controller.abort(new Error("Stopped."));
  }
  function progress(): void {
    if (timeout !== undefined || !streams || controller.signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(expire, ms);
  }
  if (outer?.aborted) stop();
  else outer?.addEventListener("abort", stop, { once: true });
  return {
    signal: controller.signal,
    progress,
    watch(stream) {
      // An upload moves whatever the answer is read as.
      if (timeout === undefined) streams = true;
      async function* chunks(): AsyncGenerator<Uint8Array> {
        for await (const chunk of stream) {
          progress();
          yield chunk;
        }
      }
      return Readable.from(chunks(), { objectMode: false });
    },
    race(promise) {
      return new Promise((resolve, reject) => {
        const fail = (): void => reject(controller.signal.reason instanceof Error ? controller.signal.reason : new Error("Stopped."));
        if (controller.signal.aborted) fail();
        else controller.signal.addEventListener("abort", fail, { once: true });
        promise.then(resolve, reject).finally(() => controller.signal.removeEventListener("abort", fail));
      });
    },
    timedOut: () => (over ? ms : undefined),
    cancelled: () => !over && (outer?.aborted ?? false),
    end() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", stop);
    },
  };
}
