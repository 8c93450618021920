import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./class-names.ts";
import styles from "./dialog.module.css";
import { IconButton } from "./icon-button.tsx";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, the main one last. */
  foot?: ReactNode;
  size?: "md" | "lg";
}

/** A short task that a person asked for: fill in, choose, look at a result. */
export function Dialog({ open, onOpenChange, title, description, children, foot, size = "md" }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={cx(styles.popup, size === "lg" && styles.large)}>
          <Base.Title className={cx(styles.title, styles.beside)}>{title}</Base.Title>
          {description ? <Base.Description className={styles.lead}>{description}</Base.Description> : null}
          <div className={styles.scroll}>{children}</div>
          {foot ? <div className={styles.foot}>{foot}</div> : null}
          {/* Last in order, so that the focus starts in the content. */}
          <Base.Close render={<IconButton label={t("ui.close")} icon={X} size="sm" className={styles.close} />} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
