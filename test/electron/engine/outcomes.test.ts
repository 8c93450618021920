import { describe, expect, it } from "vitest";
import { StepError } from "#shared/model/failure.ts";
import { RunId } from "#shared/model/ids.ts";
import { ended, harness, quiet, startRun, workflow } from "../../helpers/engine-harness.ts";
import { items, lost, restart } from "../../helpers/engine-restart.ts";

describe("unknown outcomes while running", () => {
  const sending = (node = {}) =>
    workflow({ start: { type: "t.manual" }, send: { type: "t.send", ...node }, end: { type: "t.pass" } }, [
      ["start", "send"],
      ["send", "end"],
    ]);
  it("are never repeated by guessing", async () => {
    const h = harness();
    h.outside.answer = () => {
      throw lost("unknown");
    };
    const run = startRun(h, sending(), items(1));
    await quiet(50);
    h.clock.advance(3_600_000);
    await quiet(50);
    expect(run).toMatchObject({ status: "waiting", waitingFor: "decision" });
    expect(h.outside.calls).toHaveLength(1);
  });
  it("nor where only its params say that a step writes", async () => {
    const h = harness();
    h.outside.answer = () => {
      throw lost("unknown");
    };
    const run = startRun(h, sending({ type: "t.append", params: { to: "disk" } }), items(2));
    await quiet(50);
    h.clock.advance(3_600_000);
    await quiet(50);
    expect(run).toMatchObject({ status: "waiting", waitingFor: "decision" });
    expect(h.outside.calls).toHaveLength(1);
  });
  it("follow the step's own rule: repeat", async () => {
    const h = harness();
    h.outside.answer = (value, attempt) => {
      if (attempt === 1) throw lost("unknown");
      return value;
    };
    const run = startRun(h, sending({ onInterrupted: "repeat" }), items(1));
    await quiet(50);
    h.clock.advance(10_000);
    await run.ended;
    expect(run.status).toBe("succeeded");
    expect(h.outside.calls).toHaveLength(2);
  });
  it("follow the step's own rule: skip", async () => {
    const h = harness();
    h.outside.answer = () => {
      throw lost("unknown");
    };
    const run = startRun(h, sending({ onInterrupted: "skip" }), items(2));
    await run.ended;
    expect(run.status).toBe("succeeded");
    expect(ended(h.journal)).toEqual(["send"]);
  });
  it("can be repeated by a person, with the same key", async () => {
    const h = harness();
    h.outside.answer = (value, attempt) => {
      if (attempt === 1) throw lost("unknown");
      return value;
    };
    const run = startRun(h, sending(), items(1));
    await quiet(50);
    await h.engine.settle(run.id, {}, { answer: "repeat" }, "me");
    await run.ended;
    expect(run.status).toBe("succeeded");
    expect(new Set(h.outside.calls.map((c) => c.key)).size).toBe(1);
  });
});

describe("retries", () => {
  const reading = (node = {}) => workflow({ start: { type: "t.manual" }, get: { type: "t.look_up", ...node } }, [["start", "get"]]);
  it("a read is tried six times at growing distances, then the run fails", async () => {
    const h = harness();
    h.outside.answer = () => {
      throw lost("none");
    };
    const run = startRun(h, reading(), items(1));
    for (const wait of [2_000, 10_000, 60_000, 300_000, 1_800_000]) {
      await quiet(20);
      expect(h.clock.pending).toEqual([h.clock.now() + wait]);
      h.clock.advance(wait);
    }
    await run.ended;
    expect(run.status).toBe("failed");
    expect(h.outside.calls).toHaveLength(6);
  });
  it("Retry-After is obeyed", async () => {
    const h = harness();
    h.outside.answer = (value, attempt) => {
      if (attempt === 1) throw lost("none", { after: 45_000 });
      return value;
    };
    const run = startRun(h, reading(), items(1));
    await quiet(20);
    h.clock.advance(44_999);
    await quiet(20);
    expect(h.outside.calls).toHaveLength(1);
    h.clock.advance(1);
    await run.ended;
    expect(h.outside.calls).toHaveLength(2);
  });
  it("a test run does not retry", async () => {
    const h = harness();
    h.outside.answer = () => {
      throw lost("none");
    };
    const run = startRun(h, reading(), items(1), "test");
    await run.ended;
    expect(run.status).toBe("failed");
    expect(h.outside.calls).toHaveLength(1);
  });
  it("count on after a restart", async () => {
    const h = harness();
    h.outside.answer = () => {
      throw lost("none");
    };
    startRun(h, reading({ retry: { tries: 3, waits: [1_000, 5_000], on: "faults" } }), items(1));
    await quiet(30);
    const next = await restart(h);
    h.clock.advance(1_000);
    await quiet(30);
    h.clock.advance(5_000);
    await quiet(30);
    expect(h.outside.calls).toHaveLength(3);
    expect(next.journal.run(RunId.parse("1"))?.status).toBe("failed");
  });
});

describe("errors that a step goes on from", () => {
  it("continue: an error item takes the failed one's place", async () => {
    const h = harness();
    h.outside.answer = (value) => {
      if (value["id"] === 2) throw new StepError({ kind: "user", message: "bad" });
      return value;
    };
    const run = startRun(
      h,
      workflow({ start: { type: "t.manual" }, send: { type: "t.send", onError: "continue" } }, [["start", "send"]]),
      items(3),
    );
    await run.ended;
    expect([...(run.core.runsOf.get(1)?.[0]?.outputs[0] ?? [])].map((i) => i.json)).toEqual([{ id: 1 }, { error: "bad" }, { id: 3 }]);
  });
  it("route: failed items leave by the error port", async () => {
    const h = harness();
    h.outside.answer = (value) => {
      if (value["id"] === 2) throw new StepError({ kind: "user", message: "bad" });
      return value;
    };
    const run = startRun(
      h,
      workflow(
        { start: { type: "t.manual" }, send: { type: "t.send", onError: "route" }, ok: { type: "t.pass" }, bad: { type: "t.pass" } },
        [
          ["start", "send"],
          ["send", "ok"],
          ["send.error", "bad"],
        ],
      ),
      items(3),
    );
    await run.ended;
    expect([...(run.core.runsOf.get(3)?.[0]?.outputs[0] ?? [])].map((i) => i.json)).toEqual([{ id: 2, error: "bad" }]);
  });
});

describe("a run whose workflow version is gone", () => {
  it("can't go on, but can be cancelled, once", async () => {
    const published = workflow({ start: { type: "t.manual" }, send: { type: "t.send" } }, [["start", "send"]]);
    const h = harness({ live: [published] });
    h.outside.answer = () => {
      throw lost("unknown");
    };
    const plan = h.engine.plan(published, 1);
    const run = h.engine.executor.start({
      plan,
      version: 1,
      mode: "live",
      at: h.engine.startNode(plan),
      items: [items(1)],
      active: true,
    });
    await quiet(50);
    expect(run.waitingFor).toBe("decision");

    h.engine.executor.halt(new Error("killed"));
    const without = harness({ journal: h.journal.afterCrash(), clock: h.clock, live: [] });
    const told: string[] = [];
    await without.engine.start((message) => void told.push(message));
    expect(told).toEqual([`Run ${run.id} can't go on: its workflow version is gone.`]);
    expect(() => without.engine.settle(run.id, {}, { answer: "skip" }, "ann")).toThrow(/version is gone/);
    without.engine.cancel(run.id, "ann");
    await quiet(10);
    expect(without.journal.run(run.id)?.status).toBe("cancelled");
    expect(without.events.at(-1)).toMatchObject({ type: "run", run: run.id, status: "cancelled" });
    expect(() => without.engine.cancel(run.id, "ann")).toThrow(/already ended/);
  });
});
