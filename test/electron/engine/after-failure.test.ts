import { describe, expect, it } from "vitest";
import { RunId } from "#shared/model/ids.ts";
import { type Harness, harness, quiet, startRun, workflow } from "../../helpers/engine-harness.ts";
import { items, restart } from "../../helpers/engine-restart.ts";

const again = (h: Harness): Promise<Harness> => restart(h, undefined, true);
const status = (h: Harness, run = "1"): string | undefined => h.journal.run(RunId.parse(run))?.status;
const failures = (h: Harness): (string | undefined)[] =>
  h.journal.records.flatMap((r) => (r.kind === "step" && r.status === "failed" ? [r.failure?.name] : []));
const reading = workflow({ start: { type: "t.manual" }, look: { type: "t.look_up" }, after: { type: "t.pass" } }, [
  ["start", "look"],
  ["look", "after"],
]);
/** The engine ends while the steps wait for an answer that never comes. */
async function stuck(document = reading): Promise<Harness> {
  const h = harness();
  h.outside.answer = () => new Promise(() => {});
  startRun(h, document, items(1));
  await h.journal.durable();
  await quiet();
  return h;
}

describe("a step that was at work each time the engine ended by itself", () => {
  it("is tried twice, and its run fails instead of a third time", async () => {
    const second = await again(await stuck());
    await quiet();
    expect(second.outside.calls).toHaveLength(2);
    const third = await again(second);
    await quiet();
    expect(third.outside.calls).toHaveLength(2);
    expect(status(third)).toBe("failed");
    expect(failures(third)).toEqual(["EngineEnded"]);
  });
  it("is on record before it is tried again", async () => {
    const first = await stuck();
    first.journal.auto = false;
    const journal = first.journal.afterCrash();
    journal.auto = false;
    first.engine.executor.halt(new Error("killed"));
    const next = harness({ journal, clock: first.clock, outside: first.outside, live: first.live });
    await next.engine.start(() => {}, true);
    await quiet();
    expect(next.outside.calls).toHaveLength(1);
    journal.sync();
    await quiet();
    expect(next.outside.calls).toHaveLength(2);
  });
  it("is tried however often the program was stopped or killed", async () => {
    let h = await stuck();
    for (let n = 0; n < 4; n++) {
      h = await restart(h);
      await quiet();
    }
    expect(h.outside.calls).toHaveLength(5);
    expect(status(h)).toBe("running");
  });
  it("is tried again where it got further in between", async () => {
    const h = harness();
    const chain = workflow({ start: { type: "t.manual" }, a: { type: "t.look_up" }, b: { type: "t.look_up" } }, [
      ["start", "a"],
      ["a", "b"],
    ]);
    h.outside.answer = () => new Promise(() => {});
    startRun(h, chain, items(1));
    await h.journal.durable();
    await quiet();
    h.outside.answer = (_, attempt) => (h.outside.calls.length === 2 ? { did: attempt } : new Promise(() => {}));
    const second = await again(h);
    await quiet();
    await second.journal.durable();
    expect(second.outside.calls.map((call) => call.step)).toEqual(["a", "a", "b"]);
    const third = await again(second);
    await quiet();
    expect(third.outside.calls.map((call) => call.step)).toEqual(["a", "a", "b", "b"]);
    const fourth = await again(third);
    await quiet();
    expect(fourth.outside.calls).toHaveLength(4);
    expect(status(fourth)).toBe("failed");
  });
  it("takes no run along that only waits", async () => {
    const h = harness();
    startRun(h, workflow({ start: { type: "t.manual" }, wait: { type: "t.wait", params: { ms: 1_000 } } }, [["start", "wait"]]), items(1));
    await h.journal.durable();
    await quiet();
    const second = await again(h);
    await quiet();
    const third = await again(second);
    third.clock.advance(2_000);
    await quiet();
    expect(status(third)).toBe("succeeded");
  });
  it("is in doubt where it may have reached outside", async () => {
    const sending = workflow({ start: { type: "t.manual" }, send: { type: "t.send_keyed" } }, [["start", "send"]]);
    const second = await again(await stuck(sending));
    await quiet();
    const third = await again(second);
    await quiet();
    expect(third.outside.calls).toHaveLength(2);
    const [failure] = third.journal.records.flatMap((r) => (r.kind === "step" ? [r.failure] : []));
    expect(failure).toMatchObject({ name: "EngineEnded", outcome: "unknown" });
  });
});
