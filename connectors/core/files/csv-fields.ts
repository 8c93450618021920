import { z } from "zod";
import { field } from "#kit/field.ts";

// Fields of the steps that read CSV, shown where the format may be that.

/** The sign between values. */
export const delimiter = field(z.string().min(1).max(4).default("auto"), {
  title: "Delimiter",
  help: "The sign between values, or auto.",
  showIf: { format: ["auto", "csv"] },
  advanced: true,
});

/** Rows that do not fit the columns. */
export const ragged = field(z.enum(["refuse", "pad"]).default("refuse"), {
  title: "Rows with more or fewer values than columns",
  labels: ["Stop and name the line", "Fill up"],
  widget: "select",
  showIf: { format: ["auto", "csv"] },
  advanced: true,
});

/** Lines before the table. */
export const skipLines = field(z.number().int().min(0).max(1_000_000).default(0), {
  title: "Lines to leave out at the start",
  widget: "number",
  showIf: { format: ["auto", "csv"] },
  advanced: true,
});
