import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, FieldWarning } from "../../ui/index.ts";
import { lacksBraces, withBraces } from "./expression-text.ts";
import { type PreviewResult, useFormTools } from "./form-context.ts";
import styles from "./forms.module.css";

const PAUSE_MS = 200;

/** The value of an expression for the current item, asked for when typing pauses. */
export function usePreview(text: string): PreviewResult | undefined {
  const { expressions } = useFormTools();
  const [result, setResult] = useState<PreviewResult>();
  const preview = expressions?.preview;
  const key = expressions?.previewKey;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says that the current item is another one
  useEffect(() => {
    if (!preview || text.trim() === "=") {
      setResult(undefined);
      return;
    }
    let stale = false;
    const timer = setTimeout(() => {
      preview(text).then(
        (found) => !stale && setResult(found),
        () => !stale && setResult(undefined),
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [preview, text, key]);
  return result;
}

/** Text that would be an expression if it stood in braces: one press puts them there. */
export function MissingBraces({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const whole = lacksBraces(value) ? withBraces(value) : "=";
  const asExpression = usePreview(whole);
  if (whole === "=" || !asExpression?.ok) return null;
  return (
    <FieldWarning role="status">
      {t("forms.lacksBraces", { braces: "{{ }}" })}{" "}
      <Button size="sm" onClick={() => onChange(whole)}>
        {t("forms.addBraces")}
      </Button>
    </FieldWarning>
  );
}

export function ExpressionPreview({ result }: { result: PreviewResult | undefined }) {
  const { t } = useTranslation();
  if (!result) return null;
  if (!result.ok) return <p className={styles.previewError}>{result.message}</p>;
  return (
    <>
      <p className={styles.preview}>
        <span className={styles.previewLabel}>{t(result.example ? "forms.example" : "forms.now")}</span>
        <output data-selectable>{result.value === undefined ? t("forms.nothing") : shortText(result.value)}</output>
      </p>
      {result.warning === undefined ? null : (
        <FieldWarning role="status">{t("forms.cameToNothing", { reason: result.warning })}</FieldWarning>
      )}
    </>
  );
}

const SHOWN = 300;

function shortText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
