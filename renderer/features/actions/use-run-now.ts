import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { WorkflowRow } from "#shared/contract/workflows.ts";
import { client, navigate, reloadQueries } from "../../bridge/index.ts";
import { useToast } from "../../ui/index.ts";
import { useAction } from "./use-action.ts";

/** Runs a workflow's published version for real, and says where to see it. */
export function useRunNow(): (row: Pick<WorkflowRow, "id" | "name">) => void {
  const { t } = useTranslation();
  const act = useAction();
  const toast = useToast();
  return useCallback(
    ({ id, name }) =>
      void act(() => client.workflows.run({ id }), { failed: t("workflows.runFailed", { name }) }).then((made) => {
        if (!made) return;
        reloadQueries(([area]) => area === "runs" || area === "workflows");
        toast({
          tone: "success",
          title: t("workflows.runStarted", { name, version: made.version }),
          action: { label: t("workflows.openRun"), onPress: () => navigate({ screen: "run", id: made.runId }) },
        });
      }),
    [act, t, toast],
  );
}
