import { NumberField as Base } from "@base-ui/react/number-field";
import { Minus, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./field.module.css";
import { Field, type FieldProps } from "./field.tsx";

export interface NumberFieldProps extends Omit<FieldProps, "children"> {
  /** `null` = empty. */
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number | undefined;
  max?: number | undefined;
  step?: number;
  placeholder?: string | undefined;
  disabled?: boolean;
}

export function NumberField({ value, onChange, min, max, step = 1, placeholder, disabled, ...field }: NumberFieldProps) {
  const { t, i18n } = useTranslation();
  return (
    <Field {...field}>
      <Base.Root
        value={value}
        onValueChange={onChange}
        min={min}
        max={max}
        step={step}
        disabled={disabled}
        locale={i18n.language}
        format={{ useGrouping: false, maximumFractionDigits: 10 }}
      >
        <Base.Group className={styles.box}>
          <Base.Input className={styles.bare} placeholder={placeholder} />
          <Base.Decrement className={styles.stepper} aria-label={t("ui.less")}>
            <Minus aria-hidden />
          </Base.Decrement>
          <Base.Increment className={styles.stepper} aria-label={t("ui.more")}>
            <Plus aria-hidden />
          </Base.Increment>
        </Base.Group>
      </Base.Root>
    </Field>
  );
}
