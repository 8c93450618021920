import { ORPCError } from "@orpc/server";
import { z } from "zod";
import { createRedactor, type Redactor } from "#kit/redact.ts";
import type { RunId, WorkflowId } from "#shared/model/ids.ts";
import { Item } from "#shared/model/item.ts";
import { type HeldTest, type TestCase, testsOf } from "#shared/model/test-case.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import { createBlobStore } from "../../store/blobs.ts";
import { listConnections, sealedSecrets } from "../../store/connections.ts";
import { loadItems } from "../../store/run-items.ts";
import { loadSteps } from "../../store/run-steps.ts";
import { loadSettings } from "../../store/settings.ts";
import { acceptedTest, type RecordedRun, recordTest } from "../../testing/record-test.ts";
import { resultOf, runTests, type TestPlace } from "../../testing/run-test.ts";
import { os } from "../base.ts";
import type { Workspace } from "../workspace.ts";

/** Items of one list, and characters of a whole test: a test is a part of its workflow's document. */
const MOST_ITEMS = 5_000;
const MOST_TEXT = 1_000_000;
const MOST_TESTS = 200;
/** Of all tests of a workflow: its draft travels whole. */
const MOST_TOGETHER = 4_000_000;

const idOf = (held: HeldTest): string => (held.ok ? held.test.id : held.id);
const Input = z.array(z.array(Item));

const missing = (what: string): ORPCError<"NOT_FOUND", undefined> => new ORPCError("NOT_FOUND", { message: `There is no ${what}.` });
const tooLarge = (): ORPCError<"TOO_LARGE", undefined> =>
  new ORPCError("TOO_LARGE", {
    message: "This run holds too much data for a test. Run the workflow with a few items and make the test of that run.",
  });

export function testHandlers(w: Workspace) {
  const place = (): TestPlace => {
    const { timezone } = loadSettings(w.db);
    const zone = typeof timezone === "string" && timezone !== "" ? timezone : Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { zone, blobs: createBlobStore(w.dir) };
  };
  const find = (workflow: Workflow, id: string): { held: HeldTest; index: number } => {
    const all = testsOf(workflow);
    const index = all.findIndex((held) => idOf(held) === id);
    const held = all[index];
    if (!held) throw missing(`test ${id} in this workflow`);
    return { held, index };
  };
  /** Changes the draft's list of tests as one edit: windows that have it open follow. */
  const change = async (id: WorkflowId, edit: (tests: Workflow["tests"]) => Workflow["tests"]): Promise<void> => {
    const workflow = w.drafts.workflow(id);
    const tests = edit([...workflow.tests]);
    const size = JSON.stringify(tests).length;
    if (size > MOST_TOGETHER && size > JSON.stringify(workflow.tests).length)
      throw new ORPCError("TOO_LARGE", {
        message: "The tests of this workflow hold too much data together. Delete one that is not needed any more.",
      });
    await w.drafts.put(id, { ...workflow, tests }, "tests");
  };
  const stored = (test: TestCase): Workflow["tests"][number] => {
    if (JSON.stringify(test).length > MOST_TEXT) throw tooLarge();
    return { ...test };
  };

  /** Removes what the workspace's connections keep secret: a called workflow may have used any. */
  const redactor = (): Redactor => {
    const redactors = listConnections(w.db).map((info) => {
      const sealed = sealedSecrets(w.db, info.id);
      return w.outside.redactorOf({ ...info, secrets: { ...info.fields, ...(sealed ? w.secrets.open(info.id, sealed) : {}) } });
    });
    return [createRedactor([]), ...redactors].reduce((before, next) => (text) => next(before(text)));
  };

  const recorded = (runId: RunId): RecordedRun & { workflowId: WorkflowId } => {
    const run = w.reader.run(runId);
    if (!run) throw missing(`run ${runId}`);
    const { status, options } = run;
    if (status !== "succeeded" && status !== "failed")
      throw new ORPCError("CONFLICT", {
        message: "A test is made of a run that has ended by itself. Wait for its end, or choose another.",
      });
    if (
      options !== undefined &&
      z
        .object({ upTo: z.string() })
        .or(z.object({ only: z.string() }))
        .safeParse(JSON.parse(options)).success
    )
      throw new ORPCError("CONFLICT", {
        message: "This run did only a part of the workflow. Run all of it, and make the test of that run.",
      });
    const waited = new Set(
      w.reader.history(runId).flatMap((e) => (e.kind === "waiting" && /^(timer|event|approval|run)$/.test(e.for) ? [e.step] : [])),
    );
    const { steps } = loadSteps(w.db, runId);
    if (steps.some(({ counts }) => counts.some((count) => count > MOST_ITEMS))) throw tooLarge();
    const list = (step: number, port: number): Item[] =>
      loadItems(w.db, { run: runId, step, side: "out", port, offset: 0, limit: MOST_ITEMS })?.items ?? [];
    return {
      workflowId: run.workflow,
      status,
      start: run.trigger,
      startedAt: run.at,
      input: Input.parse(JSON.parse(w.reader.input(runId))),
      steps: steps.map((step) => ({
        ...step,
        outputs: step.counts.map((_, port) => list(step.step, port)),
        waited: waited.has(step.step),
      })),
    };
  };

  return {
    list: os.tests.list.handler(({ input }) =>
      testsOf(w.drafts.workflow(input.workflowId)).map((held) => {
        if (!held.ok) return { id: held.id, name: held.name, steps: 0, unreadable: held.message };
        const { id, name, expected } = held.test;
        return { id, name, steps: new Set([...Object.keys(expected.steps), ...expected.assertions.map(({ step }) => step)]).size };
      }),
    ),
    run: os.tests.run.handler(async ({ input: { workflowId, test } }) => {
      const results = await runTests(w.drafts.workflow(workflowId), test, place());
      if (results.length === 0) throw missing(test === undefined ? "test in this workflow" : `test '${test}' in this workflow`);
      return results;
    }),
    record: os.tests.record.handler(async ({ input: { runId, name } }) => {
      const { workflowId, ...run } = recorded(runId);
      const workflow = w.drafts.workflow(workflowId);
      if (workflow.tests.length >= MOST_TESTS)
        throw new ORPCError("CONFLICT", { message: `A workflow holds ${MOST_TESTS} tests at most. Delete one first.` });
      if (!workflow.nodes.some((node) => node.id === run.start))
        throw new ORPCError("CONFLICT", { message: "The step that this run started at is no longer in the workflow." });
      const testId = w.newId();
      const about = { id: testId, name, workflow, plan: w.engine.plan(workflow, null), redact: redactor() };
      const { test, changing, differing } = await recordTest(about, run, place());
      const document = stored(test);
      await change(workflowId, (tests) => [...tests, document]);
      return { testId, changing, differing };
    }),
    accept: os.tests.accept.handler(async ({ input: { workflowId, testId } }) => {
      const workflow = w.drafts.workflow(workflowId);
      const { held } = find(workflow, testId);
      if (!held.ok) throw new ORPCError("CONFLICT", { message: `This test can't be read: ${held.message}. Delete it and record it anew.` });
      const accepted = await acceptedTest(workflow, held.test, place());
      if (!accepted)
        throw new ORPCError("CONFLICT", { message: "The test can't begin: the step that it starts at is not in the workflow." });
      const document = stored(accepted);
      await change(workflowId, (tests) => tests.map((one) => (one["id"] === testId ? document : one)));
      return resultOf(workflow, { ok: true, test: accepted }, place());
    }),
    rename: os.tests.rename.handler(async ({ input: { workflowId, testId, name } }) => {
      const { index } = find(w.drafts.workflow(workflowId), testId);
      await change(workflowId, (tests) => tests.map((one, i) => (i === index ? { ...one, name } : one)));
      return {};
    }),
    remove: os.tests.remove.handler(async ({ input: { workflowId, testId } }) => {
      const { index } = find(w.drafts.workflow(workflowId), testId);
      await change(workflowId, (tests) => tests.filter((_, i) => i !== index));
      return {};
    }),
  };
}
