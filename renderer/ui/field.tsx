import { Field as Base } from "@base-ui/react/field";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import styles from "./field.module.css";
import { FieldWarning } from "./field-warning.tsx";

export interface FieldProps {
  label: string;
  /** The label is still there for screen readers. */
  hideLabel?: boolean | undefined;
  help?: ReactNode;
  /** What is wrong and how to mend it; shown beside the field. */
  error?: string | undefined;
  /** What is doubtful, though it may stand. */
  warning?: string | undefined;
  /** Stands at the end of the label's line: a toggle, a link. */
  action?: ReactNode;
  optional?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/** Label, help and error around one control; ties them together for screen readers. */
export function Field({ label, hideLabel, help, error, warning, action, optional, className, children }: FieldProps) {
  return (
    <Base.Root className={cx(styles.field, className)} invalid={error !== undefined}>
      <div className={cx(styles.head, hideLabel && !action && "visually-hidden")}>
        <Base.Label className={cx(styles.label, hideLabel && "visually-hidden")}>
          {label}
          {optional ? <span className={styles.optional}> {optional}</span> : null}
        </Base.Label>
        {action}
      </div>
      {children}
      {error === undefined ? null : (
        <Base.Error match className={styles.error}>
          {error}
        </Base.Error>
      )}
      {warning === undefined ? null : <Base.Description render={<FieldWarning />}>{warning}</Base.Description>}
      {help ? <Base.Description className={styles.help}>{help}</Base.Description> : null}
    </Base.Root>
  );
}
