import { useEffect, useEffectEvent, useRef } from "react";
import { RunId } from "#shared/model/ids.ts";
import { isFinal } from "#shared/model/run.ts";
import { client, parseRoute, useChanges, useHash } from "../../bridge/index.ts";
import { useEditorParts, useRun } from "./store/use-editor.ts";

/**
 * Keeps the run on show up to date. A run that the address names is drawn; else the last one lends its data. A test started here is drawn as it goes, and when
 * it has ended the engine's own account of it is taken. The step that failed opens by itself.
 */
export function useFollowRun(): void {
  const { store, run, canvas } = useEditorParts();
  useChanges((batch) => run.changes(batch));

  const opened = useRef<string | null>(null);
  const show = useEffectEvent((node: string) => {
    if (!store.getState().workflow.nodes.some(({ id }) => id === node)) return;
    store.select([node]);
    store.setState({ panelOpen: true });
    canvas.current?.reveal(node);
  });
  const route = parseRoute(useHash());
  const named = route.screen === "workflow" ? route.run : undefined;
  const step = route.screen === "workflow" ? route.step : undefined;

  useEffect(() => {
    const { id } = store.getState().workflow;
    let gone = false;
    const recall = async (name: string): Promise<void> => {
      const { run: summary, steps } = await client.runs.get({ runId: RunId.parse(name) });
      if (gone || summary.workflowId !== id) return;
      // The step that was looked at there goes before the one that failed.
      if (step !== undefined) opened.current = summary.runId;
      run.load(summary, steps, true);
      if (step !== undefined) show(step);
    };
    const lend = async (): Promise<void> => {
      const [last] = await client.runs.list({ workflowId: id, limit: 1 });
      if (!last || gone || run.getState().runId !== null) return;
      const { run: summary, steps } = await client.runs.get({ runId: last.runId });
      if (!gone && run.getState().runId === null) run.load(summary, steps, false);
    };
    // Without it the panel shows examples; nothing that was asked for fails.
    (named === undefined ? lend() : recall(named).catch(lend)).catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [store, run, named, step]);

  const runId = useRun((state) => (state.live ? state.runId : null));
  const status = useRun((state) => state.status);
  const ended = status !== null && isFinal(status);
  const halted = ended || status === "waiting";
  useEffect(() => {
    if (runId === null) return;
    let gone = false;
    const settle = async (): Promise<void> => {
      const { run: summary, steps } = await client.runs.get({ runId });
      if (gone || run.getState().runId !== runId) return;
      run.load(summary, steps, true);
      const failed = steps.find((step) => step.status === "failed" || step.status === "unknown");
      if (!failed || !halted || opened.current === runId) return;
      opened.current = runId;
      show(failed.node);
    };
    // Its id may have come after its last change: what the engine has is asked for at the start as well as at the end.
    settle().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [runId, halted, run]);
}
