import { Field as Base } from "@base-ui/react/field";
import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";
import styles from "./field.module.css";
import { Field, type FieldProps } from "./field.tsx";

export interface TextFieldProps extends Omit<FieldProps, "children"> {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string | undefined;
  /** More than one line. */
  rows?: number;
  mono?: boolean;
  type?: "text" | "password" | "email" | "url" | "date" | "datetime-local";
  disabled?: boolean;
  required?: boolean;
  autoFocus?: boolean;
  autoComplete?: string;
  onBlur?: ComponentProps<"input">["onBlur"];
  onKeyDown?: (event: React.KeyboardEvent) => void;
}

export function TextField({
  value,
  onChange,
  placeholder,
  rows,
  mono,
  type = "text",
  disabled,
  required,
  autoFocus,
  autoComplete = "off",
  onBlur,
  onKeyDown,
  ...field
}: TextFieldProps) {
  return (
    <Field {...field}>
      <Base.Control
        value={value}
        onValueChange={onChange}
        placeholder={placeholder}
        type={rows ? undefined : type}
        disabled={disabled}
        required={required}
        // A dialog or a new row puts the typing where the person looks.
        autoFocus={autoFocus}
        autoComplete={autoComplete}
        spellCheck={rows ? undefined : false}
        onBlur={onBlur}
        onKeyDown={onKeyDown}
        render={rows ? <textarea rows={rows} /> : undefined}
        className={cx(styles.input, mono && styles.mono)}
      />
    </Field>
  );
}
