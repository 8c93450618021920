import type { RunId } from "#shared/model/ids.ts";
import type { Item } from "#shared/model/item.ts";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { client, type Fault, useQuery } from "../../../bridge/index.ts";
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

/** A page of items in or out of a step: of the last run, else pinned, else an example made of the step's fields. */
export function useStepData({ node, side, port, offset, back = 0 }: DataPlace): StepData {
  const runId = useRun((run) => run.runId);
  const step = useRun((run) => (node ? run.nodes.get(node.id)?.runs.at(-1 - back)?.step : undefined));
  const count = useRun((run) => (node ? run.nodes.get(node.id)?.runs.at(-1 - back)?.counts[port] : undefined));
  const recorded = runId !== null && step !== undefined;
  const key = recorded ? (["run", runId, "items", step, side, port, offset] as const) : null;
  const query = useQuery(key, (signal) => client.runs.items(inputOf(runId, step, side, port, offset), { signal }));
  // The call that a test has just waited for is what the trigger brings, whatever is pinned there.
  const called = useRun((run) => run.live && run.called) && step === 0;
  const pinned = side === "out" && !(recorded && called) ? node?.pinned : undefined;
  const example = useExample(side === "out" && !recorded && !pinned ? node?.id : undefined);
  if (recorded && !pinned) {
    const items = query.data?.items ?? NONE;
    return { origin: "run", items, total: query.data?.total ?? count ?? items.length, loading: query.loading, fault: query.fault };
  }
  const items = pinned ?? example.data?.outputs[port] ?? NONE;
  return {
    origin: pinned ? "pinned" : items.length > 0 ? "example" : "none",
    items: items.slice(offset, offset + PAGE),
    total: items.length,
    loading: example.loading,
    fault: null,
  };
}

/** What a step would give by its fields, and what those before it give; asked for anew when the draft changes or a run has ended. */
export function useExample(node: WorkflowNode["id"] | undefined) {
  const id = useEditor((state) => state.workflow.id);
  const runId = useRun((run) => run.runId);
  const ended = useRun((run) => run.endedAt);
  const key = node === undefined ? null : (["workflow", id, "example", node, runId, ended] as const);
  return useQuery(key, (signal) => client.workflows.example({ id, node: node ?? "", ...(runId === null ? {} : { runId }) }, { signal }));
}

const inputOf = (runId: RunId | null, step: number | undefined, side: "in" | "out", port: number, offset: number) => {
  if (runId === null || step === undefined) throw new Error("asked for items without a run");
  return { runId, step, side, port, offset, limit: PAGE };
};
