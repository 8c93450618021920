import { useTranslation } from "react-i18next";
import type { RunSummary, StepSummary } from "#shared/model/run.ts";
import { client, useQuery } from "../../bridge/index.ts";
import { useCatalog } from "../../i18n/use-catalog.ts";

/** Names of a step's ports as the editor shows them, with how many items left by each. */
export function usePortLabels(run: RunSummary, step: StepSummary, side: "in" | "out", count: number): string[] {
  const { t } = useTranslation();
  const many = count > 1;
  const { runId } = run;
  const workflow = useQuery(many ? ["run", runId, "workflow"] : null, (signal) => client.runs.workflow({ runId }, { signal }));
  const tools = useCatalog(many);
  const type = workflow.data?.nodes.find(({ id }) => id === step.node)?.type;
  const operation = tools.data?.flatMap(({ actions, triggers }) => [...actions, ...triggers]).find((one) => one.type === type);
  const ports = (side === "out" ? operation?.outputs : operation?.inputs) ?? [];
  return Array.from({ length: count }, (_, index) => {
    const name = ports[index]?.label || t("runs.port", { number: index + 1 });
    return side === "out" ? t("runs.portCount", { name, count: step.counts[index] ?? 0 }) : name;
  });
}
