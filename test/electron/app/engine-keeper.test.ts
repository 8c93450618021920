import { MessageChannel } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { keepEngine, RESTART_PAUSES, SOUND_MS } from "../../../electron/app/engine-keeper.ts";

/** Engines that end when told, a clock that stands still, and timers that fire when told. */
function setUp(failures: readonly string[] = []) {
  const left = [...failures];
  const engines: { end: (reason: string) => void; stopped: boolean }[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  const told: string[] = [];
  const asked: boolean[] = [];
  let now = 0;
  const keeper = keepEngine({
    now: () => now,
    after: (ms, run) => void timers.push({ ms, run }),
    startEngine: async (afterFailure) => {
      asked.push(afterFailure);
      const failure = left.shift();
      if (failure !== undefined) throw new Error(failure);
      const { promise, resolve } = Promise.withResolvers<string>();
      const engine = { end: resolve, stopped: false };
      engines.push(engine);
      return {
        port: () => new MessageChannel().port1,
        ended: promise,
        async stop() {
          engine.stopped = true;
        },
      };
    },
  });
  keeper.onReady(() => told.push("ready"));
  keeper.onDown(() => told.push("down"));
  keeper.onTrouble((reason) => told.push(`trouble: ${reason}`));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    keeper,
    engines,
    timers,
    told,
    asked,
    settle,
    later: (ms: number) => {
      now += ms;
    },
    crash: async () => {
      engines.at(-1)?.end("out of memory");
      await settle();
    },
    fire: async () => {
      timers.pop()?.run();
      await settle();
    },
  };
}

describe("the engine thread", () => {
  it("is told whether the one before it has ended by itself", async () => {
    const { keeper, asked, crash, fire, settle } = setUp();
    keeper.start();
    await settle();
    await crash();
    await fire();
    expect(asked).toEqual([false, true]);
  });
  it("is started anew each time it ends by itself, with longer pauses", async () => {
    const { keeper, told, timers, crash, fire, settle } = setUp();
    keeper.start();
    await settle();
    const pauses: number[] = [];
    for (const _ of RESTART_PAUSES) {
      await crash();
      expect(keeper.port()).toBeUndefined();
      pauses.push(timers.at(-1)?.ms ?? -1);
      await fire();
      expect(keeper.port()).toBeDefined();
    }
    expect(pauses).toEqual([...RESTART_PAUSES]);
    expect(told).toEqual(["ready", ...RESTART_PAUSES.flatMap(() => ["down", "ready"])]);
  });

  it("that keeps ending is told, and starts again when a person says so", async () => {
    const { keeper, told, timers, crash, fire, settle } = setUp();
    keeper.start();
    await settle();
    for (const _ of RESTART_PAUSES) {
      await crash();
      await fire();
    }
    await crash();
    expect(told.at(-1)).toBe("trouble: out of memory");
    expect(timers).toEqual([]);
    keeper.start();
    await settle();
    expect(told.at(-1)).toBe("ready");
  });

  it("that was sound for a while starts from the shortest pause", async () => {
    const { keeper, timers, crash, fire, settle, later } = setUp();
    keeper.start();
    await settle();
    await crash();
    await fire();
    await crash();
    await fire();
    later(SOUND_MS);
    await crash();
    expect(timers.at(-1)?.ms).toBe(RESTART_PAUSES[0]);
  });

  it("that can't start says why, once, and waits", async () => {
    const { keeper, told, settle } = setUp(["The database is from a newer version."]);
    keeper.start();
    await settle();
    expect(told).toEqual(["trouble: The database is from a newer version."]);
    keeper.start();
    await settle();
    expect(told.at(-1)).toBe("ready");
  });

  it("is stopped once, also while it starts, and its end is no crash", async () => {
    const { keeper, engines, told, settle } = setUp();
    keeper.start();
    await keeper.stop();
    engines[0]?.end("stopped");
    await settle();
    expect([engines.map((engine) => engine.stopped), told]).toEqual([[true], []]);
  });
});
