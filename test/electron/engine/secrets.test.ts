import { describe, expect, it } from "vitest";
import { StepError } from "#shared/model/failure.ts";
import { ConnectionId } from "#shared/model/ids.ts";
import { type Harness, harness, quiet, startRun, workflow } from "../../helpers/engine-harness.ts";

const CANARY = "canary/secret+4711";

function watched(): Harness {
  const h = harness();
  h.outside.secrets = [CANARY];
  return h;
}
const told = (h: Harness): string => JSON.stringify([h.journal.records, h.events]);
const fails = (type: string, node: object = {}) =>
  workflow({ start: { type: "t.manual" }, step: { type, ...node }, after: { type: "t.pass" } }, [
    ["start", "step"],
    ["step", "after"],
  ]);

describe("a step's secret stays out of the journal and of what windows are told (D5)", () => {
  it("when the step writes it into the run's log", async () => {
    const h = watched();
    await startRun(h, fails("t.send"), [{ json: {} }]).ended;
    expect(h.journal.records.find((r) => r.kind === "log")).toMatchObject({ text: "sends with ***" });
    expect(told(h)).not.toContain(CANARY);
  });

  it.each([
    ["fails", "t.send", {}, "none"],
    ["fails and goes on with an error item", "t.send", { onError: "continue" }, "none"],
    ["does not know its outcome", "t.send", {}, "unknown"],
    ["is tried again", "t.look_up", {}, "none"],
    ["fails as a whole", "t.send_all", {}, "none"],
  ] as const)("when an error that holds it %s", async (_what, type, node, outcome) => {
    const h = watched();
    h.outside.answer = () => {
      const words = `https://api.example.com/?key=${encodeURIComponent(CANARY)} refused ${CANARY}`;
      throw new StepError({ kind: "service", message: words, fix: words, description: words, outcome, retryable: type === "t.look_up" });
    };
    const run = startRun(h, fails(type, node), [{ json: {} }]);
    await quiet(50);
    expect(told(h)).toContain("refused ***");
    expect(told(h)).not.toContain(CANARY);
    expect(told(h)).not.toContain(encodeURIComponent(CANARY));
    expect(run.error?.message ?? "").not.toContain(CANARY);
  });

  it("when a sender proves itself with it", async () => {
    const h = watched();
    h.engine.activate(workflow({ hook: { type: "t.hook", params: { path: "p" }, connection: ConnectionId.parse("c1") } }, []), 1);
    const headers = { authorization: `Bearer ${CANARY}`, "x-other": "kept" };
    const request = { method: "POST", path: "p", url: "", headers, query: {}, raw: new Uint8Array(), body: {}, receivedAt: 0 };
    expect((await h.engine.webhooks.handle("p", request)).status).toBe(200);
    expect(told(h)).toContain("kept");
    expect(told(h)).not.toContain(CANARY);
  });
});
