import { Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, Kbd } from "../../../ui/index.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./canvas.module.css";

/** What an empty canvas teaches: a sentence, a button, and how it will look. */
export function EmptyCanvas() {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const empty = useEditor((state) => state.nodes.length === 0 && state.picker === null);
  if (!empty) return null;
  return (
    <div className={styles.empty}>
      <div className={styles.emptyCard}>
        <div aria-hidden className={styles.emptySketch}>
          <span className={styles.emptyBox} />
          <span className={styles.emptyWire} />
          <span className={styles.emptyBox} />
          <span className={styles.emptyWire} />
          <span className={styles.emptyBox} />
        </div>
        <h2>{t("editor.empty.title")}</h2>
        <p>{t("editor.empty.text")}</p>
        <Button variant="primary" icon={Zap} onClick={() => store.setState({ picker: { kind: "free" } })}>
          {t("editor.empty.action")}
        </Button>
        <p>
          {t("editor.empty.orPress")} <Kbd keys={["/"]} />
        </p>
      </div>
    </div>
  );
}
