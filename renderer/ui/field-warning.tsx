import { TriangleAlert } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./class-names.ts";
import styles from "./field.module.css";

/** What is doubtful about a field's value. It stands, so the field is not wrong: said in a colour, by a sign, and in words. */
export function FieldWarning({ children, className, ...rest }: ComponentProps<"p">) {
  const { t } = useTranslation();
  return (
    <p {...rest} className={cx(styles.warning, className)}>
      <TriangleAlert aria-hidden />
      <span>
        <strong>{t("ui.warning")}</strong> {children}
      </span>
    </p>
  );
}
