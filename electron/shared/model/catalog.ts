import { z } from "zod";

export const PortInfo = z.object({ id: z.string(), label: z.string() });
export type PortInfo = z.infer<typeof PortInfo>;

/** One operation as the picker, the form and `imx catalog` see it. Schemas are JSON Schema with the kit's field hints. */
export const OperationInfo = z.object({
  /** Node type: `core.if`. */
  type: z.string(),
  /** Operation part: `if`. */
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** What it may be used for, in a line. */
  example: z.string().optional(),
  version: z.number(),
  input: z.record(z.string(), z.unknown()),
  output: z.record(z.string(), z.unknown()),
  sample: z.array(z.record(z.string(), z.unknown())),
  effect: z.enum(["none", "read", "write", "depends"]),
  idempotent: z.enum(["naturally", "key", "no", "depends"]),
  dangerous: z.enum(["money", "message", "delete"]).optional(),
  inputs: z.array(PortInfo),
  outputs: z.array(PortInfo),
  /** Its ports follow from its params: ask `catalog.ports`. */
  dynamicPorts: z.boolean(),
  connection: z.enum(["none", "optional", "required"]),
  keywords: z.array(z.string()),
  icon: z.string().optional(),
  /** Set for triggers. */
  trigger: z.enum(["manual", "called", "error", "webhook", "schedule"]).optional(),
});
export type OperationInfo = z.infer<typeof OperationInfo>;

export const AuthInfo = z.object({
  id: z.string(),
  title: z.string(),
  help: z.string(),
  fields: z.record(z.string(), z.unknown()),
  secret: z.array(z.string()),
});
export type AuthInfo = z.infer<typeof AuthInfo>;

export const ToolInfo = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  description: z.string(),
  needs: z.string(),
  auth: z.array(AuthInfo),
  actions: z.array(OperationInfo),
  triggers: z.array(OperationInfo),
  verifiedBy: z.string(),
  factsDate: z.string(),
  limits: z.string(),
  pricing: z.string(),
  notes: z.string(),
  docs: z.string(),
  offline: z.boolean(),
  keywords: z.array(z.string()),
});
export type ToolInfo = z.infer<typeof ToolInfo>;
