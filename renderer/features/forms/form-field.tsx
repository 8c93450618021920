import { useTranslation } from "react-i18next";
import { ExpressionField } from "./expression-field.tsx";
import { ExpressionToggle } from "./expression-toggle.tsx";
import { type FieldSpec, isExpression } from "./field-spec.ts";
import { useFormTools } from "./form-context.ts";
import { LiteralField } from "./literal-field.tsx";
import { useTypedExpression } from "./use-typed-expression.ts";

export interface FormFieldProps {
  spec: FieldSpec;
  path: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** One field: a literal, or an expression with the value it has for the current item. */
export function FormField({ spec, path, value, onChange }: FormFieldProps) {
  const { t } = useTranslation();
  const { expressions, errors } = useFormTools();
  const error = errors[path];
  const may = expressions !== undefined && spec.expression;
  const toggle = may ? <ExpressionToggle title={spec.title} value={value} spec={spec} onChange={onChange} /> : undefined;
  const { takeFocusAt, type } = useTypedExpression(onChange);
  if (isExpression(value) && may) {
    return (
      <ExpressionField
        title={spec.title}
        help={spec.help}
        error={error}
        placeholder={spec.placeholder?.replace(/^=/, "")}
        value={value}
        onChange={onChange}
        action={toggle}
        takeFocusAt={takeFocusAt}
      />
    );
  }
  return (
    <LiteralField
      spec={spec}
      path={path}
      value={value}
      onChange={may ? type : onChange}
      error={error}
      action={toggle}
      mark={spec.required ? t("forms.required") : undefined}
    />
  );
}
