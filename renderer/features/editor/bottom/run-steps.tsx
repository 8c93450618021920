import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { StatusIcon } from "../canvas/step-marks.tsx";
import { shortTime } from "../canvas/words.ts";
import { useEditor, useEditorParts, useRun } from "../store/use-editor.ts";
import styles from "./bottom.module.css";

/** Long loops make long lists: the newest are what one looks for. */
const SHOWN = 300;

/** Steps of the test run in the order in which they ran. */
export function RunSteps() {
  const { t, i18n } = useTranslation();
  const { store, canvas } = useEditorParts();
  const nodes = useRun((run) => run.nodes);
  const names = useEditor((state) => state.workflow.nodes);
  const rows = useMemo(() => {
    const byId = new Map<string, string>(names.map((node) => [node.id, node.name]));
    return [...nodes]
      .flatMap(([id, { runs }]) => runs.map((run) => ({ id, name: byId.get(id) ?? id, ...run })))
      .sort((a, b) => a.step - b.step);
  }, [nodes, names]);
  const go = (id: string) => {
    store.select([id]);
    store.setState({ panelOpen: true });
    canvas.current?.reveal(id);
  };
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <>
      {rows.length > SHOWN ? <p className={styles.none}>{t("editor.run.newest", { count: SHOWN, all: rows.length })}</p> : null}
      <ul>
        {rows.slice(-SHOWN).map((row) => (
          <li key={row.step}>
            <button type="button" className={styles.row} onClick={() => go(row.id)}>
              <StatusIcon status={row.status} />
              <span className={styles.rowName}>
                {row.runIndex > 0 ? t("editor.run.again", { name: row.name, time: row.runIndex + 1 }) : row.name}
              </span>
              <span className={styles.rowText}>
                {row.failure?.message ??
                  row.message ??
                  t("editor.run.items", {
                    count: row.counts.reduce((sum, one) => sum + one, 0),
                    text: number.format(row.counts.reduce((sum, one) => sum + one, 0)),
                  })}
              </span>
              <span className={styles.time}>{row.ms === undefined ? "" : shortTime(row.ms, i18n.language)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
