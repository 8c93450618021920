import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { RunId, WorkflowId } from "../model/ids.ts";
import { RunStatus, StepStatus, WaitingFor } from "../model/run.ts";
import { base } from "./errors.ts";

export const EngineStatus = z.object({
  state: z.enum(["running", "paused"]),
  version: z.string(),
  dataDir: z.string(),
  url: z.string().nullable(),
  active: z.number().int(),
  queued: z.number().int(),
  waiting: z.number().int(),
  needsYou: z.number().int(),
  /** Live runs, started by no other run, that have failed since somebody last looked at the runs; at most 100 are counted. */
  failed: z.number().int(),
  nextScheduled: z.object({ at: z.number(), workflowId: WorkflowId, name: z.string() }).nullable(),
  /** Set when the disk refuses writes: what is kept and what to do. */
  trouble: z.string().nullable(),
});
export type EngineStatus = z.infer<typeof EngineStatus>;

/** One change, told after it is on disk. `seq` grows by one; a window that missed some asks again from its last. */
export const Change = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("run"),
    seq: z.number(),
    runId: RunId,
    workflowId: WorkflowId,
    status: RunStatus,
    waitingFor: WaitingFor.optional(),
    at: z.number(),
  }),
  z.object({
    type: z.literal("step"),
    seq: z.number(),
    runId: RunId,
    workflowId: WorkflowId,
    step: z.number().int(),
    node: z.string(),
    runIndex: z.number().int(),
    status: StepStatus,
    counts: z.array(z.number()),
    ms: z.number().optional(),
    message: z.string().optional(),
    at: z.number(),
  }),
  z.object({ type: z.literal("draft"), seq: z.number(), workflowId: WorkflowId, update: z.string(), from: z.string() }),
  z.object({ type: z.literal("workflows"), seq: z.number() }),
  z.object({ type: z.literal("connections"), seq: z.number() }),
  /** Tables and rows that a person changed; what steps change comes with their run. */
  z.object({ type: z.literal("tables"), seq: z.number() }),
  z.object({ type: z.literal("settings"), seq: z.number() }),
  z.object({ type: z.literal("engine"), seq: z.number(), state: z.enum(["running", "paused"]) }),
  /** The window missed more than is kept: load everything anew. */
  z.object({ type: z.literal("reset"), seq: z.number() }),
]);
export type Change = z.infer<typeof Change>;

export const engine = {
  status: base.route({ method: "GET", path: "/engine", summary: "State of the engine" }).output(EngineStatus),
  pause: base
    .route({ method: "POST", path: "/engine/pause", summary: "Stop starting steps; events are still accepted" })
    .output(z.object({})),
  resume: base.route({ method: "POST", path: "/engine/resume", summary: "Go on" }).output(z.object({})),
  /** Batches of changes, at most one message per 16 ms. */
  changes: base
    .route({ method: "GET", path: "/changes", summary: "Everything that changes, as it does" })
    .input(z.object({ after: z.coerce.number().optional() }))
    .output(eventIterator(z.array(Change))),
};
