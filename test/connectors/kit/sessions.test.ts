import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLimiter } from "../../../connectors/kit/limiter.ts";
import { createSessionPool, noSessions, type SessionKind } from "../../../connectors/kit/sessions.ts";
import { StepError } from "../../../electron/shared/model/failure.ts";

interface Fake {
  number: number;
  open: boolean;
}

function fakeKind() {
  const made: Fake[] = [];
  const reached: string[] = [];
  const state = { answers: true };
  const kind: SessionKind<Fake> = {
    open(to) {
      reached.push(`${to.address} as ${to.host}${to.local ? " (local)" : ""}`);
      const session = { number: made.length + 1, open: true };
      made.push(session);
      return Promise.resolve(session);
    },
    alive: (session) => session.open,
    check: () => (state.answers ? Promise.resolve() : Promise.reject(new Error("gone"))),
    close: (session) => {
      session.open = false;
    },
  };
  return { kind, made, reached, state };
}
const PLACE = { host: "127.0.0.1", port: 5 };
const number = (session: Fake) => Promise.resolve(session.number);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a session", () => {
  it("is left for the next item of the same connection, and for no other", async () => {
    const { kind } = fakeKind();
    const pool = createSessionPool();
    expect(await pool.of("a").use(PLACE, kind, undefined, number)).toBe(1);
    expect(await pool.of("a").use(PLACE, kind, undefined, number)).toBe(1);
    expect(await pool.of("b").use(PLACE, kind, undefined, number)).toBe(2);
    expect(await pool.of("a").use({ ...PLACE, port: 6 }, kind, undefined, number)).toBe(3);
  });

  it("is each item's own while it works", async () => {
    const { kind } = fakeKind();
    const sessions = createSessionPool().of("a");
    expect(await Promise.all([sessions.use(PLACE, kind, undefined, number), sessions.use(PLACE, kind, undefined, number)])).toEqual([1, 2]);
  });

  it("that failed, died or was left too long is used no more", async () => {
    const { kind, made } = fakeKind();
    const sessions = createSessionPool().of("a");
    await expect(sessions.use(PLACE, kind, undefined, () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
    expect(made[0]?.open).toBe(false);
    await sessions.use(PLACE, kind, undefined, number);
    if (made[1]) made[1].open = false;
    expect(await sessions.use(PLACE, kind, undefined, number)).toBe(3);
    vi.advanceTimersByTime(6_000);
    expect(made[2]?.open).toBe(false);
  });

  it("that was idle for a while is asked first whether it is still known", async () => {
    const { kind, state } = fakeKind();
    const sessions = createSessionPool().of("a");
    await sessions.use(PLACE, kind, undefined, number);
    vi.advanceTimersByTime(2_000);
    expect(await sessions.use(PLACE, kind, undefined, number)).toBe(1);
    vi.advanceTimersByTime(2_000);
    state.answers = false;
    expect(await sessions.use(PLACE, kind, undefined, number)).toBe(2);
  });

  it("whose check finds no answer holds nobody up, nor one that was stopped meanwhile", async () => {
    const { kind, made } = fakeKind();
    const silent = { ...kind, check: () => new Promise<void>(() => {}) };
    const sessions = createSessionPool().of("a");
    const idle = async () => {
      await sessions.use(PLACE, silent, undefined, number);
      vi.advanceTimersByTime(2_000);
    };
    await idle();
    const next = sessions.use(PLACE, silent, undefined, number);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await next).toBe(2);
    vi.advanceTimersByTime(2_000);
    const stop = new AbortController();
    const work = vi.fn(number);
    const stopped = sessions.use(PLACE, silent, stop.signal, work);
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ failure: { kind: "cancelled", outcome: "none" } });
    expect(work).not.toHaveBeenCalled();
    expect(made.map((session) => session.open)).toEqual([false, false]);
  });

  it("is not handed to a step that was stopped while the session was opened", async () => {
    const { kind, made } = fakeKind();
    const stop = new AbortController();
    const work = vi.fn(number);
    const late: SessionKind<Fake> = {
      ...kind,
      open(to, signal) {
        stop.abort();
        return kind.open(to, signal);
      },
    };
    await expect(createSessionPool().of("a").use(PLACE, late, stop.signal, work)).rejects.toMatchObject({ failure: { kind: "cancelled" } });
    expect(work).not.toHaveBeenCalled();
    expect(made[0]?.open).toBe(false);
  });

  it("is made as new before it is left; one that can't be is ended", async () => {
    const { kind, made } = fakeKind();
    const reset = vi.fn<(session: Fake) => Promise<void>>(() => Promise.resolve());
    const sessions = createSessionPool().of("a");
    const use = () => sessions.use(PLACE, { ...kind, reset }, undefined, number);
    expect([await use(), await use()]).toEqual([1, 1]);
    expect(reset).toHaveBeenCalledTimes(2);
    reset.mockRejectedValueOnce(new Error("a transaction is open"));
    expect([await use(), await use()]).toEqual([1, 2]);
    reset.mockReturnValueOnce(new Promise(() => {}));
    const silent = use();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await silent).toBe(2);
    expect(await use()).toBe(3);
    expect(made.map((session) => session.open)).toEqual([false, false, true]);
  });

  it("ends at once when the step is stopped, and with the pool", async () => {
    const { kind, made } = fakeKind();
    const pool = createSessionPool();
    const stop = new AbortController();
    const work = pool.of("a").use(PLACE, kind, stop.signal, (session) => {
      stop.abort();
      return session.open ? Promise.resolve() : Promise.reject(new Error("stopped"));
    });
    await expect(work).rejects.toThrow("stopped");
    await pool.of("a").use(PLACE, kind, undefined, number);
    pool.close();
    expect(made.map((session) => session.open)).toEqual([false, false]);
    await expect(pool.of("a").use(PLACE, kind, stop.signal, number)).rejects.toMatchObject({ failure: { kind: "cancelled" } });
  });

  it("waits for its turn", async () => {
    const { kind } = fakeKind();
    const sessions = createSessionPool().of("a", createLimiter({ requests: 100, per: 1000, concurrency: 1 }));
    const both = [sessions.use(PLACE, kind, undefined, number), sessions.use(PLACE, kind, undefined, number)];
    expect(await Promise.all(both)).toEqual([1, 1]);
  });
});

describe("the place", () => {
  const reach = async (host: string, addresses: { address: string; family: number }[] = []) => {
    const fake = fakeKind();
    const pool = createSessionPool({ lookup: () => Promise.resolve(addresses) });
    await pool.of("a").use({ host, port: 5432 }, fake.kind, undefined, number);
    return fake.reached[0];
  };

  it("is resolved once, and that address is connected to", async () => {
    expect(await reach("db.example.com", [{ address: "93.184.216.34", family: 4 }])).toBe("93.184.216.34 as db.example.com");
    expect(await reach("db.example.com", [{ address: "10.0.0.5", family: 4 }])).toBe("10.0.0.5 as db.example.com (local)");
    expect(await reach("::1")).toBe("::1 as ::1 (local)");
    expect(await reach("[::1]")).toBe("::1 as ::1 (local)");
  });

  it.each([
    ["169.254.169.254", []],
    ["metadata.google.internal", []],
    ["db.example.com", [{ address: "169.254.169.254", family: 4 }]],
    [
      "db.example.com",
      [
        { address: "93.184.216.34", family: 4 },
        { address: "fd00:ec2::254", family: 6 },
      ],
    ],
  ])("%s that gives out a cloud's keys is never reached", async (host, addresses) => {
    await expect(reach(host, addresses)).rejects.toMatchObject({ failure: { name: "NetworkGuardError" } });
  });

  it.each(["", "http://db.example.com", "db.example.com/x", "user@db", "/var/run/s", "a b"])("%o is no host", async (host) => {
    await expect(reach(host)).rejects.toMatchObject({ failure: { kind: "connection", field: "host" } });
  });

  it("is not reached in a replay", async () => {
    await expect(noSessions.use(PLACE, fakeKind().kind, undefined, number)).rejects.toBeInstanceOf(StepError);
  });
});
