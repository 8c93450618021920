import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { BinRow } from "#shared/contract/workflows.ts";
import { client, reloadQueries } from "../../bridge/index.ts";
import { useAction } from "../actions/use-action.ts";

const reload = () => reloadQueries(([area]) => area === "workflows");

export function useBinActions(): { restore: (row: BinRow) => void; erase: (row: BinRow) => void } {
  const { t } = useTranslation();
  const act = useAction();
  return useMemo(
    () => ({
      restore: ({ id, name }) =>
        void act(() => client.workflows.restore({ id }), {
          done: { tone: "success", title: t("bin.restored", { name }) },
          failed: t("workflows.restoreFailed", { name }),
        }).then(reload),
      erase: ({ id, name }) =>
        void act(() => client.workflows.erase({ id }), {
          done: { title: t("bin.erased", { name }) },
          failed: t("bin.eraseFailed", { name }),
        }).then(reload),
    }),
    [act, t],
  );
}
