import type { Workflow } from "#shared/model/workflow.ts";
import { readWorkflow } from "../import/imx.ts";
import { importN8n } from "../import/n8n/index.ts";
import { nameOf, parseJson, readText, UsageError } from "./usage.ts";

export const FORMATS = ["imx", "n8n"] as const;

/** A glance: n8n's files say no format, and their wires are an object by step. */
function looksLikeN8n(text: string): boolean {
  try {
    const read: unknown = JSON.parse(text);
    return read !== null && typeof read === "object" && "nodes" in read && "connections" in read && !("format" in read);
  } catch {
    return false;
  }
}

/** A workflow from a file of ours, or of the tool that `from` names. */
export async function workflowFromFile(file: string, from: string | undefined): Promise<Workflow> {
  const text = await readText(file);
  if (from === "n8n") {
    try {
      return importN8n(parseJson(text, file), nameOf(file)).workflow;
    } catch (error) {
      throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  if (from !== undefined && from !== "imx") throw new UsageError(`--from: '${from}' is not known. Known: ${FORMATS.join(", ")}.`);
  try {
    return readWorkflow(text);
  } catch (error) {
    if (looksLikeN8n(text))
      throw new UsageError(`${file}: This is a workflow of n8n. Say --from n8n, or make it one of ours: imx import ${file} --out FILE`, {
        cause: error,
      });
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
