import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { client } from "../../../bridge/index.ts";
import { KIND_TYPE, PATH_TYPE } from "../../../ui/index.ts";
import type { ExpressionTools } from "../../forms/index.ts";
import { useEditor, useEditorParts, useRun } from "../store/use-editor.ts";
import { completeWith } from "./complete.ts";
import { outputIndex } from "./data-view.tsx";
import { itemText, type Source } from "./upstream.ts";
import { useExample, useStepData } from "./use-step-data.ts";

/** Live values, completion and dropped fields for a step's form. */
export function useExpressionTools(node: WorkflowNode, sources: readonly Source[], item: number): ExpressionTools {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const runId = useRun((run) => run.runId);
  const ended = useRun((run) => run.endedAt);
  const [nearest] = sources;
  const port = useEditor((state) => (nearest ? outputIndex(state.nodes, nearest) : 0));
  const before = useExample(node.id).data?.before;
  const { items } = useStepData({ node: nearest?.node, side: "out", port, offset: 0 });
  return useMemo((): ExpressionTools => {
    const roots = sources.map((source, index) => ({
      text: itemText(source, index === 0),
      json: (index === 0 ? (items[item] ?? items[0])?.json : undefined) ?? source.node.pinned?.[0]?.json ?? before?.[source.node.id] ?? {},
    }));
    const { id } = store.getState().workflow;
    return {
      async preview(text) {
        await store.session.whenSaved();
        return client.workflows.preview({ id, node: node.id, text, item, runId });
      },
      previewKey: `${runId ?? ""}:${item}:${ended ?? ""}`,
      data: roots,
      complete: completeWith({
        roots,
        words: {
          field: t("editor.complete.field"),
          step: t("editor.complete.step"),
          now: t("editor.complete.now"),
          today: t("editor.complete.today"),
          index: t("editor.complete.index"),
          vars: t("editor.complete.vars"),
          run: t("editor.complete.run"),
          workflow: t("editor.complete.workflow"),
          all: t("editor.complete.all"),
          binary: t("editor.complete.binary"),
          helper: t("editor.complete.helper"),
        },
      }),
      dropText: (data) => (data.types.includes(PATH_TYPE) ? data.getData("text/plain") : undefined),
      dropKind: (data) => data.getData(KIND_TYPE),
    };
  }, [sources, items, item, before, store, node.id, runId, ended, t]);
}
