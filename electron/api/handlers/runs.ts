import { ORPCError } from "@orpc/server";
import type { RunId } from "#shared/model/ids.ts";
import { Workflow } from "#shared/model/workflow.ts";
import { listRuns } from "../../store/run-list.ts";
import { readItems, readRun } from "../../store/run-details.ts";
import { loadWorkflow, versionDocument } from "../../store/workflows.ts";
import { os } from "../base.ts";
import type { Workspace } from "../workspace.ts";

export function runHandlers(w: Workspace) {
  const must = (id: RunId) => {
    const stored = w.reader.run(id);
    if (!stored) throw new ORPCError("NOT_FOUND", { message: `There is no run ${id}.` });
    return stored;
  };
  /** The workflow as it was when the run started. */
  const workflowOf = (id: RunId): Workflow => {
    const stored = must(id);
    const text = stored.document ?? (stored.version === null ? undefined : versionDocument(w.db, stored.workflow, stored.version));
    if (text === undefined) throw new ORPCError("NOT_FOUND", { message: `The workflow version of run ${id} is gone.` });
    return Workflow.parse(JSON.parse(text));
  };

  return {
    list: os.runs.list.handler(({ input }) => listRuns(w.db, input)),
    get: os.runs.get.handler(({ input }) => {
      const found = readRun(w.db, w.reader, input.runId, workflowOf(input.runId));
      if (!found) throw new ORPCError("NOT_FOUND", { message: `There is no run ${input.runId}.` });
      return found;
    }),
    workflow: os.runs.workflow.handler(({ input }) => workflowOf(input.runId)),
    items: os.runs.items.handler(({ input }) => readItems(w.reader, input)),
    cancel: os.runs.cancel.handler(({ input, context }) => {
      w.engine.cancel(input.runId, context.by);
      return {};
    }),
    rerun: os.runs.rerun.handler(({ input }) => {
      const stored = must(input.runId);
      const current = loadWorkflow(w.db, stored.workflow);
      const chosen = (): { workflow: Workflow; version: number | null } => {
        if (input.workflow === "draft") return { workflow: w.drafts.workflow(stored.workflow), version: null };
        if (input.workflow === "same" || current === undefined) return { workflow: workflowOf(input.runId), version: stored.version };
        const live = current.liveVersion === null ? undefined : versionDocument(w.db, stored.workflow, current.liveVersion);
        if (live === undefined) throw new ORPCError("CONFLICT", { message: "The workflow is not published, so there is no live version to run." });
        return { workflow: Workflow.parse(JSON.parse(live)), version: current.liveVersion };
      };
      const { workflow, version } = chosen();
      return { runId: w.engine.rerun(stored, workflow, version, { fromStep: input.fromStep, items: input.items }).id };
    }),
    settle: os.runs.settle.handler(async ({ input, context }) => {
      const { step, node, item } = input;
      const result = await w.engine.settle(input.runId, { step, node, item }, input.settlement, context.by);
      if (!result.ok) throw new ORPCError("CONFLICT", { message: result.message });
      return { settled: result.settled };
    }),
  };
}
