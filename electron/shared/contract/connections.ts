import { z } from "zod";
import { ConnectionInfo } from "../model/connection.ts";
import { ConnectionId, WorkflowId } from "../model/ids.ts";
import { base } from "./errors.ts";

const Fields = z.record(z.string(), z.string().max(100_000));

export const connections = {
  list: base
    .route({ method: "GET", path: "/connections", summary: "All connections, without their secrets" })
    .output(z.array(ConnectionInfo)),
  create: base
    .route({ method: "POST", path: "/connections", summary: "Store a connection" })
    .input(
      z.object({
        name: z.string().min(1).max(200),
        connector: z.string(),
        auth: z.string(),
        fields: Fields,
        hosts: z.array(z.string()).default([]),
      }),
    )
    .output(ConnectionInfo),
  /** Fields left out stay as they are; an empty secret stays set. */
  update: base
    .route({ method: "PATCH", path: "/connections/{id}", summary: "Change a connection" })
    .input(
      z.object({
        id: ConnectionId,
        name: z.string().min(1).max(200).optional(),
        fields: Fields.optional(),
        hosts: z.array(z.string()).optional(),
      }),
    )
    .output(ConnectionInfo),
  remove: base
    .route({ method: "DELETE", path: "/connections/{id}", summary: "Remove a connection" })
    .input(z.object({ id: ConnectionId }))
    .output(z.object({})),
  test: base
    .route({ method: "POST", path: "/connections/{id}/test", summary: "Ask the service who this is" })
    .input(z.object({ id: ConnectionId }))
    .output(z.object({ ok: z.boolean(), label: z.string() })),
  usage: base
    .route({ method: "GET", path: "/connections/{id}/usage", summary: "Where it is used" })
    .input(z.object({ id: ConnectionId }))
    .output(z.array(z.object({ workflowId: WorkflowId, name: z.string(), nodes: z.array(z.string()) }))),
};
