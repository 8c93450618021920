import { Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, FieldWarning, IconButton } from "../../ui/index.ts";
import type { FieldSpec } from "./field-spec.ts";
import { useSaid } from "./form-context.ts";
import styles from "./forms.module.css";

export interface RowFrameProps {
  spec: Pick<FieldSpec, "title" | "help">;
  path: string;
  count: number;
  addLabel: string;
  onAdd: () => void;
  onRemove: (index: number) => void;
  row: (index: number) => ReactNode;
  /** Above the rows: how they are combined. */
  head?: ReactNode;
}

/** Rows that can be added and taken away. */
export function RowFrame({ spec, path, count, addLabel, onAdd, onRemove, row, head }: RowFrameProps) {
  const { t } = useTranslation();
  const { error, warning } = useSaid()(path);
  return (
    <fieldset className={styles.rowsField}>
      <legend className={styles.label}>{spec.title}</legend>
      {head}
      {Array.from({ length: count }, (_, index) => (
        // Rows have no id of their own; they are only added at the end and taken away.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={index} className={styles.row}>
          <div className={styles.rowBody}>{row(index)}</div>
          <IconButton size="sm" icon={Trash2} label={t("forms.removeRow", { number: index + 1 })} onClick={() => onRemove(index)} />
        </div>
      ))}
      <Button size="sm" variant="ghost" icon={Plus} onClick={onAdd} className={styles.add}>
        {addLabel}
      </Button>
      {error ? <p className={styles.error}>{error}</p> : null}
      {warning ? <FieldWarning>{warning}</FieldWarning> : null}
      {spec.help ? <p className={styles.help}>{spec.help}</p> : null}
    </fieldset>
  );
}
