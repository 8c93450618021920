import { describe, expect, it } from "vitest";
import { userError } from "#shared/model/failure.ts";
import { RunId } from "#shared/model/ids.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import { type Harness, harness, jsonOf, Outside, quiet, startRun, workflow } from "../../helpers/engine-harness.ts";
import { items, restart } from "../../helpers/engine-restart.ts";

const FIRST = RunId.parse("1");
const refused = (message: string) => userError(message);

const child = workflow({ in: { type: "t.called" }, send: { type: "t.send" } }, [["in", "send"]], {}, "child");
const calling = (params: Record<string, unknown> = {}, more: object = {}): Workflow =>
  workflow(
    {
      start: { type: "t.manual" },
      call: { type: "t.call_workflow", params: { workflow: "child", ...params }, ...more },
      after: { type: "t.pass" },
    },
    [
      ["start", "call"],
      ["call", "after"],
    ],
  );
const runsOf = (h: Harness, id: string) => h.journal.records.filter((r) => r.kind === "run" && r.workflow === id);
const lastItems = (run: { core: { steps: readonly ({ outputs: readonly Iterable<{ json: object }>[] } | undefined)[] } }) =>
  jsonOf(run.core.steps.at(-1)?.outputs[0] as never);

describe("a step that calls a workflow", () => {
  it("goes on with what the called run's last step gave", async () => {
    const h = harness({ live: [child] });
    const run = startRun(h, calling(), items(2));
    await quiet();
    expect(run.status).toBe("succeeded");
    expect(lastItems(run)).toEqual([{ did: 1 }, { did: 2 }]);
    expect(runsOf(h, "child")).toMatchObject([{ calledBy: { run: "1", step: 1, call: 0, depth: 1 } }]);
  });

  it("calls once for each item, one after the other, and keeps their order", async () => {
    const h = harness({ live: [child] });
    const run = startRun(h, calling({ items: "each" }), items(3));
    await quiet(100);
    expect(run.status).toBe("succeeded");
    expect(lastItems(run)).toEqual([{ did: 1 }, { did: 2 }, { did: 3 }]);
    expect(runsOf(h, "child")).toHaveLength(3);
    expect([...(run.core.steps[1]?.outputs[0] ?? [])].map((item) => item.source)).toEqual([0, 1, 2]);
  });

  it("has no more runs under way than it may", async () => {
    const h = harness({ live: [child] });
    const gates = new Map<unknown, () => void>();
    h.outside.answer = (value) => new Promise((resolve) => gates.set(value["id"], () => resolve({ did: value["id"] })));
    startRun(h, calling({ items: "each", atOnce: 2 }), items(3));
    await quiet();
    expect([...gates.keys()]).toEqual([1, 2]);
    gates.get(2)?.();
    await quiet();
    expect([...gates.keys()]).toEqual([1, 2, 3]);
  });

  it("waits without holding a place, and says for what", async () => {
    const h = harness({ live: [child], limits: { active: 1 } });
    const gate = Promise.withResolvers<unknown>();
    h.outside.answer = () => gate.promise;
    const run = startRun(h, calling(), items(1));
    await quiet();
    expect(run).toMatchObject({ status: "waiting", waitingFor: "run" });
    gate.resolve({ did: "it" });
    await quiet();
    expect(run.status).toBe("succeeded");
  });

  it("hands its items on at once where it does not wait", async () => {
    const h = harness({ live: [child] });
    h.outside.answer = () => new Promise(() => {});
    const run = startRun(h, calling({ wait: false }), items(2));
    await quiet();
    expect(run.status).toBe("succeeded");
    expect(lastItems(run)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(h.outside.calls).toHaveLength(1);
  });

  it("gives the called workflow the fields that it is told to", async () => {
    const h = harness({ live: [child] });
    startRun(h, calling({ items: "each", inputs: [{ name: "id", value: "={{ $json.id * 10 }}" }] }), items(2));
    await quiet(60);
    expect(h.outside.calls.map((c) => c.value)).toEqual([{ id: 10 }, { id: 20 }]);
  });

  it("fails where a called run fails, naming the run; the others' results stay where it goes on", async () => {
    const fails = (value: Record<string, unknown>) => {
      if (value["id"] === 2) throw refused("no such customer");
      return { did: value["id"] };
    };
    const h = harness({ live: [child] });
    h.outside.answer = fails;
    const run = startRun(h, calling({ items: "each" }), items(3));
    await quiet(100);
    expect(run).toMatchObject({
      status: "failed",
      error: { message: "no such customer", failure: { item: 1, fix: "Open run 3: it stopped at 'send'." } },
    });

    const on = harness({ live: [child] });
    on.outside.answer = fails;
    const going = startRun(on, calling({ items: "each" }, { onError: "continue" }), items(3));
    await quiet(100);
    expect(going.status).toBe("succeeded");
    expect(lastItems(going)).toMatchObject([{ did: 1 }, { error: "no such customer" }, { did: 3 }]);
  });

  it("calls again at its next try what failed, and only that", async () => {
    const h = harness({ live: [child] });
    let tries = 0;
    h.outside.answer = (value) => {
      if (value["id"] === 2 && ++tries === 1) throw refused("busy");
      return { did: value["id"] };
    };
    const run = startRun(h, calling({ items: "each" }, { retry: { tries: 2, waits: [1_000], on: "any" } }), items(3));
    await quiet(100);
    expect(run).toMatchObject({ status: "waiting", waitingFor: "retry" });
    h.clock.advance(2_000);
    await quiet(100);
    expect(run.status).toBe("succeeded");
    expect(h.outside.calls.map((c) => (c.value as { id: number }).id)).toEqual([1, 2, 2, 3]);
  });

  it.each([
    [[], "does not exist any more"],
    [[workflow({ hook: { type: "t.hook", params: { path: "p" } } }, [], {}, "child")], "can't be called"],
  ])("says what is wrong with the workflow it calls", async (live, message) => {
    const h = harness({ live });
    const run = startRun(h, calling(), items(1));
    await quiet();
    expect(run.status).toBe("failed");
    expect(run.error?.message).toContain(message);
    expect(run.error?.failure).toMatchObject({ kind: "user", field: "workflow" });
  });

  it("ends a workflow that calls itself without end", async () => {
    const self = workflow(
      { in: { type: "t.called" }, call: { type: "t.call_workflow", params: { workflow: "child" } } },
      [["in", "call"]],
      {},
      "child",
    );
    const h = harness({ live: [self] });
    const run = startRun(h, calling(), items(1));
    await quiet(500);
    expect(run).toMatchObject({ status: "failed", error: { message: "Workflows call one another 100 deep" } });
    expect(h.engine.executor.runs.size).toBe(0);
  });

  it("begins nothing more after a failure, unless it is to go on", async () => {
    const h = harness({ live: [child] });
    h.outside.answer = (value) => {
      if (value["id"] === 2) throw refused("no such customer");
      return { did: value["id"] };
    };
    startRun(h, calling({ items: "each" }), items(5));
    await quiet(100);
    expect(h.outside.calls).toHaveLength(2);
  });

  it("takes a call that can't begin as that item's failure, and keeps the others'", async () => {
    const h = harness({ live: [child] });
    const chosen = { items: "each", workflow: "={{ $json.id === 2 ? 'gone' : 'child' }}" };
    const run = startRun(h, calling(chosen, { onError: "continue" }), items(3));
    await quiet(100);
    expect(run.status).toBe("succeeded");
    expect(lastItems(run)).toMatchObject([{ did: 1 }, { error: "The workflow to call does not exist any more." }, { did: 3 }]);
  });

  it("is given up at its time limit, and what it called is cancelled", async () => {
    const h = harness({ live: [child] });
    h.outside.answer = () => new Promise(() => {});
    const run = startRun(h, calling({}, { timeout: 5_000, retry: { tries: 1, waits: [] } }), items(1));
    await quiet();
    h.clock.advance(4_000);
    await quiet();
    expect(run.status).toBe("waiting");
    const again = await restart(h);
    again.clock.advance(1_500);
    await quiet();
    again.clock.advance(60_000);
    await quiet();
    expect(again.journal.run(FIRST)?.status).toBe("failed");
    expect(again.journal.run(RunId.parse("2"))?.status).toBe("cancelled");
    const end = again.journal.records.findLast((r) => r.kind === "end" && r.run === FIRST);
    expect(end).toMatchObject({ error: { message: "The step did not end within its time limit of 5000 ms." } });
  });

  it("gives each of its tries the whole time limit", async () => {
    const h = harness({ live: [child] });
    let tries = 0;
    const second = Promise.withResolvers<unknown>();
    h.outside.answer = () => {
      if (++tries === 1) throw refused("busy");
      return second.promise;
    };
    const run = startRun(h, calling({}, { timeout: 5_000, retry: { tries: 2, waits: [10_000], on: "any" } }), items(1));
    await quiet(60);
    h.clock.advance(10_000);
    await quiet(60);
    h.clock.advance(4_000);
    second.resolve({ did: "it" });
    await quiet(60);
    expect(run.status).toBe("succeeded");
  });

  it("fails where it does not wait for a run that can't begin", async () => {
    const h = harness();
    const run = startRun(h, calling({ wait: false }), items(2));
    await quiet();
    expect(run).toMatchObject({ status: "failed", error: { message: "The workflow to call does not exist any more." } });

    const on = harness({ live: [child] });
    const chosen = { items: "each", wait: false, workflow: "={{ $json.id === 2 ? 'gone' : 'child' }}" };
    const going = startRun(on, calling(chosen, { onError: "continue" }), items(3));
    await quiet(60);
    expect(lastItems(going)).toMatchObject([{ id: 1 }, { error: "The workflow to call does not exist any more." }, { id: 3 }]);
  });

  it("cancels what it has called also when the program is killed in between", async () => {
    const h = harness({ live: [child] });
    h.outside.answer = () => new Promise(() => {});
    const run = startRun(h, calling(), items(1));
    await quiet();
    h.engine.cancel(run.id, "owner");
    const until = h.journal.records.findIndex((r) => r.kind === "cancel" && r.run === FIRST) + 1;
    const again = await restart(h, until);
    again.clock.advance(60_000);
    await quiet(60);
    expect(again.journal.run(FIRST)?.status).toBe("cancelled");
    expect(again.journal.run(RunId.parse("2"))?.status).toBe("cancelled");
  });

  it("has few runs under way where it does not wait for any number of them", async () => {
    const h = harness({ live: [child], limits: { active: 10 } });
    const waiting: (() => void)[] = [];
    h.outside.answer = (value) => new Promise((resolve) => waiting.push(() => resolve({ did: value["id"] })));
    const run = startRun(h, calling({ items: "each", wait: false }), items(1_000));
    await quiet(100);
    expect(h.engine.executor.runs.size).toBeLessThan(150);
    for (let round = 0; round < 600 && h.engine.executor.runs.size > 0; round++) {
      for (const go of waiting.splice(0)) go();
      await quiet(5);
    }
    expect(run.status).toBe("succeeded");
    expect(runsOf(h, "child")).toHaveLength(1_000);
  });

  it("lets a workflow inside the step reach no more than the one around it may", async () => {
    const inner = { ...child, settings: { ...child.settings, network: ["127.0.0.1:5432"] } };
    const h = harness();
    startRun(h, { ...calling({ source: "document", document: inner }), settings: { ...child.settings, network: ["10.0.0.5"] } }, items(1));
    await quiet();
    const record = h.journal.records.find((r) => r.kind === "run" && r.workflow === "child");
    expect(JSON.parse((record?.kind === "run" && record.document) || "{}").settings.network).toEqual(["10.0.0.5"]);
  });

  it("cancels what it has called when its run is cancelled", async () => {
    const h = harness({ live: [child] });
    h.outside.answer = () => new Promise(() => {});
    const run = startRun(h, calling(), items(1));
    await quiet();
    h.engine.cancel(run.id, "owner");
    h.clock.advance(60_000);
    await quiet();
    expect(h.journal.run(FIRST)?.status).toBe("cancelled");
    expect(h.journal.run(RunId.parse("2"))?.status).toBe("cancelled");
  });

  it("neither loses nor repeats a call, wherever the program is killed", async () => {
    const plain = calling({ items: "each" });
    const document = { ...plain, nodes: plain.nodes.map((node) => (node.id === "after" ? { ...node, type: "t.send" } : node)) };
    const crash = async (point: number, keepAll: boolean): Promise<Harness> => {
      let h = harness({ outside: new Outside(), live: [child] });
      h.journal.crashAt = point;
      startRun(h, document, items(3));
      await quiet(120);
      if (!h.journal.crashed) return h;
      h = await restart(h, keepAll ? h.journal.records.length : undefined);
      for (let round = 0; round < 4; round++) {
        await quiet(120);
        for (const run of Array.from(h.engine.executor.runs.values()))
          if (run.waitingFor === "decision") await h.engine.settle(run.id, {}, { answer: "happened", output: { settled: true } }, "me");
      }
      return h;
    };
    const points = (await crash(Number.POSITIVE_INFINITY, true)).journal.records.length;
    expect(points).toBeGreaterThan(20);
    for (let point = 1; point <= points; point++) {
      for (const keepAll of [true, false]) {
        const h = await crash(point, keepAll);
        if (!h.journal.records.some((r) => r.kind === "run")) continue;
        const where = `crash after record ${point}`;
        expect(h.journal.run(FIRST)?.status, where).toBe("succeeded");
        expect(runsOf(h, "child"), where).toHaveLength(3);
        const keys = h.outside.calls.map((c) => c.key);
        expect(new Set(keys).size, `${where}: an effect was repeated`).toBe(keys.length);
        const ends = h.journal.records.flatMap((r) => (r.kind === "step" ? [`${r.run}:${r.step}`] : []));
        expect(new Set(ends).size, `${where}: a finished step ran again`).toBe(ends.length);
      }
    }
  }, 60_000);
});

describe("an error workflow", () => {
  const handler = workflow({ in: { type: "t.error" }, tell: { type: "t.send" } }, [["in", "tell"]], {}, "handler");
  const failing = (settings: object = { errorWorkflow: "handler" }) =>
    workflow({ start: { type: "t.manual" }, send: { type: "t.look_up" } }, [["start", "send"]], settings);
  const breaks = (h: Harness) => {
    h.outside.answer = (value) => {
      if (value["id"] === 1) throw refused("no such order");
      return { told: true };
    };
  };

  it("is told which live run failed, where and why", async () => {
    const h = harness({ live: [handler] });
    breaks(h);
    const run = startRun(h, failing(), items(1));
    await quiet(60);
    expect(run.status).toBe("failed");
    expect(h.outside.calls.at(-1)?.value).toEqual({
      execution: {
        id: "1",
        error: { message: "no such order", name: "user", node: { name: "send", type: "t.look_up" } },
        lastNodeExecuted: "send",
        mode: "trigger",
      },
      workflow: { id: "w1", name: "w1" },
    });
  });

  it("is left alone by tests", async () => {
    const h = harness({ live: [handler] });
    breaks(h);
    startRun(h, failing(), items(1), "test");
    await quiet(60);
    expect(runsOf(h, "handler")).toHaveLength(0);
  });

  it("does not handle its own failure", async () => {
    const own = workflow({ in: { type: "t.error" }, tell: { type: "t.send" } }, [["in", "tell"]], { errorWorkflow: "handler" }, "handler");
    const h = harness({ live: [own] });
    h.outside.answer = () => {
      throw refused("down");
    };
    startRun(h, failing(), items(1));
    await quiet(100);
    expect(runsOf(h, "handler")).toHaveLength(1);
  });

  it("is not started anew by what fails in a workflow that it calls", async () => {
    const sub = workflow({ in: { type: "t.called" }, bad: { type: "t.look_up" } }, [["in", "bad"]], { errorWorkflow: "handler" }, "sub");
    const caller = workflow(
      { in: { type: "t.error" }, call: { type: "t.call_workflow", params: { workflow: "sub" } } },
      [["in", "call"]],
      {},
      "handler",
    );
    const h = harness({ live: [caller, sub] });
    h.outside.answer = () => {
      throw refused("down");
    };
    startRun(h, failing(), items(1));
    await quiet(300);
    expect(runsOf(h, "handler")).toHaveLength(1);
  });

  it("that can't be started is named in the failed run's log", async () => {
    const h = harness();
    breaks(h);
    startRun(h, failing(), items(1));
    await quiet(60);
    expect(h.journal.records.find((r) => r.kind === "log")).toMatchObject({
      text: "The error workflow was not started: The workflow to call does not exist any more.",
    });
  });

  it("is started once, wherever the program is killed", async () => {
    for (let point = 1; point < 14; point++) {
      for (const keepAll of [true, false]) {
        let h = harness({ outside: new Outside(), live: [handler] });
        breaks(h);
        h.journal.crashAt = point;
        startRun(h, failing(), items(1));
        await quiet(60);
        if (h.journal.crashed) h = await restart(h, keepAll ? h.journal.records.length : undefined);
        await quiet(60);
        if (!h.journal.records.some((r) => r.kind === "run")) continue;
        expect(h.journal.run(FIRST)?.status, `crash after record ${point}`).toBe("failed");
        expect(runsOf(h, "handler"), `crash after record ${point}`).toHaveLength(1);
      }
    }
  });
});
