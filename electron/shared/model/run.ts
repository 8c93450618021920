import { z } from "zod";
import { Failure } from "./failure.ts";
import { NodeId, RunId, WorkflowId } from "./ids.ts";

export const RunStatus = z.enum(["queued", "running", "waiting", "succeeded", "failed", "cancelled"]);
export type RunStatus = z.infer<typeof RunStatus>;
export const isFinal = (s: RunStatus): boolean => s === "succeeded" || s === "failed" || s === "cancelled";

export const WaitingFor = z.enum(["timer", "event", "approval", "connection", "decision", "network", "retry", "limit", "pause", "run"]);
export type WaitingFor = z.infer<typeof WaitingFor>;

export const StepStatus = z.enum(["queued", "running", "waiting", "succeeded", "failed", "skipped", "unknown", "cancelled"]);
export type StepStatus = z.infer<typeof StepStatus>;

/** `test` runs come from the editor or `imx run`: no retries, never counted. `live` ones from a published workflow's trigger. */
export const RunMode = z.enum(["live", "test", "simulate"]);
export type RunMode = z.infer<typeof RunMode>;

/** The step (null: the run's failure) that a run was started by, and for which of the step's calls and tries. */
export const CalledBy = z.object({
  run: RunId,
  step: z.number().int().nonnegative().nullable(),
  call: z.number().int().nonnegative(),
  attempt: z.number().int().nonnegative(),
  /** How many runs stand above it. */
  depth: z.number().int().positive(),
});
export type CalledBy = z.infer<typeof CalledBy>;

/** Times are milliseconds since 1970, UTC. */
export const RunError = z.object({
  message: z.string(),
  name: z.string().optional(),
  node: z.string().optional(),
  failure: Failure.optional(),
});
export type RunError = z.infer<typeof RunError>;

export const RunSummary = z.object({
  runId: RunId,
  workflowId: WorkflowId,
  workflowName: z.string(),
  version: z.number().int().nullable(),
  mode: RunMode,
  status: RunStatus,
  waitingFor: WaitingFor.optional(),
  /** When the wait ends by itself. */
  until: z.number().optional(),
  startedAt: z.number(),
  endedAt: z.number().optional(),
  error: RunError.optional(),
  /** A test whose changes to data tables were put back. */
  trial: z.boolean().optional(),
  /** The run this one repeats, and from which step. */
  rerunOf: z.object({ runId: RunId, node: NodeId.optional() }).optional(),
  calledBy: CalledBy.optional(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** What a step has told the sender of a call: the beginning of it, so that it can be looked at later. */
export const StepAnswer = z.object({
  status: z.number().int(),
  headers: z.record(z.string(), z.string()),
  /** Its first characters; none where it was a file. */
  text: z.string().optional(),
  /** Characters of the whole text, or bytes of the file. */
  size: z.number().int().nonnegative(),
});
export type StepAnswer = z.infer<typeof StepAnswer>;

export const StepSummary = z.object({
  step: z.number().int().nonnegative(),
  node: NodeId,
  name: z.string(),
  /** How often this node had run before in this run. */
  runIndex: z.number().int().nonnegative(),
  status: StepStatus,
  attempt: z.number().int().nonnegative(),
  startedAt: z.number().optional(),
  ms: z.number().optional(),
  waitingFor: WaitingFor.optional(),
  until: z.number().optional(),
  failure: Failure.optional(),
  /** Items per output port, in port order. */
  counts: z.array(z.number().int().nonnegative()),
  /** Item indexes whose outcome is unknown. */
  unknownItems: z.array(z.number().int().nonnegative()).optional(),
  /** Where its input came from: one entry per input port; step -1 is what the run began with. */
  inputs: z.array(z.object({ step: z.number().int().min(-1), port: z.number().int().nonnegative() }).nullable()),
  answered: StepAnswer.optional(),
});
export type StepSummary = z.infer<typeof StepSummary>;

/** An answer to a step whose outcome is unknown. */
export const Settlement = z.discriminatedUnion("answer", [
  z.object({ answer: z.literal("happened"), output: z.unknown().optional() }),
  z.object({ answer: z.literal("repeat") }),
  z.object({ answer: z.literal("skip") }),
  z.object({ answer: z.literal("verify") }),
]);
export type Settlement = z.infer<typeof Settlement>;
