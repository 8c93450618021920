import { describe, expect, it, vi } from "vitest";
import type { QueryKey } from "../../../renderer/bridge/invalidation.ts";
import { createQueryCache, type QueryCache } from "../../../renderer/bridge/query-cache.ts";

const KEY: QueryKey = ["workflows"];

/** Answers that the test gives when it likes. */
function asked() {
  const answers: { resolve: (value: unknown) => void; reject: (error: Error) => void; signal: AbortSignal }[] = [];
  const fetcher = (signal: AbortSignal) => new Promise<unknown>((resolve, reject) => answers.push({ resolve, reject, signal }));
  return { answers, fetcher };
}

const settled = (cache: QueryCache) => vi.waitFor(() => expect(cache.read(KEY).refreshing || cache.read(KEY).loading).toBe(false));

describe("what the engine said, kept", () => {
  it("asks when somebody looks and there is nothing yet", async () => {
    const cache = createQueryCache();
    const { answers, fetcher } = asked();
    const told = vi.fn();
    cache.watch(KEY, fetcher, told);
    expect(cache.read(KEY)).toMatchObject({ loading: true, data: undefined });
    answers[0]?.resolve(["a"]);
    await settled(cache);
    expect(cache.read(KEY)).toEqual({ data: ["a"], fault: null, loading: false, refreshing: false });
    expect(told).toHaveBeenCalled();
  });

  it("asks once for all who look at the same thing, and not again for one who comes later", async () => {
    const cache = createQueryCache();
    const { answers, fetcher } = asked();
    cache.watch(KEY, fetcher, () => undefined);
    cache.watch(KEY, fetcher, () => undefined);
    answers[0]?.resolve(1);
    await settled(cache);
    cache.watch(KEY, fetcher, () => undefined);
    expect(answers).toHaveLength(1);
  });

  it("keeps old data on screen while it asks anew, and when that fails", async () => {
    const cache = createQueryCache({ gap: 0 });
    const { answers, fetcher } = asked();
    cache.watch(KEY, fetcher, () => undefined);
    answers[0]?.resolve("old");
    await settled(cache);
    cache.invalidate(() => true);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    expect(cache.read(KEY)).toMatchObject({ data: "old", refreshing: true, loading: false });
    answers[1]?.reject(new Error("no"));
    await settled(cache);
    expect(cache.read(KEY)).toMatchObject({ data: "old", fault: { code: "UNEXPECTED" } });
  });

  it("asks once more when something changed while it was being asked", async () => {
    const cache = createQueryCache({ gap: 0 });
    const { answers, fetcher } = asked();
    cache.watch(KEY, fetcher, () => undefined);
    cache.invalidate(() => true);
    cache.invalidate(() => true);
    answers[0]?.resolve("before the change");
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.resolve("after the change");
    await settled(cache);
    expect(cache.read(KEY).data).toBe("after the change");
    expect(answers).toHaveLength(2);
  });

  it("asks at most once in the given gap, however much changes", async () => {
    vi.useFakeTimers({ now: 0 });
    try {
      const cache = createQueryCache({ gap: 400, now: () => Date.now() });
      const fetcher = vi.fn(() => Promise.resolve(1));
      cache.watch(KEY, fetcher, () => undefined);
      await vi.advanceTimersByTimeAsync(1);
      for (let i = 0; i < 50; i += 1) cache.invalidate(() => true);
      await vi.advanceTimersByTimeAsync(398);
      expect(fetcher).toHaveBeenCalledTimes(1);
      await vi.advanceTimersByTimeAsync(10);
      expect(fetcher).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it("stops asking when nobody looks any more", () => {
    const cache = createQueryCache();
    const { answers, fetcher } = asked();
    const stop = cache.watch(KEY, fetcher, () => undefined);
    stop();
    expect(answers[0]?.signal.aborted).toBe(true);
    cache.watch(KEY, fetcher, () => undefined);
    expect(answers).toHaveLength(2);
  });

  it("shows a change of one's own at once", async () => {
    const cache = createQueryCache();
    cache.watch(
      KEY,
      () => Promise.resolve([1, 2]),
      () => undefined,
    );
    await settled(cache);
    cache.update<number[]>(KEY, (list) => list.filter((one) => one !== 1));
    expect(cache.read(KEY).data).toEqual([2]);
  });
});
