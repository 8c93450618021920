import { StepError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";

/** Rows of one statement that are held at once. */
export const MOST_ROWS = 200_000;

export const tooManyRows = (effect: "read" | "write"): StepError =>
  new StepError({
    kind: "user",
    message: `The query gives more than ${MOST_ROWS.toLocaleString("en-US")} rows.`,
    fix: "Ask for fewer at once, for example with LIMIT.",
    field: "query",
    outcome: effect === "write" ? "unknown" : "none",
  });

/** A command has begun a transaction and left it so, or has ended the step's own. `committed`: a part of it may stay. */
export const transactionLeft = (left: "open" | "ended", own: "query" | "statements", committed: boolean): StepError =>
  new StepError({
    kind: "user",
    message:
      left === "open"
        ? "The SQL leaves a transaction open, so it was undone."
        : "A statement has ended the step's transaction, so it can't be said what of it stays.",
    fix: "Begin and end no transaction here; what has to happen as a whole belongs into the step “Run SQL together”.",
    field: own,
    outcome: left === "ended" || committed ? "unknown" : "none",
  });

/** What a statement is told by that gives no rows. */
export const told = (rows: number, more: JsonObject = {}): JsonObject => ({ success: true, rowCount: rows, ...more });
