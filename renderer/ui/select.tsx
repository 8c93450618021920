import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import { cx } from "./class-names.ts";
import field from "./field.module.css";
import { Field, type FieldProps } from "./field.tsx";
import styles from "./select.module.css";

export interface SelectOption<T extends string> {
  value: T;
  label: string;
  /** A second, quieter line. */
  hint?: string;
  disabled?: boolean;
}

export interface SelectProps<T extends string> extends Omit<FieldProps, "children"> {
  value: T | null;
  onChange: (value: T) => void;
  options: readonly SelectOption<T>[];
  placeholder?: string | undefined;
  disabled?: boolean;
  size?: "sm" | "md";
  autoFocus?: boolean;
}

export function Select<T extends string>({
  value,
  onChange,
  options,
  placeholder,
  disabled,
  size = "md",
  autoFocus,
  ...rest
}: SelectProps<T>) {
  return (
    <Field {...rest}>
      <Base.Root
        value={value}
        onValueChange={(next) => {
          if (next !== null) onChange(next);
        }}
        items={options.map(({ value: v, label }) => ({ value: v, label }))}
        disabled={disabled}
        modal={false}
      >
        <Base.Trigger className={cx(field.input, styles.trigger, size === "sm" && styles.sm)} autoFocus={autoFocus}>
          <Base.Value className={styles.value} placeholder={placeholder} />
          <Base.Icon className={styles.icon}>
            <ChevronDown aria-hidden />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
            <Base.Popup className={styles.popup}>
              <Base.List className={styles.list}>
                {options.map((option) => (
                  <Base.Item key={option.value} value={option.value} disabled={option.disabled} className={styles.item}>
                    <Base.ItemText className={styles.text}>
                      {option.label}
                      {option.hint ? <span className={styles.hint}>{option.hint}</span> : null}
                    </Base.ItemText>
                    <Base.ItemIndicator className={styles.check}>
                      <Check aria-hidden />
                    </Base.ItemIndicator>
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  );
}
