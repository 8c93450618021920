import type { ReactNode } from "react";
import { CodeField } from "../../ui/index.ts";
import { ExpressionPreview, MissingBraces, usePreview } from "./expression-preview.tsx";
import { fromTyped } from "./expression-text.ts";
import { useFormTools } from "./form-context.ts";
import styles from "./forms.module.css";

export interface ExpressionFieldProps {
  title: string;
  hideTitle?: boolean;
  help?: string | undefined;
  error?: string | undefined;
  warning?: string | undefined;
  placeholder?: string | undefined;
  /** With its leading `=`. */
  value: string;
  onChange: (value: string) => void;
  action?: ReactNode;
  takeFocusAt?: number | undefined;
  /** Told of what was dropped before its text goes in. */
  onDropped?: ((data: DataTransfer) => void) | undefined;
}

/** Text with `{{ }}` parts; below it the value for the current item, as you type. */
export function ExpressionField({
  title,
  hideTitle,
  help,
  error,
  warning,
  placeholder,
  value,
  onChange,
  action,
  takeFocusAt,
  onDropped,
}: ExpressionFieldProps) {
  const { expressions } = useFormTools();
  const preview = usePreview(value);
  const drop = (data: DataTransfer): string | undefined => {
    const text = expressions?.dropText?.(data);
    if (text !== undefined) onDropped?.(data);
    return text;
  };
  // The editor shows the text without its `=`.
  const problems =
    preview?.ok === false && preview.at !== undefined ? [{ from: Math.max(0, preview.at - 1), message: preview.message }] : [];
  return (
    <div className={styles.expression}>
      <CodeField
        label={title}
        hideLabel={hideTitle}
        help={help}
        error={error}
        warning={warning}
        placeholder={placeholder}
        language="expression"
        maxRows={12}
        value={value.slice(1)}
        onChange={(text) => onChange(fromTyped(text))}
        takeFocusAt={takeFocusAt}
        action={action}
        complete={expressions?.complete}
        problems={problems}
        {...(expressions?.dropText ? { onDropText: drop } : {})}
      />
      <ExpressionPreview text={value} result={preview} told={error !== undefined} />
      <MissingBraces value={value} onChange={onChange} />
    </div>
  );
}
