import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, navigate, toFault } from "../../bridge/index.ts";
import { faultText } from "../../i18n/fault-text.ts";
import { Button, Dialog, TextField } from "../../ui/index.ts";
import styles from "./tables.module.css";
import { reloadTables } from "./use-table-actions.ts";

export function NewTableDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!open) return;
    setName("");
    setError(undefined);
  }, [open]);

  const make = async () => {
    if (name.trim() === "") return setError(t("tables.nameMissing"));
    setBusy(true);
    try {
      const made = await client.tables.create({ name: name.trim() });
      reloadTables();
      onClose();
      navigate({ screen: "table", id: made.name });
    } catch (fault) {
      setError(faultText(t, toFault(fault)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title={t("tables.new")} description={t("tables.newText")}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <TextField label={t("tables.name")} value={name} onChange={setName} error={error} autoFocus />
        <div className={styles.buttons}>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {t("tables.make")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
