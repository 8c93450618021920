import { CircleAlert, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Problem } from "#shared/model/problem.ts";
import { causeOf } from "../../../i18n/cause-of.ts";
import { useFieldTitles } from "../../forms/index.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./bottom.module.css";

/** Problems found while editing; a press goes to the place. */
export function ProblemList() {
  const { t } = useTranslation();
  const { store, canvas } = useEditorParts();
  const problems = useEditor((state) => state.problems);
  const go = ({ node, edge }: Problem) => {
    const id = node ?? edge;
    if (id === undefined) return;
    store.select([id]);
    store.setState({ panelOpen: true });
    canvas.current?.reveal(id);
  };
  const catalog = useEditor((state) => state.catalog);
  const nodes = useEditor((state) => state.workflow.nodes);
  const titleOf = useFieldTitles();
  /** A field by the name it has in the form. */
  const textOf = (problem: Problem): string => {
    const { code, node, field } = problem;
    const step = nodes.find((one) => one.id === node);
    const input = step && catalog.byType.get(step.type)?.input;
    const title = input && field !== undefined ? titleOf(input, field) : undefined;
    if (title === undefined) return causeOf(problem);
    return code === "missing-field" ? t("editor.problems.missing", { field: title }) : `${title}: ${causeOf(problem)}`;
  };
  if (problems.length === 0) return <p className={styles.none}>{t("editor.problems.noneText")}</p>;
  return (
    <ul>
      {problems.map((problem, index) => {
        const Icon = problem.severity === "error" ? CircleAlert : TriangleAlert;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two problems may say the same; the list is made anew each time
          <li key={index}>
            <button type="button" className={styles.row} onClick={() => go(problem)}>
              <Icon
                role="img"
                aria-label={t(`editor.problems.${problem.severity}`)}
                data-kind={problem.severity}
                className={styles.rowIcon}
              />
              <span className={styles.rowName}>{problem.name ?? t("editor.problems.whole")}</span>
              <span className={styles.rowText}>
                {textOf(problem)}
                {problem.fix ? <span className={styles.fix}> {problem.fix}</span> : null}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
