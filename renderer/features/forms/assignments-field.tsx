import { useTranslation } from "react-i18next";
import { Select, TextField } from "../../ui/index.ts";
import { useSaid } from "./form-context.ts";
import styles from "./forms.module.css";
import { removeAt, replaceAt, textOf } from "./read-value.ts";
import { RowFrame } from "./row-frame.tsx";
import type { RowsFieldProps } from "./rows-field.tsx";
import { useDroppedType } from "./use-dropped-type.ts";
import { ValueCell } from "./value-cell.tsx";

const TYPES = ["string", "number", "boolean", "array", "object", "binary", "any"] as const;

/** Fields to set: name, type, value. */
export function AssignmentsField({ spec, path, rows, onChange }: RowsFieldProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const { onDropped, take } = useDroppedType();
  const change = (index: number, part: Readonly<Record<string, unknown>>) => onChange(replaceAt(rows, index, { ...rows[index], ...part }));
  return (
    <RowFrame
      spec={spec}
      path={path}
      count={rows.length}
      addLabel={t("forms.addField")}
      onAdd={() => onChange([...rows, { name: "", type: "string", value: "" }])}
      onRemove={(index) => onChange(removeAt(rows, index))}
      row={(index) => (
        <div className={styles.assignment}>
          <div className={styles.pair}>
            <TextField
              label={t("forms.rowName", { number: index + 1 })}
              hideLabel
              placeholder={t("forms.name")}
              value={textOf(rows[index]?.name)}
              {...said(`${path}.${index}.name`)}
              onChange={(name) => change(index, { name })}
            />
            <Select
              label={t("forms.rowType", { number: index + 1 })}
              hideLabel
              value={TYPES.find((type) => type === rows[index]?.type) ?? "string"}
              options={TYPES.map((type) => ({ value: type, label: t(`forms.types.${type}`) }))}
              onChange={(type) => change(index, { type })}
            />
          </div>
          <ValueCell
            title={t("forms.rowValue", { number: index + 1 })}
            placeholder={t("forms.value")}
            value={rows[index]?.value}
            {...said(`${path}.${index}.value`)}
            onChange={(value) => {
              const dropped = take(value);
              change(index, { value, ...(dropped && { type: dropped }) });
            }}
            onDropped={onDropped}
          />
        </div>
      )}
    />
  );
}
