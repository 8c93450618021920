import { useMemo } from "react";
import type { RunId } from "#shared/model/ids.ts";
import type { Item } from "#shared/model/item.ts";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { client, type Fault, useQuery } from "../../../bridge/index.ts";
import { operationOf } from "../store/catalog-index.ts";
import { useEditor, useRun } from "../store/use-editor.ts";

/** Where data on show comes from. */
export type DataOrigin = "run" | "pinned" | "example" | "none";

export interface StepData {
  origin: DataOrigin;
  items: readonly Item[];
  total: number;
  loading: boolean;
  fault: Fault | null;
}

export const PAGE = 50;
const NONE: readonly Item[] = [];

export interface DataPlace {
  node: WorkflowNode | undefined;
  side: "in" | "out";
  /** Number of the port. */
  port: number;
  offset: number;
  /** Which time the step ran, from the last; 0 = the last. */
  back?: number;
}

/** A page of items in or out of a step: of the last run, else pinned, else the operation's own example. */
export function useStepData({ node, side, port, offset, back = 0 }: DataPlace): StepData {
  const runId = useRun((run) => run.runId);
  const step = useRun((run) => (node ? run.nodes.get(node.id)?.runs.at(-1 - back)?.step : undefined));
  const count = useRun((run) => (node ? run.nodes.get(node.id)?.runs.at(-1 - back)?.counts[port] : undefined));
  const recorded = runId !== null && step !== undefined;
  const key = recorded ? (["run", runId, "items", step, side, port, offset] as const) : null;
  const query = useQuery(key, (signal) => client.runs.items(inputOf(runId, step, side, port, offset), { signal }));
  const catalog = useEditor((state) => state.catalog);
  const instead = useMemo((): { origin: DataOrigin; items: readonly Item[] } => {
    if (!node || side === "in") return { origin: "none", items: NONE };
    if (node.pinned) return { origin: "pinned", items: node.pinned };
    const sample = operationOf(catalog, node)?.sample ?? [];
    return sample.length > 0 ? { origin: "example", items: sample.map((json) => ({ json })) } : { origin: "none", items: NONE };
  }, [node, side, catalog]);
  const pinned = side === "out" && node?.pinned !== undefined;
  if (recorded && !pinned) {
    const items = query.data?.items ?? NONE;
    return { origin: "run", items, total: query.data?.total ?? count ?? items.length, loading: query.loading, fault: query.fault };
  }
  return { ...instead, items: instead.items.slice(offset, offset + PAGE), total: instead.items.length, loading: false, fault: null };
}

const inputOf = (runId: RunId | null, step: number | undefined, side: "in" | "out", port: number, offset: number) => {
  if (runId === null || step === undefined) throw new Error("asked for items without a run");
  return { runId, step, side, port, offset, limit: PAGE };
};
