import { TextField } from "../../ui/index.ts";
import { ExpressionField } from "./expression-field.tsx";
import { ExpressionToggle } from "./expression-toggle.tsx";
import { isExpression } from "./field-spec.ts";
import { useFormTools } from "./form-context.ts";
import styles from "./forms.module.css";
import { textOf } from "./read-value.ts";
import { useDrop } from "./use-drop.ts";
import { useExpressionSwitch } from "./use-expression-switch.ts";

export interface ValueCellProps {
  /** Names it for screen readers; the column says it to the eyes. */
  title: string;
  placeholder?: string;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: string | undefined;
  warning?: string | undefined;
  /** Told of what was dropped before the value changes by it. */
  onDropped?: (data: DataTransfer) => void;
}

/** A value inside a row: a literal or an expression, in little room. */
export function ValueCell({ title, placeholder, value, onChange, error, warning, onDropped }: ValueCellProps) {
  const { expressions } = useFormTools();
  const { frame, takeFocusAt, type, turn } = useExpressionSwitch(value, onChange);
  const drop = useDrop("value", value, (next, data) => {
    onDropped?.(data);
    onChange(next);
  });
  return (
    <div ref={frame} className={styles.cell} {...drop}>
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
            onDropped={onDropped}
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
