import { describe, expect, it } from "vitest";
import { StepError } from "#shared/model/failure.ts";
import { RunId } from "#shared/model/ids.ts";
import { type Harness, harness, quiet, startRun, workflow } from "../../helpers/engine-harness.ts";

const items = (n: number) => Array.from({ length: n }, (_, i) => ({ json: { id: i + 1 } }));
const FIRST = RunId.parse("1");

/** The program starts again on what is on disk. */
async function restart(h: Harness): Promise<Harness> {
  h.engine.executor.halt(new Error("killed"));
  const next = harness({ journal: h.journal.afterCrash(), clock: h.clock, outside: h.outside });
  await next.engine.start((message) => {
    throw new Error(message);
  });
  return next;
}

describe("two branches that end while one of them waits for the disk", () => {
  const branches = (slow: string) =>
    workflow(
      {
        start: { type: "t.manual" },
        slow: { type: slow },
        look: { type: "t.look_up" },
        afterSlow: { type: "t.send" },
        afterLook: { type: "t.send" },
      },
      [
        ["start", "slow"],
        ["start", "look"],
        ["slow", "afterSlow"],
        ["look", "afterLook"],
      ],
    );

  it.each(["t.send", "t.table"])("keep their own steps after a crash between them (%s)", async (slow) => {
    const h = harness();
    const read = Promise.withResolvers<void>();
    h.outside.answer = async (value) => {
      if (h.outside.calls.at(-1)?.step === "look") await read.promise;
      return value;
    };
    h.journal.auto = false;
    startRun(h, branches(slow), items(1));
    await quiet();
    // A write's start is on disk first; rows of our own tables need none.
    if (slow === "t.send") h.journal.sync();
    await quiet();
    // The write's result is on its way to disk while the other branch ends.
    read.resolve();
    await quiet();
    h.journal.sync();
    await quiet();
    // Both followers' starts.
    h.journal.sync();
    const started = h.journal.records.flatMap((r) => (r.kind === "started" && r.node.startsWith("after") ? [[r.step, r.node]] : []));
    expect(started).toHaveLength(2);
    const next = await restart(h);
    await quiet(50);
    const run = next.engine.executor.runs.get(FIRST);
    const steps = started.map(([step]) => [step, run?.core.steps[Number(step)]?.node.node.name]);
    expect(steps).toEqual(started);
  });
});

describe("answers about an unknown outcome that cross", () => {
  const sending = workflow({ start: { type: "t.manual" }, send: { type: "t.send" } }, [["start", "send"]]);

  async function unknown(): Promise<Harness> {
    const h = harness();
    h.outside.answer = (value, attempt) => {
      if (attempt === 1) throw new StepError({ kind: "network", message: "no answer", outcome: "unknown" });
      return value;
    };
    startRun(h, sending, items(1));
    await quiet(50);
    expect(h.engine.executor.runs.get(FIRST)?.waitingFor).toBe("decision");
    return h;
  }

  it("repeat it once, when a person answers while the service is being asked", async () => {
    const h = await unknown();
    const asked = Promise.withResolvers<{ happened: false }>();
    Object.defineProperty(h.outside, "verdict", { get: () => asked.promise });
    const verify = h.engine.settle(FIRST, {}, { answer: "verify" }, "me");
    await quiet();
    const hold = Promise.withResolvers<void>();
    h.outside.answer = async (value) => {
      await hold.promise;
      return value;
    };
    expect(await h.engine.settle(FIRST, {}, { answer: "repeat" }, "me")).toEqual({ ok: true, settled: 1 });
    await quiet();
    asked.resolve({ happened: false });
    expect(await verify).toMatchObject({ ok: false });
    await quiet();
    hold.resolve();
    await quiet(50);
    expect(h.outside.calls).toHaveLength(2);
    expect(h.journal.run(FIRST)?.status).toBe("succeeded");
    expect(h.journal.records.filter((r) => r.kind === "settled")).toHaveLength(1);
  });

  it("find nothing to settle in a run that was cancelled meanwhile", async () => {
    const h = await unknown();
    const asked = Promise.withResolvers<{ happened: false }>();
    Object.defineProperty(h.outside, "verdict", { get: () => asked.promise });
    const verify = h.engine.settle(FIRST, {}, { answer: "verify" }, "me");
    await quiet();
    h.engine.cancel(FIRST, "me");
    await quiet();
    asked.resolve({ happened: false });
    expect(await verify).toMatchObject({ ok: false });
    await quiet(50);
    expect(h.journal.records.at(-1)).toMatchObject({ kind: "end", status: "cancelled" });
    expect(h.outside.calls).toHaveLength(1);
  });
});

describe("an event that comes while its run is cancelled", () => {
  it("leaves the end the last word, and is told that nobody waits", async () => {
    const h = harness();
    const document = workflow({ start: { type: "t.manual" }, wait: { type: "t.wait_event", params: { key: "k1" } } }, [["start", "wait"]]);
    const run = startRun(h, document, items(1));
    await quiet();
    h.journal.auto = false;
    const woken = h.engine.executor.event("k1", items(1));
    h.engine.cancel(run.id, "me");
    h.journal.auto = true;
    h.journal.sync();
    expect(await woken).toBeUndefined();
    await quiet();
    expect(h.journal.records.at(-1)).toMatchObject({ kind: "end", status: "cancelled" });
  });
});

describe("a run's time limit", () => {
  it("also ends a run whose steps never wait", async () => {
    const h = harness();
    const document = workflow(
      { start: { type: "t.manual" }, count: { type: "t.count_down", params: { last: 90_000 } } },
      [
        ["start", "count"],
        ["count.loop", "count"],
      ],
      { timeout: 5_000 },
    );
    const run = startRun(h, document, items(1));
    expect(run.status).toBe("running");
    h.clock.advance(5_000);
    await run.ended;
    expect(run).toMatchObject({ status: "failed", error: { name: "TimeLimit", node: "count" } });
  });
});

describe("a sender who waits for the run's answer", () => {
  const request = { method: "POST", path: "p", url: "", headers: {}, query: {}, raw: new Uint8Array(), body: {}, receivedAt: 0 };
  it("gets no 2xx for an event that is not on disk, however long it takes", async () => {
    const h = harness();
    h.journal.auto = false;
    h.outside.answer = () => new Promise(() => {});
    h.engine.activate(
      workflow({ hook: { type: "t.hook", params: { path: "p", answer: "ended" } }, look: { type: "t.look_up" } }, [["hook", "look"]]),
      1,
    );
    let status = 0;
    const done = h.engine.webhooks.handle("p", request).then((a) => {
      status = a.status;
    });
    await quiet();
    h.clock.advance(200_000);
    await quiet();
    expect(status).toBe(0);
    h.journal.sync();
    await done;
    expect(status).toBe(202);
  });
});

describe("a run that is not resumed yet when somebody answers it", () => {
  it("goes on as a whole", async () => {
    const h = harness();
    const document = workflow(
      { start: { type: "t.manual" }, send: { type: "t.send" }, nap: { type: "t.wait", params: { ms: 5_000 } }, end: { type: "t.pass" } },
      [
        ["start", "send"],
        ["start", "nap"],
        ["nap", "end"],
      ],
    );
    h.outside.answer = () => {
      throw new StepError({ kind: "network", message: "no answer", outcome: "unknown" });
    };
    startRun(h, document, items(1));
    await quiet(50);
    h.engine.executor.halt(new Error("killed"));
    const next = harness({ journal: h.journal.afterCrash(), clock: h.clock, outside: h.outside });
    // Answered before the start has come to it.
    await next.engine.settle(FIRST, {}, { answer: "skip" }, "me");
    await next.engine.start((message) => {
      throw new Error(message);
    });
    await quiet();
    next.clock.advance(5_000);
    await quiet(50);
    expect(next.journal.run(FIRST)?.status).toBe("succeeded");
  });
});

describe("a test of a part of a workflow, run again", () => {
  it("stays that part", async () => {
    const h = harness();
    const document = workflow({ start: { type: "t.manual" }, a: { type: "t.pass" }, send: { type: "t.send" } }, [
      ["start", "a"],
      ["a", "send"],
    ]);
    const plan = h.engine.plan(document, null);
    const run = h.engine.run(document, {
      plan,
      at: h.engine.startNode(plan, "a"),
      items: [items(1)],
      mode: "test",
      options: { only: "a" },
    });
    await run.ended;
    const stored = h.journal.run(run.id);
    if (!stored) throw new Error("the run is not on record");
    await h.engine.rerun(stored, document, null, {}).ended;
    expect(h.outside.calls).toEqual([]);
  });
});

describe("a write over a whole list that is tried again", () => {
  it("asks nobody after a restart: the try before it had failed for certain", async () => {
    const h = harness();
    h.outside.answer = (value, attempt) => {
      if (attempt === 1) throw new StepError({ kind: "service", message: "busy", retryable: true, outcome: "none" });
      return value;
    };
    startRun(h, workflow({ start: { type: "t.manual" }, send: { type: "t.send_all" } }, [["start", "send"]]), items(2));
    await quiet(50);
    const next = await restart(h);
    next.clock.advance(10_000);
    await quiet(50);
    expect(next.journal.run(FIRST)?.status).toBe("succeeded");
    expect(next.outside.calls).toHaveLength(2);
  });
});
