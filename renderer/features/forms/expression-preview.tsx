import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, FieldWarning } from "../../ui/index.ts";
import { misplaced, wrongKind } from "./data-words.ts";
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

/** `told`: the field's error says already what is wrong with the text. */
export function ExpressionPreview({ text, result, told }: { text: string; result: PreviewResult | undefined; told: boolean }) {
  const { t } = useTranslation();
  const doubt = useDoubt(text, result);
  if (!result) return null;
  if (!result.ok) return told ? null : <p className={styles.previewError}>{result.message}</p>;
  return (
    <>
      <p className={styles.preview}>
        <span className={styles.previewLabel}>{t(result.example ? "forms.example" : "forms.now")}</span>
        <output data-selectable>{result.value === undefined ? t("forms.nothing") : shortText(result.value)}</output>
      </p>
      {doubt === undefined ? null : <FieldWarning role="status">{doubt}</FieldWarning>}
    </>
  );
}

/** Why a part of the value came to nothing, by the data at hand; the engine's own words where that does not say. */
function useDoubt(text: string, result: PreviewResult | undefined): string | undefined {
  const { t } = useTranslation();
  const { expressions } = useFormTools();
  if (!result?.ok) return undefined;
  const { warning } = result;
  const data = expressions?.data ?? [];
  const missing = misplaced(text, data);
  if (missing?.meant !== undefined) {
    const reason = t("forms.didYouMean", { name: missing.name, meant: missing.meant });
    return warning === undefined ? reason : t("forms.cameToNothing", { reason });
  }
  if (warning === undefined) return undefined;
  if (missing && warning.startsWith("Cannot read")) return t("forms.cameToNothing", { reason: t("forms.noField", { name: missing.name }) });
  const method = warning.endsWith(" is not a function") ? warning.split(" ", 1)[0] : undefined;
  const wrong = method === undefined ? undefined : wrongKind(text, method, data);
  if (!wrong) return t("forms.cameToNothing", { reason: warning });
  const words = { field: wrong.field, method: wrong.method, kind: t(`forms.kinds.${wrong.kind}`) };
  const reason = wrong.worksOn
    ? t("forms.worksOnlyOn", { ...words, worksOn: t(`forms.manyOf.${wrong.worksOn}`) })
    : t("forms.notOnThis", words);
  return t("forms.cameToNothing", { reason });
}

const SHOWN = 300;

function shortText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
