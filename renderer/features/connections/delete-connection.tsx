import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionInfo } from "#shared/model/connection.ts";
import { ConfirmDialog } from "../../ui/index.ts";
import { useConnectionActions } from "./use-connection-actions.ts";
import { WhereUsed } from "./where-used.tsx";

/** Asks first, and names the workflows that would stop working. */
export function DeleteConnection({ connection, onClose }: { connection: ConnectionInfo | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { remove } = useConnectionActions();
  // Kept while the dialog closes.
  const [shown, setShown] = useState(connection);
  useEffect(() => {
    if (connection) setShown(connection);
  }, [connection]);
  if (!shown) return null;
  return (
    <ConfirmDialog
      open={connection !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("connections.deleteTitle", { name: shown.name })}
      confirmLabel={t("connections.delete")}
      danger
      onConfirm={() => remove(shown)}
    >
      <p>{t("connections.deleteText")}</p>
      <WhereUsed id={shown.id} warn />
    </ConfirmDialog>
  );
}
