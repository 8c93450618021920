import { describe, expect, it } from "vitest";
import type { Change } from "#shared/contract/engine.ts";
import { NodeId, RunId, WorkflowId } from "#shared/model/ids.ts";
import { RunSummary, StepSummary } from "#shared/model/run.ts";
import { createRunStore } from "../../../renderer/features/editor/store/run-store.ts";

const workflowId = WorkflowId.parse("wf");
const runId = RunId.parse("run_1");
const step = (number: number, node: string, runIndex = 0, counts = [1], status: "running" | "succeeded" = "succeeded"): Change => ({
  type: "step",
  seq: number,
  runId,
  workflowId,
  step: number,
  node,
  runIndex,
  status,
  counts,
  ms: 5,
  at: 0,
});

describe("the run on show", () => {
  it("takes changes that came before its id was known", () => {
    const run = createRunStore(workflowId);
    run.changes([step(0, "before")]);
    run.expect();
    run.changes([step(0, "n1"), step(1, "n2", 0, [0], "running")]);
    run.begin(runId);
    run.changes([step(1, "n2", 0, [3, 1])]);
    expect([...run.getState().nodes.keys()]).toEqual(["n1", "n2"]);
    expect(run.getState().nodes.get("n2")).toMatchObject({ status: "succeeded", counts: [3, 1] });
  });

  it("adds up what a step did each time in a loop, and leaves alone the steps that did not change", () => {
    const run = createRunStore(workflowId);
    run.begin(runId);
    run.changes([step(0, "n1"), step(1, "n2", 0, [2])]);
    const before = run.getState().nodes.get("n1");
    run.changes([step(2, "n2", 1, [3, 4])]);
    expect(run.getState().nodes.get("n2")).toMatchObject({ counts: [5, 4], ms: 10, runs: [{ step: 1 }, { step: 2 }] });
    expect(run.getState().nodes.get("n1")).toBe(before);
  });

  it("ignores other runs, and ends with the engine's own account", () => {
    const run = createRunStore(workflowId);
    run.begin(runId);
    run.changes([{ ...step(0, "n1"), runId: RunId.parse("run_2") } as Change]);
    expect(run.getState().nodes.size).toBe(0);
    run.changes([{ type: "run", seq: 9, runId, workflowId, status: "failed", at: 100 }]);
    expect(run.getState()).toMatchObject({ status: "failed", endedAt: 100 });
    run.load(
      RunSummary.parse({ runId, workflowId, workflowName: "W", version: null, mode: "test", status: "failed", startedAt: 0, endedAt: 100 }),
      [
        StepSummary.parse({
          step: 0,
          node: NodeId.parse("n1"),
          name: "A",
          runIndex: 0,
          status: "failed",
          attempt: 1,
          counts: [0],
          inputs: [],
          failure: { kind: "user", message: "No.", fix: "Yes." },
        }),
      ],
      true,
    );
    expect(run.getState().nodes.get("n1")?.runs[0]?.failure?.fix).toBe("Yes.");
  });
});
