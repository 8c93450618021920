import { describe, expect, it } from "vitest";
import { Change } from "#shared/contract/engine.ts";
import { RunSummary } from "#shared/model/run.ts";
import { MOST_AT_ONCE, noticesFor, runsToLookAt } from "../../../electron/app/attention.ts";
import { en } from "../../../electron/app/words/en.ts";

const run = (runId: string, change: object = {}) =>
  RunSummary.parse({
    runId,
    workflowId: "w",
    workflowName: "New lead",
    version: 1,
    mode: "live",
    status: "failed",
    startedAt: 0,
    ...change,
  });
const change = (runId: string, status: string, more: object = {}) =>
  Change.parse({ type: "run", seq: 1, runId, workflowId: "w", status, at: 0, ...more });

describe("what a person is told", () => {
  it("is of runs that failed or wait for somebody, each once, as it stands last", () => {
    const found = runsToLookAt([
      change("a", "running"),
      change("a", "failed"),
      change("b", "waiting", { waitingFor: "approval" }),
      change("c", "waiting", { waitingFor: "timer" }),
      change("d", "failed"),
      change("d", "running"),
      change("e", "succeeded"),
    ]);
    expect(found.map((one) => one.runId)).toEqual(["a", "b"]);
  });

  it("names the workflow and what happened, and leads to the run", () => {
    expect(noticesFor([run("r1", { error: { message: "Stripe says: no such customer." } })], en)).toEqual([
      { title: "New lead failed", body: "Stripe says: no such customer.", route: "#/runs/r1" },
    ]);
    expect(noticesFor([run("r2", { status: "waiting", waitingFor: "decision" })], en)).toMatchObject([
      { title: "New lead needs you", body: en.waitsDecision, route: "#/runs/r2" },
    ]);
  });

  it("is nothing about tests, simulations, or runs that went on meanwhile", () => {
    expect(noticesFor([run("r", { mode: "test" }), run("s", { mode: "simulate" }), run("t", { status: "running" })], en)).toEqual([]);
  });

  it("counts the rest where many fail at once", () => {
    const many = Array.from({ length: 40 }, (_, index) => run(`r${index}`));
    const notices = noticesFor(many, en);
    expect(notices).toHaveLength(MOST_AT_ONCE + 1);
    expect(notices.at(-1)).toMatchObject({ title: "37 more runs need you", route: "#/runs" });
  });
});
