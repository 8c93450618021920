import { ORPCError } from "@orpc/server";
import type { Problem } from "#shared/model/problem.ts";
import type { Workflow } from "#shared/model/workflow.ts";
import type { Operations } from "../../engine/plan.ts";
import { ImportError } from "../../import/import-error.ts";
import { readWorkflow } from "../../import/imx.ts";
import { importN8n } from "../../import/n8n/index.ts";

/** What an import left to be told: each step stands either in `mapped` or in `unsupported`. */
interface Imported {
  workflow: Workflow;
  mapped: { node: string; from: string; to: string }[];
  partial: { node: string; reason: string }[];
  unsupported: { node: string; type: string; reason: string }[];
}

/** Our own steps fit as they are, unless they are of a tool that this program does not have. */
function ours(text: string, operations: Operations): Imported {
  const workflow = readWorkflow(text);
  const mapped: Imported["mapped"] = [];
  const unsupported: Imported["unsupported"] = [];
  for (const { name, type, typeVersion } of workflow.nodes) {
    const known = operations.action(type, typeVersion) ?? operations.trigger(type, typeVersion);
    if (known) mapped.push({ node: name, from: type, to: type });
    else unsupported.push({ node: name, type, reason: "This version of the program has no such step. It is kept as it is." });
  }
  return { workflow, mapped, partial: [], unsupported };
}

/** As a problem of the file: where in it, and what to do. */
function unusable(message: string, fix: string, path: string | undefined, cause: unknown): ORPCError<"UNUSABLE", { problems: Problem[] }> {
  const problem: Problem = { severity: "error", code: "import", message: `${message}.`, fix, ...(path ? { field: path } : {}) };
  return new ORPCError("UNUSABLE", { status: 422, message: `${message}. ${fix}`, data: { problems: [problem] }, cause });
}

/** Reads a file of ours or of n8n; `name` is for a workflow that has none. Throws UNUSABLE that names the place in the file. */
export function readImport(text: string, from: "auto" | "imx" | "n8n", operations: Operations, name?: string): Imported {
  try {
    if (from === "imx") return ours(text, operations);
    const parsed: unknown = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
    const looksOurs = from === "auto" && parsed !== null && typeof parsed === "object" && "format" in parsed;
    return looksOurs ? ours(text, operations) : importN8n(parsed, name);
  } catch (error) {
    if (error instanceof ImportError) throw unusable(error.message, error.fix, error.path, error);
    if (error instanceof SyntaxError)
      throw unusable(`The file is no JSON: ${error.message}`, "Export it again, or correct it at that place.", undefined, error);
    throw error;
  }
}
