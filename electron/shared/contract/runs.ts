import { z } from "zod";
import { RunId, WorkflowId } from "../model/ids.ts";
import { Item } from "../model/item.ts";
import { RunStatus, RunSummary, Settlement, StepSummary } from "../model/run.ts";
import { Workflow } from "../model/workflow.ts";
import { base } from "./errors.ts";

const ById = z.object({ runId: RunId });
const LogLine = z.object({ step: z.number().int(), text: z.string(), at: z.number() });

export const runs = {
  list: base
    .route({ method: "GET", path: "/runs", summary: "Runs, newest first" })
    .input(
      z.object({
        workflowId: WorkflowId.optional(),
        /** Only those that this run has started. */
        calledBy: RunId.optional(),
        status: z.array(RunStatus).optional(),
        needsYou: z.union([z.boolean(), z.stringbool()]).optional(),
        mode: z.enum(["live", "test"]).optional(),
        from: z.coerce.number().optional(),
        to: z.coerce.number().optional(),
        /** Run id to continue after. */
        before: RunId.optional(),
        limit: z.coerce.number().int().min(1).max(100_000).default(100),
      }),
    )
    .output(z.array(RunSummary)),
  get: base
    .route({ method: "GET", path: "/runs/{runId}", summary: "A run with its steps" })
    .input(ById)
    .output(z.object({ run: RunSummary, steps: z.array(StepSummary), log: z.array(LogLine) })),
  /** The workflow as it was when the run started. */
  workflow: base.route({ method: "GET", path: "/runs/{runId}/workflow", summary: "The workflow as it was" }).input(ById).output(Workflow),
  /** Items of one output port (or, with `input`, of an input port), a page at a time. */
  items: base
    .route({ method: "GET", path: "/runs/{runId}/steps/{step}/items", summary: "Items in or out of a step" })
    .input(
      z.object({
        runId: RunId,
        step: z.coerce.number().int().nonnegative(),
        side: z.enum(["in", "out"]).default("out"),
        port: z.coerce.number().int().nonnegative().default(0),
        offset: z.coerce.number().int().nonnegative().default(0),
        limit: z.coerce.number().int().min(1).max(1000).default(50),
      }),
    )
    .output(z.object({ total: z.number().int(), items: z.array(Item) })),
  /** Somebody has looked at the runs: those that have failed so far are no news any more. */
  seen: base.route({ method: "POST", path: "/runs/seen", summary: "Note that failed runs were looked at" }).output(z.object({})),
  cancel: base.route({ method: "POST", path: "/runs/{runId}/cancel", summary: "Cancel" }).input(ById).output(z.object({})),
  /** From the start, or from a step with recorded or edited items. The same workflow version, or the draft. */
  rerun: base
    .route({ method: "POST", path: "/runs/{runId}/rerun", summary: "Run again" })
    .input(
      z.object({
        runId: RunId,
        fromStep: z.number().int().optional(),
        items: z.array(Item).max(100_000).optional(),
        workflow: z.enum(["same", "draft", "live"]).default("same"),
      }),
    )
    .output(z.object({ runId: RunId })),
  settle: base
    .route({ method: "POST", path: "/runs/{runId}/settle", summary: "Answer a step whose outcome is unknown" })
    .input(
      z.object({
        runId: RunId,
        step: z.number().int().optional(),
        node: z.string().optional(),
        item: z.number().int().nonnegative().optional(),
        settlement: Settlement,
      }),
    )
    .output(z.object({ settled: z.number().int() })),
};
