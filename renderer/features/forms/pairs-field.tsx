import { useTranslation } from "react-i18next";
import { TextField } from "../../ui/index.ts";
import { useSaid } from "./form-context.ts";
import styles from "./forms.module.css";
import { removeAt, replaceAt, textOf } from "./read-value.ts";
import { RowFrame } from "./row-frame.tsx";
import type { RowsFieldProps } from "./rows-field.tsx";
import { ValueCell } from "./value-cell.tsx";

/** Names and values: headers, query, columns. The schema says what the name's field is called. */
export function PairsField({ spec, path, rows, onChange }: RowsFieldProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const keyName = spec.fields.find(({ name }) => name !== "value")?.name ?? "name";
  return (
    <RowFrame
      spec={spec}
      path={path}
      count={rows.length}
      addLabel={t("forms.addPair")}
      onAdd={() => onChange([...rows, { [keyName]: "", value: "" }])}
      onRemove={(index) => onChange(removeAt(rows, index))}
      row={(index) => (
        <div className={styles.pair}>
          <TextField
            label={t("forms.rowName", { number: index + 1 })}
            hideLabel
            placeholder={t("forms.name")}
            value={textOf(rows[index]?.[keyName])}
            {...said(`${path}.${index}.${keyName}`)}
            onChange={(value) => onChange(replaceAt(rows, index, { ...rows[index], [keyName]: value }))}
          />
          <ValueCell
            title={t("forms.rowValue", { number: index + 1 })}
            placeholder={t("forms.value")}
            value={rows[index]?.value}
            {...said(`${path}.${index}.value`)}
            onChange={(value) => onChange(replaceAt(rows, index, { ...rows[index], value }))}
          />
        </div>
      )}
    />
  );
}
