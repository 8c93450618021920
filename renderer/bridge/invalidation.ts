import type { Change } from "#shared/contract/engine.ts";

/** The first part names the area, the second mostly an id: `["run", runId]`, `["runs", { status }]`. */
export type QueryKey = readonly [QueryArea, ...unknown[]];
export type QueryArea = "catalog" | "workflows" | "workflow" | "runs" | "run" | "connections" | "tables" | "settings" | "engine";

/** Whether data under this key may look different after the change. */
export function affects(change: Change, [area, id]: QueryKey): boolean {
  if (change.type === "reset") return true;
  switch (area) {
    case "catalog":
      return false;
    case "settings":
      return change.type === "settings";
    case "workflows":
      return change.type === "workflows" || change.type === "run" || change.type === "draft";
    case "workflow":
      return change.type === "workflows" || (change.type === "draft" && change.workflowId === id);
    case "runs":
      return change.type === "run";
    case "run":
      return (change.type === "run" || change.type === "step") && change.runId === id;
    case "connections":
      return change.type === "connections" || change.type === "workflows";
    case "tables":
      return change.type === "tables" || change.type === "run";
    case "engine":
      return change.type === "engine" || change.type === "run" || change.type === "workflows";
  }
}
