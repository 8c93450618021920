import { useTranslation } from "react-i18next";
import type { RunSummary } from "#shared/model/run.ts";
import { hrefOf } from "../../bridge/index.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { RunStatusLabel } from "../parts/run-status.tsx";
import styles from "./runs.module.css";

/** Runs of other workflows that a step has started, in the order of its calls. */
export function CalledRuns({ runs }: { runs: readonly RunSummary[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ol className={styles.called} aria-label={t("runs.called")}>
      {runs.toReversed().map(({ runId, workflowName, status, waitingFor, startedAt }) => (
        <li key={runId}>
          <a className={styles.link} href={hrefOf({ screen: "run", id: runId })}>
            {t("runs.numbered", { name: workflowName, run: runId })}
          </a>
          <RunStatusLabel status={status} waitingFor={waitingFor} />
          <time className={styles.muted}>{format.dateTime(startedAt)}</time>
        </li>
      ))}
    </ol>
  );
}
