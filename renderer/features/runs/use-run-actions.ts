import { Ban, RotateCcw, Workflow } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { isFinal, type RunSummary, type Settlement } from "#shared/model/run.ts";
import { type Client, client, navigate, reloadQueries } from "../../bridge/index.ts";
import type { MenuEntry } from "../../ui/index.ts";
import { useAction } from "../actions/use-action.ts";

export type RerunInput = Parameters<Client["runs"]["rerun"]>[0];

export interface RunActions {
  menu: (run: RunSummary, onRerun: () => void) => MenuEntry[];
  cancel: (run: RunSummary) => void;
  /** Starts it and goes there. */
  rerun: (input: RerunInput) => Promise<void>;
  settle: (run: RunSummary, step: number, item: number | undefined, settlement: Settlement) => Promise<void>;
}

const reload = () => reloadQueries(([area]) => area === "runs" || area === "run" || area === "engine");

export function useRunActions(): RunActions {
  const { t } = useTranslation();
  const act = useAction();
  return useMemo((): RunActions => {
    const cancel = ({ runId }: RunSummary) =>
      void act(() => client.runs.cancel({ runId }), { done: { title: t("runs.cancelled") }, failed: t("runs.cancelFailed") }).then(reload);
    const rerun = async (input: RerunInput) => {
      const made = await act(() => client.runs.rerun(input), { failed: t("runs.rerunFailed") });
      if (!made) return;
      reload();
      navigate({ screen: "run", id: made.runId });
    };
    return {
      cancel,
      rerun,
      async settle({ runId }, step, item, settlement) {
        await act(() => client.runs.settle({ runId, step, ...(item === undefined ? {} : { item }), settlement }), {
          done: { tone: "success", title: t(`runs.settled.${settlement.answer}`) },
          failed: t("runs.settleFailed"),
        });
        reload();
      },
      menu: (run, onRerun) => [
        { label: t("runs.openWorkflow"), icon: Workflow, onSelect: () => navigate({ screen: "workflow", id: run.workflowId }) },
        { label: t("runs.rerunAsk"), icon: RotateCcw, onSelect: onRerun },
        { label: t("runs.cancel"), icon: Ban, danger: true, disabled: isFinal(run.status), onSelect: () => cancel(run) },
      ],
    };
  }, [act, t]);
}
