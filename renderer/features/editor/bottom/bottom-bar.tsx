import { ChevronDown, ChevronUp, CircleCheck, TriangleAlert, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { isFinal } from "#shared/model/run.ts";
import { Button, IconButton, Kbd } from "../../../ui/index.ts";
import { useEditor, useEditorParts, useRun } from "../store/use-editor.ts";
import styles from "./bottom.module.css";
import { ProblemList } from "./problem-list.tsx";
import { RunSteps } from "./run-steps.tsx";
import { RunSummaryLine } from "./run-summary-line.tsx";

function PutAway() {
  const { t } = useTranslation();
  const { run, store } = useEditorParts();
  const over = useRun((state) => state.status !== null && isFinal(state.status));
  if (!over) return null;
  const putAway = () => {
    run.putAway();
    store.setState(({ drawer }) => ({ drawer: drawer === "run" ? null : drawer }));
  };
  return <IconButton size="sm" icon={X} label={t("editor.run.putAway")} onClick={putAway} />;
}

/** Below the canvas: what is wrong with the workflow, and how the test run goes. Each opens into a list. */
export function BottomBar() {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const drawer = useEditor((state) => state.drawer);
  const errors = useEditor((state) => state.problems.filter((problem) => problem.severity === "error").length);
  const count = useEditor((state) => state.problems.length);
  const live = useRun((run) => run.live);
  const toggle = (which: "problems" | "run") => store.setState({ drawer: drawer === which ? null : which });
  return (
    <div className={styles.bottom}>
      {drawer ? (
        <section className={styles.drawer} aria-label={t(drawer === "problems" ? "editor.problems.title" : "editor.run.title")}>
          <header className={styles.drawerHead}>
            <h2>{t(drawer === "problems" ? "editor.problems.title" : "editor.run.title")}</h2>
            <IconButton size="sm" icon={ChevronDown} label={t("ui.close")} onClick={() => store.setState({ drawer: null })} />
          </header>
          <div className={styles.drawerBody}>{drawer === "problems" ? <ProblemList /> : <RunSteps />}</div>
        </section>
      ) : null}
      <div className={styles.strip}>
        <Button
          size="sm"
          variant="ghost"
          icon={count === 0 ? CircleCheck : TriangleAlert}
          aria-expanded={drawer === "problems"}
          className={count === 0 ? undefined : errors > 0 ? styles.errors : styles.warnings}
          onClick={() => toggle("problems")}
        >
          {count === 0 ? t("editor.problems.none") : t("editor.problems.count", { count })}
        </Button>
        {live ? (
          <>
            <span className={styles.line} />
            <RunSummaryLine />
            <Button
              size="sm"
              variant="ghost"
              icon={drawer === "run" ? ChevronDown : ChevronUp}
              aria-expanded={drawer === "run"}
              onClick={() => toggle("run")}
            >
              {t("editor.run.steps")}
            </Button>
            <PutAway />
          </>
        ) : (
          <span className={styles.hint}>
            <Kbd keys={["/"]} /> {t("editor.hint.add")}
            <Kbd keys={["mod", "enter"]} /> {t("editor.hint.test")}
            <Kbd keys={["?"]} /> {t("editor.hint.keys")}
          </span>
        )}
      </div>
    </div>
  );
}
