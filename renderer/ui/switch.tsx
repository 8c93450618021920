import { Switch as Base } from "@base-ui/react/switch";
import type { ReactNode } from "react";
import { useId } from "react";
import { cx } from "./class-names.ts";
import styles from "./toggle.module.css";

export interface SwitchProps {
  label: string;
  hideLabel?: boolean;
  help?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** -1 inside a row that answers to Space itself. */
  tabIndex?: number;
}

/** Acts at once; a Checkbox is for what a button confirms later. */
export function Switch({ label, hideLabel, help, checked, onChange, disabled, tabIndex }: SwitchProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      <Base.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        tabIndex={tabIndex}
        aria-label={hideLabel ? label : undefined}
        aria-describedby={help ? `${id}-help` : undefined}
        className={styles.switch}
      >
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
      {hideLabel ? null : (
        <div className={styles.words}>
          <label htmlFor={id} className={cx(styles.label, disabled && styles.disabled)}>
            {label}
          </label>
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
