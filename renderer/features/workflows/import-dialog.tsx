import { FileUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Kbd } from "../../ui/index.ts";
import styles from "./workflows.module.css";

/** The ways in: choose, drop, paste. */
export function ImportDialog({ open, onClose, onChoose }: { open: boolean; onClose: () => void; onChoose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t("workflows.importTitle")}
      description={t("workflows.importText")}
    >
      <div className={styles.ways}>
        <Button variant="primary" icon={FileUp} onClick={onChoose}>
          {t("workflows.chooseFiles")}
        </Button>
        <p className={styles.muted}>{t("workflows.orDrop")}</p>
        <p className={styles.muted}>
          {t("workflows.orPaste")} <Kbd keys={["mod", "v"]} />
        </p>
      </div>
    </Dialog>
  );
}
