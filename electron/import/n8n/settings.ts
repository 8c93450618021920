import type { WorkflowInput } from "#shared/model/workflow.ts";
import type { N8nFile } from "./file.ts";

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

/** Without an order of its own a file is of the time of the first one. All settings stay in `original` for the way back. */
export function importSettings(file: N8nFile): NonNullable<WorkflowInput["settings"]> {
  const { settings } = file;
  const { timezone, errorWorkflow, executionTimeout, executionOrder } = settings;
  const seconds = typeof executionTimeout === "number" && executionTimeout > 0 ? executionTimeout : undefined;
  return {
    order: executionOrder === "v1" ? "n8n-v1" : "n8n-v0",
    ...(typeof timezone === "string" && isZone(timezone) ? { timezone } : {}),
    ...(typeof errorWorkflow === "string" && errorWorkflow !== "" && errorWorkflow !== "DEFAULT" ? { errorWorkflow } : {}),
    ...(seconds === undefined ? {} : { timeout: Math.max(1, Math.round(seconds * 1000)) }),
    ...(Object.keys(settings).length > 0 ? { original: settings } : {}),
  };
}
