import { useTranslation } from "react-i18next";
import type { TestMiss } from "#shared/model/test-case.ts";
import { Button, cx } from "../../../ui/index.ts";
import { linesOf } from "./lines.ts";
import styles from "./tests.module.css";

/** What was expected and what came, side by side, lines that differ marked. */
export function MissView({ miss, onShow }: { miss: TestMiss; onShow: ((node: string) => void) | undefined }) {
  const { t } = useTranslation();
  const { place, node, expected, got } = miss;
  return (
    <li className={styles.miss}>
      <div className={styles.place}>
        <h4>{place}</h4>
        {node !== undefined && onShow ? (
          <Button size="sm" variant="ghost" onClick={() => onShow(node)}>
            {t("tests.showStep")}
          </Button>
        ) : null}
      </div>
      <div className={styles.sides}>
        <Side label={t("tests.expected")} value={expected} other={got} tone="wanted" />
        <Side label={t("tests.got")} value={got} other={expected} tone="came" />
      </div>
    </li>
  );
}

function Side({ label, value, other, tone }: { label: string; value: unknown; other: unknown; tone: "wanted" | "came" }) {
  return (
    <figure className={styles.side}>
      <figcaption>{label}</figcaption>
      <pre data-selectable>
        {linesOf(value, other).map(({ text, own }, i) => (
          // Lines have no name of their own, and never move.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <span key={i} className={cx(styles.line, own && styles[tone])}>
            {text}
          </span>
        ))}
      </pre>
    </figure>
  );
}
