import { z } from "zod";

/** Something in a workflow that keeps it from running as meant, found without running it. */
export const Problem = z.object({
  severity: z.enum(["error", "warning"]),
  /** For programs: `missing-field`, `dangling-edge`, `endless-loop`, ... */
  code: z.string(),
  message: z.string(),
  fix: z.string().optional(),
  /** Node id, and its name for people. */
  node: z.string().optional(),
  name: z.string().optional(),
  edge: z.string().optional(),
  /** Dotted path into the node's params. */
  field: z.string().optional(),
  /** Offset of the character in the field's text. */
  at: z.number().int().nonnegative().optional(),
});
export type Problem = z.infer<typeof Problem>;
