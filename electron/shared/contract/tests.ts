import { z } from "zod";
import { RunId, WorkflowId } from "../model/ids.ts";
import { TestResult } from "../model/test-case.ts";
import { base } from "./errors.ts";

const TestName = z.string().trim().min(1).max(200);
const One = z.object({ workflowId: WorkflowId, testId: z.string() });

/** `unreadable` says why a test that stands in the document can't be run. */
export const TestRow = z.object({
  id: z.string(),
  name: z.string(),
  /** Steps that are looked at, by what they give or by an assertion. */
  steps: z.number().int(),
  unreadable: z.string().optional(),
});
export type TestRow = z.infer<typeof TestRow>;

export const tests = {
  list: base
    .route({ method: "GET", path: "/workflows/{workflowId}/tests", summary: "Tests of the draft" })
    .input(z.object({ workflowId: WorkflowId }))
    .output(z.array(TestRow)),
  /** `test` is one's id or name; else all run. NOT_FOUND where there is none. Nothing leaves the machine and nothing stays. */
  run: base
    .route({ method: "POST", path: "/workflows/{workflowId}/tests/run", summary: "Run the draft's tests" })
    .input(z.object({ workflowId: WorkflowId, test: z.string().optional() }))
    .output(z.array(TestResult)),
  /** Makes a test of a run that has ended, in the draft of its workflow. The steps named are by their names. */
  record: base
    .route({ method: "POST", path: "/runs/{runId}/test", summary: "Make a test of a run" })
    .input(z.object({ runId: RunId, name: TestName }))
    .output(
      z.object({
        testId: z.string(),
        /** Steps that give something else each time, so that not all of it is expected. */
        changing: z.array(z.string()),
        /** Steps that gave something else in the run than they do now. */
        differing: z.array(z.string()),
      }),
    ),
  /** Expects from now on what comes of it today. */
  accept: base
    .route({ method: "POST", path: "/workflows/{workflowId}/tests/{testId}/accept", summary: "Expect today's result" })
    .input(One)
    .output(TestResult),
  rename: base
    .route({ method: "PATCH", path: "/workflows/{workflowId}/tests/{testId}", summary: "Rename a test" })
    .input(One.extend({ name: TestName }))
    .output(z.object({})),
  remove: base
    .route({ method: "DELETE", path: "/workflows/{workflowId}/tests/{testId}", summary: "Delete a test" })
    .input(One)
    .output(z.object({})),
};
