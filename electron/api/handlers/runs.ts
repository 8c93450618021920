import { ORPCError } from "@orpc/server";
import type { RunId } from "#shared/model/ids.ts";
import type { RunSummary, StepSummary } from "#shared/model/run.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { loadItems } from "../../store/run-items.ts";
import { loadSteps } from "../../store/run-steps.ts";
import { listRuns, loadRun, runDocument } from "../../store/runs.ts";
import { seenAt } from "../../store/settings.ts";
import { loadWorkflow, versionDocument } from "../../store/workflows.ts";
import { assertAllowed, os } from "../base.ts";
import type { Workspace } from "../workspace.ts";

export function runHandlers(w: Workspace) {
  const must = (id: RunId) => {
    const stored = w.reader.run(id);
    if (!stored) throw new ORPCError("NOT_FOUND", { message: `There is no run ${id}.` });
    return stored;
  };
  /** The workflow as it was when the run started. */
  const workflowOf = (id: RunId): Workflow => {
    must(id);
    const text = runDocument(w.db, id);
    if (text === undefined) throw new ORPCError("NOT_FOUND", { message: `The workflow version of run ${id} is gone.` });
    return Workflow.parse(JSON.parse(text));
  };
  /** Runs that were accepted and not yet marked on disk are as the engine knows them. */
  const current = (run: RunSummary): RunSummary => {
    const active = w.engine.executor.runs.get(run.runId);
    return active && run.status === "queued" && active.status === "running" ? { ...run, status: "running" } : run;
  };

  /** Where a step that is still under way got its items from: on record only once it has ended. */
  const given = (id: RunId, step: number): StepSummary["inputs"] =>
    w.engine.executor.runs.get(id)?.core.steps[step]?.inputs.map((input) => input && { step: input.step, port: input.port }) ?? [];

  return {
    list: os.runs.list.handler(({ input }) => listRuns(w.db, input).map(current)),
    get: os.runs.get.handler(({ input }) => {
      const run = loadRun(w.db, input.runId);
      if (!run) throw new ORPCError("NOT_FOUND", { message: `There is no run ${input.runId}.` });
      const { steps, log } = loadSteps(w.db, input.runId);
      return {
        run: current(run),
        steps: steps.map((step) => (step.inputs.length > 0 ? step : { ...step, inputs: given(input.runId, step.step) })),
        log,
      };
    }),
    workflow: os.runs.workflow.handler(({ input }) => workflowOf(input.runId)),
    items: os.runs.items.handler(({ input: { runId, ...query } }) => {
      const wire = query.side === "in" ? given(runId, query.step)[query.port] : undefined;
      const page = loadItems(w.db, { run: runId, ...query, wire });
      if (!page) throw new ORPCError("NOT_FOUND", { message: `There is no run ${runId}.` });
      return page;
    }),
    seen: os.runs.seen.handler(async () => {
      await w.writer.call("settings.save", { values: seenAt(w.now()) });
      w.changes.publish({ type: "engine", state: w.engine.executor.paused ? "paused" : "running" });
      return {};
    }),
    cancel: os.runs.cancel.handler(async ({ input, context }) => {
      w.engine.cancel(input.runId, context.by);
      await w.writer.journal.durable();
      return {};
    }),
    rerun: os.runs.rerun.handler(async ({ input, context }) => {
      // What is not published yet is run by those who may test it.
      if (input.workflow === "draft") assertAllowed("workflows.test", context.role);
      const stored = must(input.runId);
      const known = loadWorkflow(w.db, stored.workflow);
      const chosen = (): { workflow: Workflow; version: number | null } => {
        if (input.workflow === "draft") return { workflow: w.drafts.workflow(stored.workflow), version: null };
        if (input.workflow === "same" || known === undefined) return { workflow: workflowOf(input.runId), version: stored.version };
        const live = known.liveVersion === null ? undefined : versionDocument(w.db, stored.workflow, known.liveVersion);
        if (live === undefined)
          throw new ORPCError("CONFLICT", { message: "The workflow is not published, so there is no live version to run." });
        return { workflow: Workflow.parse(JSON.parse(live)), version: known.liveVersion };
      };
      const { workflow, version } = chosen();
      const { id } = w.engine.rerun(stored, workflow, version, { fromStep: input.fromStep, items: input.items });
      await w.writer.journal.durable();
      return { runId: id };
    }),
    settle: os.runs.settle.handler(async ({ input, context }) => {
      const { step, node, item } = input;
      const result = await w.engine.settle(input.runId, { step, node, item }, input.settlement, context.by);
      if (!result.ok) throw new ORPCError("CONFLICT", { message: result.message });
      return { settled: result.settled };
    }),
  };
}
