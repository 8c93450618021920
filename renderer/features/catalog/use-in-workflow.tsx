import { Plus, Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { OperationInfo } from "#shared/model/catalog.ts";
import type { WorkflowId } from "#shared/model/ids.ts";
import { client, navigate, useQuery } from "../../bridge/index.ts";
import { useCatalog } from "../../i18n/use-catalog.ts";
import { Button, Menu, type MenuEntry } from "../../ui/index.ts";
import { useAction } from "../actions/use-action.ts";
import type { NewStep } from "./add-step.ts";

/** Workflows offered beside a new one: those worked on last. */
const OFFERED = 8;

/** Puts an operation on a canvas and goes there. */
export function UseInWorkflow({ operation }: { operation: OperationInfo }) {
  const { t } = useTranslation();
  const act = useAction();
  const query = useQuery(["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  const tools = useCatalog();
  const step: NewStep = {
    type: operation.type,
    typeVersion: operation.version,
    name: operation.title,
  };

  const put = (into: () => Promise<WorkflowId>, steps: readonly NewStep[]) =>
    void act(
      async () => {
        const id = await into();
        // Loaded with the first use: drafts need their library.
        const { addSteps } = await import("./add-step.ts");
        await addSteps(id, steps);
        return id;
      },
      { failed: t("catalog.useFailed", { name: operation.title }) },
    ).then((id) => id && navigate({ screen: "workflow", id }));

  const byHand = tools.data?.flatMap(({ triggers }) => triggers).find(({ trigger }) => trigger === "manual");
  const start: NewStep[] = operation.trigger || !byHand ? [] : [{ type: byHand.type, typeVersion: byHand.version, name: byHand.title }];
  const recent = [...(query.data ?? [])].sort((a, b) => b.updatedAt - a.updatedAt).slice(0, OFFERED);
  const items: MenuEntry[] = [
    {
      label: t("catalog.newWorkflow"),
      icon: Plus,
      onSelect: () => put(async () => (await client.workflows.create({ name: operation.title })).id, [...start, step]),
    },
    ...(recent.length > 0 ? [{ kind: "separator" as const, id: "recent" }] : []),
    ...recent.map(({ id, name }): MenuEntry => ({ label: name, icon: Workflow, onSelect: () => put(() => Promise.resolve(id), [step]) })),
  ];
  return <Menu align="end" items={items} trigger={<Button size="sm">{t("catalog.use")}</Button>} />;
}
