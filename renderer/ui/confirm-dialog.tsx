import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the thing. */
  title: string;
  /** What it means for the person's data. */
  children?: ReactNode;
  /** The verb of the title. */
  confirmLabel: string;
  danger?: boolean;
  onConfirm: () => void;
}

/** Asks before what can't be undone. Never for information: that is what Toast and Banner are for. */
export function ConfirmDialog({ open, onOpenChange, title, children, confirmLabel, danger, onConfirm }: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Popup className={styles.popup}>
          <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
          {children ? (
            <AlertDialog.Description render={<div />} className={styles.question}>
              {children}
            </AlertDialog.Description>
          ) : null}
          <div className={styles.foot}>
            <AlertDialog.Close render={<Button>{t("ui.cancel")}</Button>} />
            <AlertDialog.Close
              render={
                <Button variant={danger ? "danger" : "primary"} onClick={onConfirm}>
                  {confirmLabel}
                </Button>
              }
            />
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
