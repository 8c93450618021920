import { CopyPlus, Power, Trash2, WandSparkles } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/index.ts";
import { alignSelection, duplicateSelection, removeSelection, toggleDisabled } from "../actions/edit-selection.ts";
import { useArrange } from "../actions/use-arrange.ts";
import type { Alignment } from "../graph/align.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./panel.module.css";

const ALIGNMENTS: readonly Alignment[] = ["left", "center", "right", "top", "middle", "bottom", "spreadAcross", "spreadDown"];

/** What can be done with several parts at once. */
export function SeveralPanel() {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const arrange = useArrange();
  const count = useEditor(({ selection }) => selection.steps.length + selection.notes.length);
  return (
    <section className={styles.panel} aria-label={t("editor.several.title", { count })}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t("editor.several.title", { count })}</h2>
      </header>
      <div className={styles.form}>
        <div className={styles.buttons}>
          <Button icon={CopyPlus} onClick={() => duplicateSelection(parts)}>
            {t("editor.menu.duplicate")}
          </Button>
          <Button icon={Power} onClick={() => toggleDisabled(parts)}>
            {t("editor.several.toggle")}
          </Button>
          <Button icon={WandSparkles} onClick={arrange}>
            {t("editor.menu.arrangeThese")}
          </Button>
          <Button icon={Trash2} onClick={() => removeSelection(parts)}>
            {t("editor.menu.remove")}
          </Button>
        </div>
        <h3 className={styles.subtitle}>{t("editor.menu.align")}</h3>
        <div className={styles.buttons}>
          {ALIGNMENTS.map((how) => (
            <Button key={how} size="sm" onClick={() => alignSelection(parts, how)}>
              {t(`editor.align.${how}`)}
            </Button>
          ))}
        </div>
      </div>
    </section>
  );
}
