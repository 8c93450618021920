import { useTranslation } from "react-i18next";
import type { Effects } from "../graph/effects.ts";
import styles from "./top-bar.module.css";

const NAMED = 8;

/** What a test does to the world, by the names of its steps. */
export function TestEffects({ effects, keepTables }: { effects: Effects; keepTables: boolean }) {
  const { t, i18n } = useTranslation();
  const { real, putBack, pinned } = effects;
  const names = (all: readonly string[]) =>
    new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(
      all.length > NAMED ? [...all.slice(0, NAMED), `+${all.length - NAMED}`] : all,
    );
  const lines = [
    { label: t("testing.real"), steps: real },
    { label: t(keepTables ? "testing.kept" : "testing.putBack"), steps: putBack },
    { label: t("testing.pinned"), steps: pinned },
  ].filter(({ steps }) => steps.length > 0);
  return (
    <section className={styles.effects} aria-label={t("testing.what")}>
      <h3>{t("testing.what")}</h3>
      {real.length + putBack.length === 0 ? <p>{t("testing.nothing")}</p> : null}
      {lines.map(({ label, steps }) => (
        <p key={label}>
          {label} <strong>{names(steps)}</strong>
        </p>
      ))}
      <p className={styles.quiet}>{t("testing.noRetries")}</p>
    </section>
  );
}
