import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { useId } from "react";
import styles from "./toggle.module.css";

export interface CheckboxProps {
  label: string;
  hideLabel?: boolean;
  help?: ReactNode;
  checked: boolean;
  /** Some of many are chosen. */
  mixed?: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

export function Checkbox({ label, hideLabel, help, checked, mixed, onChange, disabled }: CheckboxProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      <Base.Root
        id={id}
        checked={checked}
        indeterminate={mixed}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-label={hideLabel ? label : undefined}
        aria-describedby={help ? `${id}-help` : undefined}
        className={styles.checkbox}
      >
        <Base.Indicator className={styles.mark}>{mixed ? <Minus aria-hidden /> : <Check aria-hidden />}</Base.Indicator>
      </Base.Root>
      {hideLabel ? null : (
        <div className={styles.words}>
          <label htmlFor={id} className={styles.label}>
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
