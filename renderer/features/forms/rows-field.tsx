import { useTranslation } from "react-i18next";
import { changed, newRow } from "./changed-row.ts";
import type { FieldSpec } from "./field-spec.ts";
import { useFormTools } from "./form-context.ts";
import { removeAt, replaceAt, type Values } from "./read-value.ts";
import { RowFrame } from "./row-frame.tsx";

export interface RowsFieldProps {
  spec: FieldSpec;
  path: string;
  rows: readonly Values[];
  onChange: (rows: readonly Values[]) => void;
}

/** A list whose rows are small forms. */
export function RowsField({ spec, path, rows, onChange }: RowsFieldProps) {
  const { t } = useTranslation();
  const { Group } = useFormTools();
  return (
    <RowFrame
      spec={spec}
      path={path}
      count={rows.length}
      addLabel={t("forms.addRow")}
      onAdd={() => onChange([...rows, newRow(spec)])}
      onRemove={(index) => onChange(removeAt(rows, index))}
      row={(index) => (
        <Group
          specs={spec.fields}
          values={rows[index] ?? {}}
          path={`${path}.${index}`}
          onChange={(name, value) => onChange(replaceAt(rows, index, changed(spec, rows[index] ?? {}, name, value)))}
        />
      )}
    />
  );
}
