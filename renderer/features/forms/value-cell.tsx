import { TextField } from "../../ui/index.ts";
import { ExpressionField } from "./expression-field.tsx";
import { ExpressionToggle } from "./expression-toggle.tsx";
import { isExpression } from "./field-spec.ts";
import { useFormTools } from "./form-context.ts";
import styles from "./forms.module.css";
import { textOf } from "./read-value.ts";
import { useExpressionSwitch } from "./use-expression-switch.ts";

export interface ValueCellProps {
  /** Names it for screen readers; the column says it to the eyes. */
  title: string;
  placeholder?: string;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: string | undefined;
  warning?: string | undefined;
}

/** A value inside a row: a literal or an expression, in little room. */
export function ValueCell({ title, placeholder, value, onChange, error, warning }: ValueCellProps) {
  const { expressions } = useFormTools();
  const drop = expressions?.dropText;
  const { frame, takeFocusAt, type, turn } = useExpressionSwitch(value, onChange);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field inside is the control; its frame only takes drops
    <div
      ref={frame}
      className={styles.cell}
      onDragOver={drop ? (event) => event.preventDefault() : undefined}
      onDrop={(event) => {
        if (isExpression(value)) return;
        const text = drop?.(event.dataTransfer);
        if (text === undefined) return;
        event.preventDefault();
        onChange(`=${textOf(value)}${text}`);
      }}
    >
      <div className={styles.cellInput}>
        {isExpression(value) && expressions ? (
          <ExpressionField
            title={title}
            hideTitle
            value={value}
            onChange={onChange}
            error={error}
            warning={warning}
            placeholder={placeholder}
            takeFocusAt={takeFocusAt}
          />
        ) : (
          <TextField
            label={title}
            hideLabel
            value={textOf(value)}
            onChange={type}
            error={error}
            warning={warning}
            placeholder={placeholder}
          />
        )}
      </div>
      {expressions ? <ExpressionToggle title={title} value={value} spec={{ widget: "value", fallback: "" }} onChange={turn} /> : null}
    </div>
  );
}
