import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./class-names.ts";
import styles from "./dialog.module.css";

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

const FOCUSABLE = "input, textarea, select, button, a[href], [tabindex]:not([tabindex='-1'])";

/** A short task that a person asked for: fill in, choose, look at a result. */
export function Dialog({ open, onOpenChange, title, description, children, foot, size = "md" }: DialogProps) {
  const { t } = useTranslation();
  const popup = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  // What is marked as first, else the first thing to fill in or press; where there is none, the dialog itself.
  const first = () =>
    content.current?.querySelector<HTMLElement>("[data-first]") ?? content.current?.querySelector<HTMLElement>(FOCUSABLE) ?? popup.current;
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup ref={popup} initialFocus={first} className={cx(styles.popup, size === "lg" && styles.large)}>
          <Base.Title className={cx(styles.title, styles.beside)}>{title}</Base.Title>
          {description ? <Base.Description className={styles.lead}>{description}</Base.Description> : null}
          <div ref={content} className={styles.body}>
            <div className={styles.scroll}>{children}</div>
            {foot ? <div className={styles.foot}>{foot}</div> : null}
          </div>
          <Base.Close className={styles.close} aria-label={t("ui.close")}>
            <X aria-hidden />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
