import { describe, expect, it } from "vitest";
import { type ScheduleStore, Schedules } from "../../../electron/engine/triggers/schedules.ts";
import { type Harness, harness, quiet, workflow } from "../../helpers/engine-harness.ts";

const MINUTE = 60_000;

function store(): ScheduleStore & { fired: Map<string, number> } {
  const fired = new Map<string, number>();
  return {
    fired,
    lastFired: (id, node) => fired.get(`${id}:${node}`),
    setFired: (id, node, at) => void fired.set(`${id}:${node}`, at),
  };
}
/** Every ten minutes. */
const ticking = (missed: "once" | "all" | "skip") =>
  workflow({ tick: { type: "t.tick", params: { every: 10 * MINUTE, missed } }, a: { type: "t.pass" } }, [["tick", "a"]]);

function publish(h: Harness, schedules: Schedules, missed: "once" | "all" | "skip", from?: "record"): void {
  const plan = h.engine.plan(ticking(missed), null);
  const node = plan.byId.get("tick");
  if (node?.trigger?.kind !== "schedule") throw new Error("no schedule");
  schedules.add({ plan, version: 1, node, trigger: node.trigger, zone: "UTC" }, from ?? "publication");
}
const runs = (h: Harness): number => h.journal.records.filter((r) => r.kind === "run").length;

describe("a schedule", () => {
  it.each([
    ["once", 1],
    ["all", 6],
    ["skip", 0],
  ] as const)("makes up for an hour asleep by its rule: %s", async (missed, expected) => {
    const h = harness();
    const kept = store();
    const schedules = new Schedules(h.engine.executor, kept);
    publish(h, schedules, missed);
    schedules.removeOf("w1");
    h.clock.advance(65 * MINUTE);
    publish(h, new Schedules(h.engine.executor, kept), missed, "record");
    await quiet(100);
    expect(runs(h)).toBe(expected);
  });

  it("counts from its publication: taken back and published again it makes up for nothing", async () => {
    const h = harness();
    const kept = store();
    const schedules = new Schedules(h.engine.executor, kept);
    publish(h, schedules, "all");
    schedules.removeOf("w1");
    h.clock.advance(60 * MINUTE);
    publish(h, schedules, "all");
    await quiet(100);
    expect(runs(h)).toBe(0);
    h.clock.advance(10 * MINUTE);
    await quiet(50);
    expect(runs(h)).toBe(1);
  });

  it("stops at once when it is taken back, also in the middle of making up", async () => {
    const h = harness();
    const kept = store();
    const schedules = new Schedules(h.engine.executor, kept);
    publish(h, schedules, "all");
    schedules.removeOf("w1");
    h.clock.advance(60 * MINUTE);
    h.journal.auto = false;
    publish(h, schedules, "all", "record");
    await quiet();
    schedules.removeOf("w1");
    h.journal.auto = true;
    h.journal.sync();
    await quiet(100);
    expect(runs(h)).toBe(1);
  });

  it("waits while too many runs do, and loses no time of its own", async () => {
    const h = harness({ limits: { queued: 3 } });
    const schedules = new Schedules(h.engine.executor, store());
    publish(h, schedules, "all");
    h.engine.executor.pause();
    for (let i = 0; i < 12; i++) {
      h.clock.advance(10 * MINUTE);
      await quiet(10);
    }
    expect(h.engine.executor.admission.queued).toBeLessThanOrEqual(3);
    h.engine.executor.resume();
    for (let i = 0; i < 30; i++) {
      h.clock.advance(MINUTE / 2);
      await quiet(20);
    }
    expect(runs(h)).toBeGreaterThanOrEqual(12);
  });
});
