import { z } from "zod";
import { BlobId } from "./ids.ts";

/** JSON as it travels on wires. Typed as unknown values: what a field holds is the workflow's business. */
export type JsonObject = { [key: string]: unknown };

export const Binary = z.object({
  mimeType: z.string(),
  fileType: z.string().optional(),
  fileExtension: z.string().optional(),
  fileName: z.string().optional(),
  /** Bytes. */
  fileSize: z.number().int().nonnegative().optional(),
  /** Content hash; the bytes stand in the blob store, never inline. */
  blob: BlobId,
});
export type Binary = z.infer<typeof Binary>;

const SourceOne = z.union([
  z.number().int().nonnegative(),
  z.object({
    item: z.number().int().nonnegative(),
    input: z.number().int().nonnegative().optional(),
    /** The run of this same step whose input is meant, where it is an earlier one: a loop hands out its first list bit by bit. */
    run: z.number().int().nonnegative().optional(),
  }),
]);

/**
 * Lineage: the index of the item on the step's input that this one came from. A number means input 0. Without it the
 * engine assumes: as many out as in, index by index; a single input item, all from that one; else unknown.
 */
export const Source = z.union([SourceOne, z.array(SourceOne)]);
export type Source = z.infer<typeof Source>;

export const Item = z.object({
  json: z.record(z.string(), z.unknown()),
  binary: z.record(z.string(), Binary).optional(),
  source: Source.optional(),
});
export type Item = z.infer<typeof Item>;
