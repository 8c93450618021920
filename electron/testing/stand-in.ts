import { StepError, userError } from "#shared/model/failure.ts";
import type { Item } from "#shared/model/item.ts";
import type { TestCase } from "#shared/model/test-case.ts";
import type { Step } from "../engine/core.ts";
import type { PlanNode } from "../engine/plan.ts";

/** Whether what the step gives depends on more than its items and fields: a service, a file, a table, another workflow. */
export function reachesOutside({ node, action, params }: PlanNode): boolean {
  if (!action) return true;
  if (action.mode === "table" || node.type === "core.call_workflow") return true;
  if (typeof action.effect === "string") return action.effect !== "none";
  try {
    return action.effect(action.input.parse(params.raw)) !== "none";
  } catch {
    // Its fields are known only in the run: what it records can't be wrong.
    return true;
  }
}

/** Answers for the steps of a test, in the order of their runs. A step of the outside without any fails, and says what is missing. */
export const standIn =
  (test: TestCase) =>
  ({ node, runIndex }: Step): readonly (readonly Item[])[] | undefined => {
    const { name, id, pinned } = node.node;
    const answers = test.answers[id];
    if (answers?.runs) {
      const answer = answers.runs[runIndex];
      if (!answer)
        throw userError(`${name}: the test holds ${answers.runs.length} answers of this step, and it runs once more.`, {
          fix: "Record the test anew, or add an answer.",
        });
      if ("error" in answer) throw new StepError({ kind: "service", retryable: false, outcome: "none", ...answer.error });
      return answer.outputs;
    }
    if (answers?.http || pinned || !node.action || !reachesOutside(node)) return undefined;
    throw userError(`${name}: the test holds no answer of this step, and a test reaches nothing outside.`, {
      fix: "Record the test anew from a run, or pin the step's data.",
    });
  };
