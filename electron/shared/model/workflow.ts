import { z } from "zod";
import { ConnectionId, EdgeId, NodeId, WorkflowId } from "./ids.ts";
import { Item } from "./item.ts";

/** Version of the workflow document's shape; older documents are migrated up, newer ones refused by name. */
export const FORMAT = 1;

export const Position = z.object({ x: z.number(), y: z.number() });
export type Position = z.infer<typeof Position>;

/** Waits between tries in milliseconds; `tries` counts the first one. */
export const Retry = z.object({
  tries: z.number().int().min(1).max(20),
  waits: z.array(z.number().int().nonnegative()).max(20),
  /** `faults`: only where the fault says that a repeat is safe and useful (DESIGN 1.6). `any`: whatever failed, as imported steps ask for. */
  on: z.enum(["faults", "any"]).default("faults"),
});
export type Retry = z.infer<typeof Retry>;

export const OnError = z.enum(["stop", "continue", "route"]);
export type OnError = z.infer<typeof OnError>;
export const OnInterrupted = z.enum(["ask", "repeat", "skip"]);
export type OnInterrupted = z.infer<typeof OnInterrupted>;

/** What a step that we can't run was before it was imported: kept word for word. */
export const Original = z.object({ from: z.string(), type: z.string(), node: z.record(z.string(), z.unknown()) });

export const WorkflowNode = z.object({
  id: NodeId,
  name: z.string().min(1).max(200),
  /** `connector.operation`, e.g. `core.if`, `stripe.create_invoice`. */
  type: z.string().min(1).max(200),
  typeVersion: z.number().positive().default(1),
  position: Position,
  /** As in the form: a string that begins with `=` is an expression or a template with `{{ }}` parts; any other string is literal. */
  params: z.record(z.string(), z.unknown()).default({}),
  connection: ConnectionId.optional(),
  onError: OnError.optional(),
  retry: Retry.optional(),
  /** Milliseconds for one try. */
  timeout: z.number().int().positive().optional(),
  onInterrupted: OnInterrupted.optional(),
  /** Only the first input item is given to the step. */
  runOnce: z.boolean().optional(),
  /** An empty first output becomes one empty item. */
  alwaysOutputData: z.boolean().optional(),
  disabled: z.boolean().optional(),
  pinned: z.array(Item).optional(),
  notes: z.string().max(20_000).optional(),
  /** Minutes of work that one successful run of this step saves per item. */
  savings: z.number().nonnegative().optional(),
  original: Original.optional(),
});
export type WorkflowNode = z.infer<typeof WorkflowNode>;

export const EdgeKind = z.union([z.literal("main"), z.string().regex(/^ai_[A-Za-z]+$/)]);

export const Edge = z.object({
  id: EdgeId,
  from: z.object({ node: NodeId, port: z.string().min(1) }),
  to: z.object({ node: NodeId, port: z.string().min(1) }),
  kind: EdgeKind.default("main"),
});
export type Edge = z.infer<typeof Edge>;

export const Order = z.enum(["parallel", "n8n-v1", "n8n-v0"]);
export type Order = z.infer<typeof Order>;

export const WorkflowSettings = z.object({
  timezone: z.string().optional(),
  order: Order.default("parallel"),
  /** How many runs of this workflow may be under way at once. */
  concurrency: z.number().int().min(1).max(1000).optional(),
  /** A run ends as failed when it has started this many steps. */
  stepLimit: z.number().int().min(1).max(10_000_000).optional(),
  /** Milliseconds from start to end, waits not counted. */
  timeout: z.number().int().positive().optional(),
  errorWorkflow: WorkflowId.optional(),
  /** Days that ended runs are kept. */
  retention: z.number().int().min(1).max(3650).optional(),
  /** Hosts (`host` or `host:port`) on private or loopback addresses that this workflow's steps may call. */
  network: z.array(z.string().min(1)).default([]),
  /** Settings of the tool it was imported from, kept for the way back. */
  original: z.record(z.string(), z.unknown()).optional(),
});
export type WorkflowSettings = z.infer<typeof WorkflowSettings>;

export const Note = z.object({
  id: z.string().min(1),
  position: Position,
  width: z.number().positive().default(240),
  height: z.number().positive().default(160),
  text: z.string().max(50_000),
  color: z.string().optional(),
});
export type Note = z.infer<typeof Note>;

export const Workflow = z.object({
  format: z.literal(FORMAT),
  id: WorkflowId,
  name: z.string().min(1).max(200),
  nodes: z.array(WorkflowNode).max(5000),
  edges: z.array(Edge).max(20_000),
  settings: WorkflowSettings.prefault({}),
  staticData: z.record(z.string(), z.unknown()).default({}),
  notes: z.array(Note).default([]),
  variables: z.record(z.string(), z.unknown()).default({}),
  tests: z.array(z.record(z.string(), z.unknown())).default([]),
});
export type Workflow = z.infer<typeof Workflow>;
/** What a file may leave out. */
export type WorkflowInput = z.input<typeof Workflow>;
