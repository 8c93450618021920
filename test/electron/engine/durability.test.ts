import { describe, expect, it } from "vitest";
import { RunId } from "#shared/model/ids.ts";
import { ended, type Harness, harness, Outside, quiet, startRun, workflow } from "../../helpers/engine-harness.ts";
import { items, restart } from "../../helpers/engine-restart.ts";

describe("barriers", () => {
  it("an outside write waits until everything before it and its own start are on disk", async () => {
    const h = harness();
    h.journal.auto = false;
    startRun(
      h,
      workflow({ start: { type: "t.manual" }, a: { type: "t.pass" }, send: { type: "t.send" } }, [
        ["start", "a"],
        ["a", "send"],
      ]),
      items(1),
    );
    await quiet();
    expect(ended(h.journal)).toEqual(["a"]);
    expect(h.outside.calls).toHaveLength(0);
    h.journal.sync();
    await quiet();
    expect(h.outside.calls).toHaveLength(1);
  });

  it("a write's result is on disk before a successor starts", async () => {
    const h = harness();
    h.journal.auto = false;
    startRun(
      h,
      workflow({ start: { type: "t.manual" }, send: { type: "t.send" }, after: { type: "t.pass" } }, [
        ["start", "send"],
        ["send", "after"],
      ]),
      items(1),
    );
    await quiet();
    h.journal.sync();
    await quiet();
    expect(ended(h.journal)).toEqual(["send"]);
    h.journal.sync();
    await quiet();
    expect(ended(h.journal)).toEqual(["send", "after"]);
  });

  it("the sender is answered when the answer's step is on disk, and once", async () => {
    const h = harness();
    h.journal.auto = false;
    const document = workflow(
      { hook: { type: "t.hook", params: { path: "p", answer: "respond" } }, respond: { type: "t.respond" }, again: { type: "t.respond" } },
      [
        ["hook", "respond"],
        ["respond", "again"],
      ],
    );
    h.engine.activate(document, 1);
    let answer: unknown;
    const done = h.engine.webhooks
      .handle("p", { method: "POST", path: "p", url: "", headers: {}, query: {}, raw: new Uint8Array(), body: { id: 7 }, receivedAt: 0 })
      .then((a) => {
        answer = a;
      });
    await quiet();
    expect(ended(h.journal)).toEqual(["respond", "again"]);
    expect(answer).toBeUndefined();
    h.journal.sync();
    await done;
    expect(answer).toMatchObject({ status: 201, body: '{"body":{"id":7}}' });
  });

  it("an accepted event is on disk before its sender gets a 2xx", async () => {
    const h = harness();
    h.journal.auto = false;
    h.engine.activate(workflow({ hook: { type: "t.hook", params: { path: "p" } }, a: { type: "t.pass" } }, [["hook", "a"]]), 1);
    let status = 0;
    const done = h.engine.webhooks
      .handle("p", { method: "POST", path: "p", url: "", headers: {}, query: {}, raw: new Uint8Array(), body: {}, receivedAt: 0 })
      .then((a) => {
        status = a.status;
      });
    await quiet();
    expect(status).toBe(0);
    h.journal.sync();
    await done;
    expect(status).toBe(200);
  });

  it("the same event key starts one run", async () => {
    const h = harness();
    h.engine.activate(
      workflow({ hook: { type: "t.hook", params: { path: "p", key: "x-id" } }, send: { type: "t.send" } }, [["hook", "send"]]),
      1,
    );
    const request = {
      method: "POST",
      path: "p",
      url: "",
      headers: { "x-id": "e1" },
      query: {},
      raw: new Uint8Array(),
      body: {},
      receivedAt: 0,
    };
    const answers = await Promise.all([1, 2, 3].map(() => h.engine.webhooks.handle("p", request)));
    await quiet();
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200]);
    expect(h.outside.calls).toHaveLength(1);
  });
});

describe("a write over many items", () => {
  const sending = workflow({ start: { type: "t.manual" }, send: { type: "t.send" }, end: { type: "t.pass" } }, [
    ["start", "send"],
    ["send", "end"],
  ]);

  it("goes on after a crash where it stopped, and asks about the one in flight", async () => {
    const h = harness();
    const gate = Promise.withResolvers<void>();
    h.outside.answer = async (value) => {
      if (value["id"] === 4) await gate.promise;
      return { did: value["id"] };
    };
    startRun(h, sending, items(6));
    await quiet(100);
    expect(h.outside.calls.map((c) => c.value)).toEqual(items(4).map((i) => i.json));
    const next = await restart(h);
    await quiet();
    const run = [...next.engine.executor.runs.values()][0];
    expect(run).toMatchObject({ status: "waiting", waitingFor: "decision" });
    expect(next.outside.calls).toHaveLength(4);
    const result = await next.engine.settle(RunId.parse("1"), { node: "send", item: 3 }, { answer: "happened", output: { did: 4 } }, "me");
    expect(result).toEqual({ ok: true, settled: 1 });
    await run?.ended;
    expect(run?.status).toBe("succeeded");
    expect(next.outside.calls.map((c) => (c.value as { id: number }).id)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("repeats the one in flight with the same key where the service honours it", async () => {
    const h = harness();
    const gate = Promise.withResolvers<void>();
    let tries = 0;
    h.outside.answer = async (value) => {
      if (value["id"] === 2 && ++tries === 1) await gate.promise;
      return { did: value["id"] };
    };
    startRun(h, workflow({ start: { type: "t.manual" }, send: { type: "t.send_keyed" } }, [["start", "send"]]), items(3));
    await quiet(100);
    const next = await restart(h);
    await quiet(100);
    expect(next.journal.run(RunId.parse("1"))?.status).toBe("succeeded");
    const keys = next.outside.calls.map((c) => c.key);
    expect(keys).toHaveLength(4);
    expect(keys[1]).toBe(keys[2]);
    expect(new Set(keys).size).toBe(3);
  });

  it("asks the service itself where it can be asked", async () => {
    const h = harness();
    h.outside.answer = () => new Promise(() => {});
    startRun(h, sending, items(1));
    await quiet(50);
    h.outside.verdict = { happened: true, output: { seen: true } };
    const next = await restart(h);
    await quiet(50);
    expect(next.journal.run(RunId.parse("1"))?.status).toBe("succeeded");
    expect(next.outside.calls).toHaveLength(1);
  });
});

describe("cancel", () => {
  it("works while a run waits, and is final after a restart", async () => {
    const h = harness();
    const run = startRun(
      h,
      workflow({ start: { type: "t.manual" }, wait: { type: "t.wait", params: { ms: 1_000 } } }, [["start", "wait"]]),
      items(1),
    );
    await quiet();
    h.engine.cancel(run.id, "me");
    await run.ended;
    expect(run.status).toBe("cancelled");
    const next = await restart(h);
    h.clock.advance(10_000);
    await quiet();
    expect(next.engine.executor.runs.size).toBe(0);
  });
  it("works while a run is queued", async () => {
    const h = harness({ limits: { active: 1 } });
    h.outside.answer = () => new Promise(() => {});
    startRun(h, workflow({ start: { type: "t.manual" }, send: { type: "t.send" } }, [["start", "send"]]), items(1));
    const second = startRun(h, workflow({ start: { type: "t.manual" }, a: { type: "t.pass" } }, [["start", "a"]]), items(1));
    await quiet();
    expect(second.status).toBe("queued");
    h.engine.cancel(second.id, "me");
    await second.ended;
    expect(second.status).toBe("cancelled");
  });
});

describe("crashes at every commit point", () => {
  const document = workflow(
    {
      start: { type: "t.manual" },
      if: { type: "t.split", params: { over: 1 } },
      send: { type: "t.send" },
      keyed: { type: "t.send_keyed" },
      table: { type: "t.table" },
      nap: { type: "t.wait", params: { ms: 5_000 } },
      join: { type: "t.join" },
      end: { type: "t.pass" },
    },
    [
      ["start", "if"],
      ["if.true", "send"],
      ["if.false", "keyed"],
      ["send", "table"],
      ["keyed", "nap"],
      ["table", "join.a"],
      ["nap", "join.b"],
      ["join", "end"],
    ],
  );
  /** Runs to a crash after `point` records, restarts until nothing is left, and tells what the outside saw. */
  async function crashAt(point: number, keepAll: boolean): Promise<{ h: Harness; asked: number }> {
    let h = harness({ outside: new Outside() });
    h.journal.crashAt = point;
    startRun(h, document, items(4));
    await quiet(60);
    h.clock.advance(5_000);
    await quiet(60);
    if (!h.journal.crashed) return { h, asked: 0 };
    h = await restart(h, keepAll ? h.journal.records.length : undefined);
    await quiet(60);
    let asked = 0;
    for (let round = 0; round < 5; round++) {
      const run = [...h.engine.executor.runs.values()][0];
      if (!run) break;
      if (run.waitingFor === "decision") {
        asked++;
        await h.engine.settle(run.id, {}, { answer: "happened", output: { settled: true } }, "me");
      }
      h.clock.advance(5_000);
      await quiet(60);
    }
    return { h, asked };
  }

  it("lose nothing, finish every run, repeat no unkeyed effect and no row", async () => {
    const whole = await crashAt(Number.POSITIVE_INFINITY, true);
    const points = whole.h.journal.records.length;
    expect(points).toBeGreaterThan(15);
    for (let point = 1; point <= points; point++) {
      for (const keepAll of [true, false]) {
        const { h, asked } = await crashAt(point, keepAll);
        const started = h.journal.records.some((r) => r.kind === "run");
        if (!started) continue;
        expect(h.journal.run(RunId.parse("1"))?.status, `crash after record ${point}`).toBe("succeeded");
        const unkeyed = h.outside.calls.filter((c) => c.step === "send").map((c) => c.key);
        expect(new Set(unkeyed).size, `crash after record ${point}: an unkeyed effect was repeated`).toBe(unkeyed.length);
        expect(unkeyed.length, `crash after record ${point}: an effect is missing`).toBeGreaterThanOrEqual(3 - asked);
        expect(h.journal.rows.get("orders"), `crash after record ${point}`).toHaveLength(3);
        const finals = h.journal.records.filter((r) => r.kind === "end");
        expect(finals).toHaveLength(1);
        const steps = h.journal.records.flatMap((r) => (r.kind === "step" ? [r.step] : []));
        expect(new Set(steps).size, `crash after record ${point}: a finished step ran again`).toBe(steps.length);
      }
    }
  }, 60_000);
});

describe("a run's time limit", () => {
  const slow = workflow(
    { start: { type: "t.manual" }, nap: { type: "t.wait", params: { ms: 60_000 } }, get: { type: "t.look_up" } },
    [
      ["start", "nap"],
      ["nap", "get"],
    ],
    { timeout: 5_000 },
  );
  it("ends a run that works too long, naming the limit; waits do not count", async () => {
    const h = harness();
    h.outside.answer = () => new Promise(() => {});
    const run = startRun(h, slow, items(1));
    await quiet();
    h.clock.advance(60_000);
    await quiet();
    expect(run.status).toBe("running");
    h.clock.advance(5_000);
    await quiet();
    // The call in flight never answers, also when it is told to stop: nothing waits for it for long.
    h.clock.advance(10_000);
    await run.ended;
    expect(run).toMatchObject({ status: "failed", error: { name: "TimeLimit", node: "get" } });
  });
});

describe("waiting for an event", () => {
  const waiting = workflow(
    { start: { type: "t.manual" }, wait: { type: "t.wait_event", params: { key: "k1" } }, end: { type: "t.pass" } },
    [
      ["start", "wait"],
      ["wait", "end"],
    ],
  );
  const call = {
    method: "POST",
    path: "wait/k1",
    url: "",
    headers: {},
    query: {},
    raw: new Uint8Array(),
    body: { yes: true },
    receivedAt: 0,
  };
  it("goes on with what the call brought, once, also after a restart", async () => {
    const first = harness();
    startRun(first, waiting, items(1));
    await quiet();
    const h = await restart(first);
    expect((await h.engine.webhooks.handle("wait/other", call)).status).toBe(404);
    const run = [...h.engine.executor.runs.values()][0];
    const answers = await Promise.all([h.engine.webhooks.handle("wait/k1", call), h.engine.webhooks.handle("wait/k1", call)]);
    expect(answers.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 404]);
    await run?.ended;
    expect([...(run?.core.runsOf.get(2)?.[0]?.outputs[0] ?? [])].map((i) => i.json)).toMatchObject([{ body: { yes: true } }]);
  });
});

describe("simulation", () => {
  it("sends nothing, answers from samples and skips waits", async () => {
    const h = harness();
    const document = workflow(
      { start: { type: "t.manual" }, nap: { type: "t.wait", params: { ms: 60_000 } }, get: { type: "t.sampled" } },
      [
        ["start", "nap"],
        ["nap", "get"],
      ],
    );
    const plan = h.engine.plan(document, null);
    const run = h.engine.run(document, { plan, at: h.engine.startNode(plan), items: [items(2)], mode: "simulate" });
    await run.ended;
    expect(run.status).toBe("succeeded");
    expect(h.outside.calls).toEqual([]);
    expect([...(run.core.runsOf.get(2)?.[0]?.outputs[0] ?? [])].map((i) => i.json)).toEqual([{ from: "sample" }, { from: "sample" }]);
  });
  it("fails at a step without a sample", async () => {
    const h = harness();
    const document = workflow({ start: { type: "t.manual" }, send: { type: "t.send" } }, [["start", "send"]]);
    const plan = h.engine.plan(document, null);
    const run = h.engine.run(document, { plan, at: h.engine.startNode(plan), items: [items(1)], mode: "simulate" });
    await run.ended;
    expect(run.error?.message).toContain("no sample");
    expect(h.outside.calls).toEqual([]);
  });
});
