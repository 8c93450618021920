import { describe, expect, it } from "vitest";
import { harness, quiet, workflow } from "../../helpers/engine-harness.ts";

const event = (body: unknown) => ({
  method: "POST",
  path: "p",
  url: "",
  headers: {},
  query: {},
  raw: new Uint8Array(),
  body,
  receivedAt: 0,
});
const hooked = () => workflow({ hook: { type: "t.hook", params: { path: "p" } }, a: { type: "t.pass" } }, [["hook", "a"]]);

describe("events that come faster than runs end", () => {
  it("are refused with 503 once the waiting ones fill their share of memory, and taken again when those have begun", async () => {
    const h = harness({ limits: { queuedText: 10_000 } });
    h.engine.activate(hooked(), 1);
    h.engine.executor.pause();
    const send = async () => (await h.engine.webhooks.handle("p", event({ text: "x".repeat(4_000) }))).status;
    expect([await send(), await send(), await send(), await send()]).toEqual([200, 200, 200, 503]);
    h.engine.executor.resume();
    await quiet();
    expect(h.engine.executor.admission.queued).toBe(0);
    expect(await send()).toBe(200);
  });

  it("are taken again when a waiting one is cancelled", async () => {
    const h = harness({ limits: { queuedText: 3_000 } });
    h.engine.activate(hooked(), 1);
    h.engine.executor.pause();
    const send = async () => (await h.engine.webhooks.handle("p", event({ text: "x".repeat(4_000) }))).status;
    expect([await send(), await send()]).toEqual([200, 503]);
    for (const run of h.engine.executor.runs.values()) h.engine.cancel(run.id, "owner");
    expect(await send()).toBe(200);
  });
});
