import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import { ConfirmDialog } from "../../ui/index.ts";
import { useTableActions } from "./use-table-actions.ts";

export interface DeleteTableProps {
  table: { name: string; rows: number } | null;
  onClose: () => void;
}

/** Asks first: a table has no bin. */
export function DeleteTable({ table, onClose }: DeleteTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { remove } = useTableActions();
  // Kept while the dialog closes.
  const [shown, setShown] = useState(table);
  useEffect(() => {
    if (table) setShown(table);
  }, [table]);
  if (!shown) return null;
  return (
    <ConfirmDialog
      open={table !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("tables.deleteTitle", { name: shown.name })}
      confirmLabel={t("tables.delete")}
      danger
      onConfirm={() => remove(shown.name)}
    >
      <p>{t("tables.deleteText", { count: shown.rows, rows: format.number(shown.rows) })}</p>
    </ConfirmDialog>
  );
}
