import { useTranslation } from "react-i18next";
import type { StepAnswer } from "#shared/model/run.ts";
import styles from "./runs.module.css";

/** What the sender of the call was told. */
export function AnswerView({ answer: { status, headers, text, size } }: { answer: StepAnswer }) {
  const { t } = useTranslation();
  const note =
    text === undefined
      ? t("runs.answer.file", { size })
      : text === ""
        ? t("runs.answer.empty")
        : text.length < size
          ? t("runs.answer.cut", { shown: text.length, size })
          : undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.answer} data-selectable tabIndex={0} aria-label={t("runs.answer.title")}>
      <p>{t("runs.answer.status", { status })}</p>
      {Object.entries(headers).map(([name, value]) => (
        <p key={name}>
          <span className={styles.muted}>{name}: </span>
          {value}
        </p>
      ))}
      {text ? <pre>{text}</pre> : null}
      {note === undefined ? null : <p className={styles.muted}>{note}</p>}
    </section>
  );
}
