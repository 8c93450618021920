import { Switch as Base } from "@base-ui/react/switch";
import type { ReactNode } from "react";
import { useId } from "react";
import { cx } from "./class-names.ts";
import field from "./field.module.css";
import { FieldWarning } from "./field-warning.tsx";
import styles from "./toggle.module.css";

export interface SwitchProps {
  label: string;
  hideLabel?: boolean;
  help?: ReactNode;
  error?: string | undefined;
  warning?: string | undefined;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** -1 inside a row that answers to Space itself. */
  tabIndex?: number;
}

/** Acts at once; a Checkbox is for what a button confirms later. */
export function Switch({ label, hideLabel, help, error, warning, checked, onChange, disabled, tabIndex }: SwitchProps) {
  const id = useId();
  const said = [error && `${id}-error`, warning && `${id}-warning`, help && `${id}-help`].filter(Boolean).join(" ");
  return (
    <div className={styles.row}>
      <Base.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        tabIndex={tabIndex}
        aria-label={hideLabel ? label : undefined}
        aria-describedby={said || undefined}
        aria-invalid={error === undefined ? undefined : true}
        className={styles.switch}
      >
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
      {hideLabel ? null : (
        <div className={styles.words}>
          <label htmlFor={id} className={cx(styles.label, disabled && styles.disabled)}>
            {label}
          </label>
          {error === undefined ? null : (
            <p id={`${id}-error`} className={field.error}>
              {error}
            </p>
          )}
          {warning === undefined ? null : <FieldWarning id={`${id}-warning`}>{warning}</FieldWarning>}
          {help ? (
            <p id={`${id}-help`} className={styles.help}>
              {help}
            </p>
          ) : null}
        </div>
      )}
    </div>
  );
}
