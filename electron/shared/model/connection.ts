import { z } from "zod";
import { ConnectionId } from "./ids.ts";

/** A stored login. Secrets are sealed; this is all that anybody reads back. */
export const ConnectionInfo = z.object({
  id: ConnectionId,
  name: z.string(),
  /** Connector id: `stripe`, `core` for the HTTP step's. */
  connector: z.string(),
  auth: z.string(),
  /** Fields that are no secrets, and which secrets are set. */
  fields: z.record(z.string(), z.string()),
  secretsSet: z.array(z.string()),
  hosts: z.array(z.string()),
  createdAt: z.number(),
  updatedAt: z.number(),
  lastTest: z.object({ at: z.number(), ok: z.boolean(), label: z.string() }).optional(),
});
export type ConnectionInfo = z.infer<typeof ConnectionInfo>;
