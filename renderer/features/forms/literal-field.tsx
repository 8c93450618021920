import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CodeField, FieldWarning, NumberField, Select, Switch, TextField } from "../../ui/index.ts";
import { AssignmentsField } from "./assignments-field.tsx";
import { changed } from "./changed-row.ts";
import { ChoicesField } from "./choices-field.tsx";
import { ConditionsField } from "./conditions-field.tsx";
import type { FieldSpec } from "./field-spec.ts";
import { useFormTools } from "./form-context.ts";
import styles from "./forms.module.css";
import { JsonField } from "./json-field.tsx";
import { PairsField } from "./pairs-field.tsx";
import { recordOf, recordsOf, textOf } from "./read-value.ts";
import { RowsField } from "./rows-field.tsx";
import { WorkflowField } from "./workflow-field.tsx";

export interface LiteralFieldProps {
  spec: FieldSpec;
  path: string;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
  warning: string | undefined;
  /** At the end of the label's line: the way to an expression. */
  action: ReactNode;
  mark: string | undefined;
}

/** A field as its schema says. */
export function LiteralField(props: LiteralFieldProps) {
  const { spec, path, value, onChange, error, warning, action, mark } = props;
  const { t } = useTranslation();
  const { secrets, secretsSet, Group } = useFormTools();
  const frame = { label: spec.title, help: spec.help, error, warning, action, optional: mark };
  const current = value ?? spec.fallback;
  switch (spec.widget) {
    case "switch":
      return (
        <div className={styles.withAction}>
          <Switch
            label={spec.title}
            help={spec.help}
            error={error}
            warning={warning}
            checked={current === true || current === "true"}
            onChange={onChange}
          />
          {action}
        </div>
      );
    case "select":
      return (
        <Select
          {...frame}
          value={current === undefined ? null : textOf(current)}
          options={spec.choices.map((choice) => ({ value: String(choice.value), label: choice.label }))}
          placeholder={spec.placeholder ?? t("forms.choose")}
          onChange={(next) => onChange(spec.choices.find((choice) => String(choice.value) === next)?.value)}
        />
      );
    case "choices":
      return <ChoicesField {...{ spec, onChange, error, warning, action, mark }} value={current} />;
    case "number":
      return (
        <NumberField
          {...frame}
          value={typeof current === "number" ? current : current === undefined || current === "" ? null : Number(current)}
          min={spec.min}
          max={spec.max}
          placeholder={spec.placeholder}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case "code":
      return <CodeField {...frame} language="javascript" lineNumbers rows={8} maxRows={24} value={textOf(current)} onChange={onChange} />;
    case "json":
      return <JsonField {...frame} parsed={spec.parsed} value={current} onChange={onChange} />;
    case "fields":
      return (
        <fieldset className={styles.fieldset}>
          <legend className={styles.legend}>{spec.title}</legend>
          <Group
            specs={spec.fields}
            values={recordOf(current)}
            path={path}
            onChange={(name, next) => onChange(changed(spec, recordOf(current), name, next))}
          />
          {error ? <p className={styles.error}>{error}</p> : null}
          {warning ? <FieldWarning>{warning}</FieldWarning> : null}
        </fieldset>
      );
    case "list":
      return <RowsField spec={spec} path={path} rows={recordsOf(current)} onChange={onChange} />;
    case "key-value":
      return <PairsField spec={spec} path={path} rows={recordsOf(current)} onChange={onChange} />;
    case "assignments":
      return <AssignmentsField spec={spec} path={path} rows={recordsOf(current)} onChange={onChange} />;
    case "conditions":
      return <ConditionsField spec={spec} path={path} value={recordOf(current)} onChange={onChange} />;
    case "workflow":
      return <WorkflowField {...frame} value={textOf(current)} onChange={onChange} />;
    case "text":
    case "value":
    case "multiline":
    case "date":
    case "cron": {
      const secret = secrets.includes(path);
      return (
        <TextField
          {...frame}
          value={textOf(current)}
          onChange={onChange}
          type={secret ? "password" : spec.widget === "date" ? "datetime-local" : "text"}
          placeholder={secret && secretsSet.includes(path) ? t("forms.secretSet") : spec.placeholder?.replace(/^=/, "")}
          {...(spec.widget === "multiline" ? { rows: 4 } : {})}
          mono={spec.widget === "cron"}
        />
      );
    }
  }
}
