import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { client, navigate, reloadQueries, saveFile } from "../../bridge/index.ts";
import { useAction } from "../actions/use-action.ts";

export interface TableActions {
  exportCsv: (table: string) => Promise<void>;
  remove: (table: string) => void;
  removeRow: (table: string, row: number) => void;
}

export const reloadTables = (): void => reloadQueries(([area]) => area === "tables");

/** A name that every file system takes. */
const fileName = (table: string): string => `${table.replaceAll(/[^\p{L}\p{N} _-]/gu, "").trim() || "table"}.csv`;

export function useTableActions(): TableActions {
  const { t } = useTranslation();
  const act = useAction();
  return useMemo(
    (): TableActions => ({
      async exportCsv(table) {
        await act(
          async () => {
            const parts: string[] = [];
            for await (const part of await client.tables.csv({ table })) parts.push(part);
            saveFile(fileName(table), parts.join(""), "text/csv;charset=utf-8");
          },
          { done: { tone: "success", title: t("tables.exported", { name: table }) }, failed: t("tables.exportFailed", { name: table }) },
        );
      },
      remove(table) {
        void act(() => client.tables.remove({ table }), {
          done: { title: t("tables.removed", { name: table }) },
          failed: t("tables.removeFailed", { name: table }),
        }).then((done) => {
          // Away first: the table's own page would ask for what is gone.
          if (done) navigate({ screen: "tables" });
          reloadQueries((key) => key[0] === "tables" && key.length === 1);
        });
      },
      removeRow(table, row) {
        void act(() => client.tables.removeRow({ table, row }), {
          done: { title: t("tables.rowRemoved", { row }) },
          failed: t("tables.rowRemoveFailed", { row }),
        }).then(reloadTables);
      },
    }),
    [act, t],
  );
}
