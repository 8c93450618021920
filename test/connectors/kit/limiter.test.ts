import { describe, expect, it } from "vitest";
import { StepError } from "#shared/model/failure.ts";
import { createHttpClient } from "../../../connectors/kit/http-client.ts";
import { createLimiter, createLimiters, type LimiterClock } from "../../../connectors/kit/limiter.ts";
import { openNetwork } from "../../../connectors/kit/network.ts";
import { json, localServer } from "../../helpers/local-server.ts";

/** Time that moves only when told. */
function manualClock(): LimiterClock & { advance(ms: number): Promise<void> } {
  let now = 1_000_000;
  let timers: { at: number; fire: () => void }[] = [];
  return {
    now: () => now,
    at(at, fire) {
      const timer = { at, fire };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        const due = timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        now = Math.max(now, due.at);
        timers = timers.filter((one) => one !== due);
        due.fire();
        await Promise.resolve();
      }
      now = end;
      await Promise.resolve();
    },
  };
}

describe("a connection's limits", () => {
  it("let through so many at once and the others as time goes by, in order", async () => {
    const clock = manualClock();
    const limiter = createLimiter({ requests: 2, per: 1000 }, clock);
    const done: number[] = [];
    for (let i = 0; i < 5; i++) void limiter.acquire().then(() => done.push(i));
    await clock.advance(0);
    expect(done).toEqual([0, 1]);
    await clock.advance(499);
    expect(done).toEqual([0, 1]);
    await clock.advance(1);
    expect(done).toEqual([0, 1, 2]);
    await clock.advance(1000);
    expect(done).toEqual([0, 1, 2, 3, 4]);
  });

  it("hold places until they are given back", async () => {
    const clock = manualClock();
    const limiter = createLimiter({ requests: 100, per: 1000, concurrency: 1 }, clock);
    const done: string[] = [];
    const release = await limiter.acquire();
    void limiter.acquire().then(() => done.push("second"));
    await clock.advance(5000);
    expect(done).toEqual([]);
    release();
    release();
    await clock.advance(0);
    expect(done).toEqual(["second"]);
  });

  it("keep everybody quiet for as long as the service asks", async () => {
    const clock = manualClock();
    const limiter = createLimiter(undefined, clock);
    limiter.quiet(10_000);
    let through = false;
    void limiter.acquire().then(() => {
      through = true;
    });
    await clock.advance(9_999);
    expect(through).toBe(false);
    await clock.advance(1);
    expect(through).toBe(true);
  });

  it("send a long wait back to the engine instead of holding the step", async () => {
    const limiter = createLimiter(undefined, manualClock());
    limiter.quiet(120_000);
    await expect(limiter.acquire()).rejects.toMatchObject({
      failure: { kind: "service", retryable: true, outcome: "none", after: 120_000 },
    });
  });

  it("forget who was stopped while waiting", async () => {
    const clock = manualClock();
    const limiter = createLimiter({ requests: 1, per: 1000 }, clock);
    await limiter.acquire();
    const stop = new AbortController();
    const waiting = limiter.acquire(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toBeInstanceOf(StepError);
    let next = false;
    void limiter.acquire().then(() => {
      next = true;
    });
    await clock.advance(1000);
    expect(next).toBe(true);
  });

  it("are shared by all that use the same connection", () => {
    const limiterFor = createLimiters(manualClock());
    expect(limiterFor("c1", undefined)).toBe(limiterFor("c1", undefined));
    expect(limiterFor("c1", undefined)).not.toBe(limiterFor("c2", undefined));
  });

  it("hear of a 429 that one request got", async () => {
    const clock = manualClock();
    const server = await localServer((_request, response) => json(response, 429, {}, { "retry-after": "60" }));
    const network = openNetwork();
    try {
      const limiter = createLimiter(undefined, clock);
      const client = () => createHttpClient({ exchange: network.exchange, grants: [server.host], limiter });
      await expect(client().request({ method: "GET", url: server.url })).rejects.toMatchObject({ failure: { status: 429, after: 60_000 } });
      await expect(client().request({ method: "GET", url: server.url })).rejects.toMatchObject({
        failure: { name: "RateLimit", after: 60_000 },
      });
      expect(server.seen).toHaveLength(1);
    } finally {
      network.close();
      await server.close();
    }
  });
});
