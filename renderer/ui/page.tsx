import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./class-names.ts";
import styles from "./page.module.css";

export interface PageProps {
  title: string;
  /** Before the title: where this stands. */
  back?: ReactNode;
  /** Behind the title: state, counts. */
  meta?: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
  /** Filters and search below the title. */
  bar?: ReactNode;
  /** The content brings its own scrolling (tables). */
  fill?: boolean;
  children: ReactNode;
}

/** The frame of one screen: a title that stays, content that scrolls. */
export function Page({ title, back, meta, actions, bar, fill, children }: PageProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.page}>
      <title>{t("ui.windowTitle", { title })}</title>
      <header className={styles.head}>
        <div className={styles.line}>
          {back ? <div className={styles.back}>{back}</div> : null}
          <h1 className={styles.title}>{title}</h1>
          {meta ? <div className={styles.meta}>{meta}</div> : null}
          {actions ? <div className={styles.actions}>{actions}</div> : null}
        </div>
        {bar ? <div className={styles.bar}>{bar}</div> : null}
      </header>
      <div className={cx(styles.body, fill && styles.fill)}>{children}</div>
    </div>
  );
}
