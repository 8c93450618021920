import { z } from "zod";

/**
 * Why something did not work, sorted by who must act and by what is known of the outside:
 * - `user`: the workflow or its data is wrong (a missing field, a bad expression); repeating changes nothing.
 * - `connection`: the key, login or permission is wrong or expired.
 * - `service`: the other side failed or is busy; `retryable` and `after` say whether to try again.
 * - `network`: it could not be reached.
 * - `engine`: a fault of ours.
 * - `cancelled`: somebody stopped it.
 * `outcome` is the whole of retry safety: `none` = nothing was done there, `unknown` = it may have been done.
 */
export const Failure = z.object({
  kind: z.enum(["user", "connection", "service", "network", "engine", "cancelled"]),
  message: z.string(),
  /** A class name for programs, e.g. `ExpressionError`, `HttpError`. */
  name: z.string().optional(),
  /** What to do about it, in plain words. */
  fix: z.string().optional(),
  /** The field of the step's form it is about, dotted. */
  field: z.string().optional(),
  item: z.number().int().nonnegative().optional(),
  retryable: z.boolean().default(false),
  outcome: z.enum(["none", "unknown"]).default("none"),
  /** Milliseconds to wait before trying again, as the service asked. */
  after: z.number().nonnegative().optional(),
  /** HTTP status, where there was one. */
  status: z.number().int().optional(),
  description: z.string().optional(),
});
export type Failure = z.infer<typeof Failure>;

/** Thrown by actions and the kit; the engine turns it into the step's failure. Anything else thrown is kind `engine`. */
export class StepError extends Error {
  readonly failure: Failure;
  constructor(failure: Partial<Failure> & { message: string }, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.name = failure.name ?? "StepError";
    this.failure = { kind: "user", retryable: false, outcome: "none", ...failure };
  }
}

/** The workflow or its data is wrong: says what and how to mend it. */
export const userError = (message: string, more: Partial<Failure> = {}): StepError => new StepError({ ...more, message, kind: "user" });

export function failureOf(error: unknown): Failure {
  if (error instanceof StepError) return error.failure;
  if (error instanceof Error) return { kind: "engine", message: error.message, name: error.name, retryable: false, outcome: "none" };
  return { kind: "engine", message: String(error), retryable: false, outcome: "none" };
}
