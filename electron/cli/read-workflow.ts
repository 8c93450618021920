import type { Workflow } from "#shared/model/workflow.ts";
import { readWorkflow } from "../import/imx.ts";
import { importN8n } from "../import/n8n/index.ts";
import { parseJson, readText, UsageError } from "./usage.ts";

export const FORMATS = ["imx", "n8n"] as const;

/** A workflow from a file of ours, or of the tool that `from` names. */
export async function workflowFromFile(file: string, from: string | undefined): Promise<Workflow> {
  const text = await readText(file);
  if (from === "n8n") {
    try {
      return importN8n(parseJson(text, file)).workflow;
    } catch (error) {
      throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  if (from !== undefined && from !== "imx") throw new UsageError(`--from: '${from}' is not known. Known: ${FORMATS.join(", ")}.`);
  try {
    return readWorkflow(text);
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
