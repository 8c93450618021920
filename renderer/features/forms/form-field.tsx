import { useTranslation } from "react-i18next";
import { ExpressionField } from "./expression-field.tsx";
import { ExpressionToggle } from "./expression-toggle.tsx";
import { type FieldSpec, isExpression } from "./field-spec.ts";
import { useFormTools, useSaid } from "./form-context.ts";
import styles from "./forms.module.css";
import { LiteralField } from "./literal-field.tsx";
import { numberTyping } from "./number-typing.ts";
import { useDrop } from "./use-drop.ts";
import { useExpressionSwitch } from "./use-expression-switch.ts";

export interface FormFieldProps {
  spec: FieldSpec;
  path: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** One field: a literal, or an expression with the value it has for the current item. */
export function FormField({ spec, path, value, onChange }: FormFieldProps) {
  const { t } = useTranslation();
  const { expressions } = useFormTools();
  const said = useSaid()(path);
  const { frame, takeFocusAt, type, turn } = useExpressionSwitch(value, onChange);
  const may = expressions !== undefined && spec.expression;
  const drop = useDrop(spec.widget, value, onChange);
  const toggle = may ? <ExpressionToggle title={spec.title} value={value} spec={spec} onChange={turn} /> : undefined;
  return (
    <div ref={frame} className={styles.slot} {...(may ? { ...drop, ...numberTyping(spec.widget, value, turn) } : {})}>
      {isExpression(value) && may ? (
        <ExpressionField
          title={spec.title}
          help={spec.help}
          {...said}
          placeholder={spec.placeholder?.replace(/^=/, "")}
          value={value}
          onChange={onChange}
          action={toggle}
          takeFocusAt={takeFocusAt}
        />
      ) : (
        <LiteralField
          spec={spec}
          path={path}
          value={value}
          onChange={may ? type : onChange}
          {...said}
          action={toggle}
          mark={spec.required ? t("forms.required") : undefined}
        />
      )}
    </div>
  );
}
