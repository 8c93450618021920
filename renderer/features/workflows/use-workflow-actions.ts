import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { WorkflowRow } from "#shared/contract/workflows.ts";
import { exported } from "#shared/model/exported.ts";
import { client, navigate, reloadQueries, saveFile, updateQuery } from "../../bridge/index.ts";
import { useAction } from "../actions/use-action.ts";

export interface WorkflowActions {
  create: () => void;
  open: (row: WorkflowRow) => void;
  duplicate: (row: WorkflowRow) => void;
  remove: (row: WorkflowRow) => void;
  exportFile: (row: WorkflowRow) => void;
  /** Its draft goes live. */
  publish: (row: WorkflowRow) => void;
  /** On: with its newest version; nothing new is published. */
  turn: (row: WorkflowRow, on: boolean) => void;
}

const reload = () => reloadQueries(([area]) => area === "workflows");
const changeRow = (id: string, part: Partial<WorkflowRow>) =>
  updateQuery<WorkflowRow[]>(["workflows"], (rows) => rows.map((row) => (row.id === id ? { ...row, ...part } : row)));

/** A file's name from a workflow's: what any system takes. */
const fileName = (name: string): string => `${name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ").trim() || "workflow"}.json`;

export function useWorkflowActions(): WorkflowActions {
  const { t } = useTranslation();
  const act = useAction();
  return useMemo((): WorkflowActions => {
    const open = ({ id }: WorkflowRow) => navigate({ screen: "workflow", id });
    return {
      open,
      create: () =>
        void act(() => client.workflows.create({ name: t("workflows.untitled") }), { failed: t("workflows.createFailed") }).then(
          (made) => made && navigate({ screen: "workflow", id: made.id }),
        ),
      duplicate: ({ id, name }) =>
        void act(() => client.workflows.duplicate({ id }), {
          done: { tone: "success", title: t("workflows.duplicated", { name }) },
          failed: t("workflows.duplicateFailed", { name }),
        }).then(reload),
      remove: ({ id, name }) => {
        const restore = () =>
          void act(() => client.workflows.restore({ id }), {
            done: { tone: "success", title: t("workflows.restored", { name }) },
            failed: t("workflows.restoreFailed", { name }),
          }).then(reload);
        updateQuery<WorkflowRow[]>(["workflows"], (rows) => rows.filter((row) => row.id !== id));
        void act(() => client.workflows.remove({ id }), {
          done: { title: t("workflows.removed", { name }), action: { label: t("workflows.undo"), onPress: restore } },
          failed: t("workflows.removeFailed", { name }),
        }).then(reload);
      },
      exportFile: ({ id, name }) =>
        void act(
          async () => {
            const workflow = await client.workflows.get({ id });
            saveFile(fileName(name), `${JSON.stringify(exported(workflow), null, 2)}\n`);
          },
          { done: { tone: "success", title: t("workflows.exported", { name }) }, failed: t("workflows.exportFailed", { name }) },
        ),
      publish: ({ id, name }) =>
        void act(() => client.workflows.publish({ id }), {
          done: { tone: "success", title: t("workflows.turnedOn", { name }) },
          failed: t("workflows.turnOnFailed", { name }),
        }).then(reload),
      turn: ({ id, name, lastVersion }, on) => {
        changeRow(id, { active: on });
        const words = on
          ? {
              done: { tone: "success" as const, title: t("workflows.turnedOnVersion", { name, version: lastVersion ?? "" }) },
              failed: t("workflows.turnOnFailed", { name }),
            }
          : { done: { title: t("workflows.turnedOff", { name }) }, failed: t("workflows.turnOffFailed", { name }) };
        void act(
          async () => (on ? void (await client.workflows.activate({ id })) : void (await client.workflows.unpublish({ id }))),
          words,
        ).then(reload);
      },
    };
  }, [act, t]);
}
