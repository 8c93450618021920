import type { ReactNode } from "react";
import styles from "./settings.module.css";

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      <div className={styles.rows}>{children}</div>
    </section>
  );
}

/** A setting: what it is, and its control. */
export function Row({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        {/* Each control below names itself; this is for the eyes. */}
        <p className={styles.label}>{label}</p>
        {help ? <p className={styles.help}>{help}</p> : null}
      </div>
      <div className={styles.control}>{children}</div>
    </div>
  );
}
