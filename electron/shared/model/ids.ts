import { z } from "zod";

/** Ids are brands: a bare string does not name a thing. Made by `newId` in the engine, never in the renderer's head. */
const id = <B extends string>(brand: B) => z.string().min(1).max(200).brand(brand);

export const WorkflowId = id("WorkflowId");
export type WorkflowId = z.infer<typeof WorkflowId>;
export const VersionId = id("VersionId");
export type VersionId = z.infer<typeof VersionId>;
export const NodeId = id("NodeId");
export type NodeId = z.infer<typeof NodeId>;
export const EdgeId = id("EdgeId");
export type EdgeId = z.infer<typeof EdgeId>;
export const RunId = id("RunId");
export type RunId = z.infer<typeof RunId>;
export const ConnectionId = id("ConnectionId");
export type ConnectionId = z.infer<typeof ConnectionId>;
export const BlobId = id("BlobId");
export type BlobId = z.infer<typeof BlobId>;

/** A step's number within its run: 0 is the trigger, then in the order in which steps were scheduled. */
export type StepId = number;
