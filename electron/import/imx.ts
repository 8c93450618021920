import type { z } from "zod";
import { type Migration, migrations } from "#shared/model/migrations/index.ts";
import { FORMAT, Workflow } from "#shared/model/workflow.ts";
import { ImportError } from "./import-error.ts";

/** Of an imported step's original too, which may be nested as deep as an import takes it. */
const MAX_DEPTH = 110;

/** Without recursion: what is nested without end must not end us. */
function checkDepth(document: object): void {
  let level: object[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new ImportError("The file is nested too deep to be a workflow", "Export the workflow again.");
    level = level.flatMap((value) => Object.values(value).filter((entry): entry is object => typeof entry === "object" && entry !== null));
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function readJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ImportError(`The file is no JSON: ${why}`, "Give a workflow file as this program writes it.", undefined, { cause });
  }
}

/** A document of this program's own, brought up to today's shape. `steps` and `format` stand in for today's in tests. */
export function migrateDocument(
  document: Record<string, unknown>,
  steps: readonly Migration[] = migrations,
  format = FORMAT,
): Record<string, unknown> {
  const from = document.format;
  if (typeof from !== "number" || !Number.isInteger(from) || from < 1) {
    throw new ImportError("The file does not say its format", 'A workflow file begins with "format": 1.', "format");
  }
  if (from > format) {
    throw new ImportError(
      `The file has format ${from}; this version of the program reads up to ${format}`,
      "Update the program, or export the workflow from the newer version in an older format.",
      "format",
    );
  }
  let current = document;
  for (const step of steps) if (step.to > from && step.to <= format) current = { ...step.migrate(current), format: step.to };
  return current;
}

/** What of a field is wrong, with the step's name where the field is in one. */
function explain(issue: z.core.$ZodIssue | undefined, document: Record<string, unknown>): ImportError {
  const path = issue?.path.map(String).join(".") ?? "";
  const [list, index] = issue?.path ?? [];
  const entries = list === "nodes" && Array.isArray(document.nodes) ? document.nodes : [];
  const entry: unknown = typeof index === "number" ? entries[index] : undefined;
  const step = isObject(entry) && typeof entry.name === "string" ? ` (step '${entry.name}')` : "";
  return new ImportError(`${path || "The file"}${step}: ${issue?.message ?? "not usable"}`, `Correct ${path || "the file"}.`, path);
}

/** Reads a workflow file of ours. Throws ImportError naming the place and the fix; a newer format is refused by name. */
export function readWorkflow(text: string): Workflow {
  const document = readJson(text);
  if (!isObject(document)) throw new ImportError("The file holds no workflow", "A workflow file is one JSON object.");
  checkDepth(document);
  const read = Workflow.safeParse(migrateDocument(document));
  if (!read.success) throw explain(read.error.issues[0], document);
  return read.data;
}
