import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { RunSummary } from "#shared/model/run.ts";
import { isFinal } from "#shared/model/run.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { useNow } from "../../i18n/use-now.ts";
import { Badge, type Column } from "../../ui/index.ts";
import { RunStatusLabel } from "../parts/run-status.tsx";
import styles from "./runs.module.css";

export function useRunColumns(): readonly Column<RunSummary>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(5000);
  return useMemo(
    (): Column<RunSummary>[] => [
      {
        id: "number",
        header: t("runs.number"),
        width: "4.5rem",
        align: "end",
        cell: ({ runId }) => <span className={styles.muted}>{runId}</span>,
      },
      {
        id: "status",
        header: t("runs.state"),
        width: "minmax(11.5rem, 1fr)",
        cell: ({ status, waitingFor }) => <RunStatusLabel status={status} waitingFor={waitingFor} />,
      },
      {
        id: "workflow",
        header: t("runs.workflow"),
        width: "minmax(10rem, 1.6fr)",
        cell: ({ workflowName, mode, rerunOf }) => (
          <>
            <span className={styles.name}>{workflowName}</span>
            {mode === "live" ? null : <Badge>{t(`runs.modes.${mode}`)}</Badge>}
            {rerunOf ? <Badge>{t("runs.again")}</Badge> : null}
          </>
        ),
      },
      {
        id: "what",
        header: t("runs.what"),
        width: "minmax(9rem, 2fr)",
        cell: ({ error, until, status }) =>
          error ? (
            <span className={styles.problem}>
              {error.node ? t("runs.atStep", { step: error.node, message: error.message }) : error.message}
            </span>
          ) : until !== undefined && status === "waiting" ? (
            <span className={styles.muted}>{t("runs.until", { when: format.short(until) })}</span>
          ) : null,
      },
      {
        id: "started",
        header: t("runs.started"),
        width: "minmax(7rem, 0.8fr)",
        cell: ({ startedAt }) => <span className={styles.muted}>{format.relative(startedAt, now)}</span>,
      },
      {
        id: "took",
        header: t("runs.took"),
        width: "5.5rem",
        align: "end",
        cell: ({ startedAt, endedAt, status }) => (
          <span className={styles.muted}>
            {endedAt !== undefined || (status === "running" && !isFinal(status))
              ? format.duration(Math.max(0, (endedAt ?? now) - startedAt))
              : ""}
          </span>
        ),
      },
    ],
    [t, format, now],
  );
}
