import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkflowRow } from "#shared/contract/workflows.ts";
import { ConfirmDialog } from "../../ui/index.ts";

export interface PublishQuestionProps {
  row: WorkflowRow | null;
  onClose: () => void;
  onPublish: (row: WorkflowRow) => void;
}

/** What was never published can't just be turned on: asks whether its draft is to go live. */
export function PublishQuestion({ row, onClose, onPublish }: PublishQuestionProps) {
  const { t } = useTranslation();
  // Kept while the question closes.
  const [shown, setShown] = useState(row);
  useEffect(() => {
    if (row) setShown(row);
  }, [row]);
  if (!shown) return null;
  return (
    <ConfirmDialog
      open={row !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("workflows.publishTitle", { name: shown.name })}
      confirmLabel={t("workflows.publish")}
      onConfirm={() => onPublish(shown)}
    >
      <p>{t("workflows.publishText")}</p>
    </ConfirmDialog>
  );
}
