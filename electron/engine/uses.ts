import type { Workflow } from "#shared/model/workflow.ts";

/** Where a workflow names another one: a step that calls it, or the one to start when a run fails. */
export interface Use {
  workflow: string;
  /** The step that calls; none for the error workflow. */
  step?: { id: string; name: string };
}

/** Other workflows that this one depends on, as far as they are named and not worked out when it runs. */
export function usesOf({ nodes, settings }: Workflow): Use[] {
  const called = nodes.flatMap(({ id, name, type, params, disabled }): Use[] => {
    const { source, workflow } = params;
    if (type !== "core.call_workflow" || disabled || source === "document") return [];
    if (typeof workflow !== "string" || workflow.startsWith("=") || workflow.trim() === "") return [];
    return [{ workflow: workflow.trim(), step: { id, name } }];
  });
  return settings.errorWorkflow === undefined ? called : [...called, { workflow: settings.errorWorkflow }];
}
