import { type ReactNode, useId } from "react";
import { Checkbox, FieldWarning } from "../../ui/index.ts";
import type { FieldSpec } from "./field-spec.ts";
import styles from "./forms.module.css";

export interface ChoicesFieldProps {
  spec: Pick<FieldSpec, "title" | "help" | "choices">;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
  warning: string | undefined;
  action: ReactNode;
  mark: string | undefined;
}

/** Several of a few: weekdays, methods. Each box has a name of its own, within the field's. */
export function ChoicesField({ spec, value, onChange, error, warning, action, mark }: ChoicesFieldProps) {
  const id = useId();
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  const said = [error && `${id}-error`, warning && `${id}-warning`, spec.help && `${id}-help`].filter(Boolean).join(" ");
  return (
    <fieldset className={styles.rowsField} aria-labelledby={`${id}-title`} aria-describedby={said || undefined}>
      <div className={styles.withAction}>
        <span id={`${id}-title`} className={styles.choicesTitle}>
          {spec.title}
          {mark ? <span className={styles.mark}> {mark}</span> : null}
        </span>
        {action}
      </div>
      <div className={styles.choices}>
        {spec.choices.map((choice) => (
          <Checkbox
            key={String(choice.value)}
            label={choice.label}
            checked={chosen.includes(choice.value)}
            // In the order of the choices, whichever was ticked last.
            onChange={(on) =>
              onChange(spec.choices.map((one) => one.value).filter((one) => (one === choice.value ? on : chosen.includes(one))))
            }
          />
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      ) : null}
      {warning ? <FieldWarning id={`${id}-warning`}>{warning}</FieldWarning> : null}
      {spec.help ? (
        <p id={`${id}-help`} className={styles.help}>
          {spec.help}
        </p>
      ) : null}
    </fieldset>
  );
}
