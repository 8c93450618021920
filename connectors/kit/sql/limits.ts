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

/** What a statement is told by that gives no rows. */
export const told = (rows: number, more: JsonObject = {}): JsonObject => ({ success: true, rowCount: rows, ...more });
