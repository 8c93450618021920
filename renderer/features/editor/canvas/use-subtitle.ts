import { useTranslation } from "react-i18next";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { client, useQuery } from "../../../bridge/index.ts";
import type { Operation } from "../graph/to-flow.ts";
import { calledBy } from "./summary.ts";
import { subtitleOf } from "./words.ts";

/** The line below a step's name. A workflow that it calls stands there by its name. */
export function useSubtitle(step: WorkflowNode, operation: Operation | undefined): string {
  const { t, i18n } = useTranslation();
  const called = calledBy(step, operation);
  const { data } = useQuery(called === undefined ? null : ["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  if (step.disabled) return t("editor.node.off");
  const name = called === undefined ? undefined : (data?.find(({ id }) => id === called)?.name ?? "");
  return subtitleOf(step, operation, { t, language: i18n.language, called: name });
}
