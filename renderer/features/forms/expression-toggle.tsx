import { SquareFunction } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/index.ts";
import { toExpression, toLiteral } from "./expression-text.ts";
import { type FieldSpec, isExpression } from "./field-spec.ts";

export interface ExpressionToggleProps {
  title: string;
  value: unknown;
  spec: Pick<FieldSpec, "fallback" | "widget">;
  onChange: (value: unknown) => void;
}

/** Turns a field into an expression and back; what was typed comes along where it can. */
export function ExpressionToggle({ title, value, spec, onChange }: ExpressionToggleProps) {
  const { t } = useTranslation();
  const on = isExpression(value);
  return (
    <IconButton
      size="sm"
      icon={SquareFunction}
      active={on}
      label={on ? t("forms.useFixed", { field: title }) : t("forms.useExpression", { field: title })}
      onClick={() => onChange(on ? toLiteral(value, spec) : toExpression(value ?? spec.fallback))}
    />
  );
}
