import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isFinal, type RunStatus } from "#shared/model/run.ts";
import { hrefOf } from "../../../bridge/index.ts";
import { StatusDot, type Tone } from "../../../ui/index.ts";
import { shortTime } from "../canvas/words.ts";
import { changesTables } from "../graph/effects.ts";
import { useEditor, useRun } from "../store/use-editor.ts";
import styles from "./bottom.module.css";

const TONES: Readonly<Record<RunStatus, Tone>> = {
  queued: "neutral",
  running: "accent",
  waiting: "warning",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
};

/** The test run in one line: its state, how far it is, how long it took. */
export function RunSummaryLine() {
  const { t, i18n } = useTranslation();
  const runId = useRun((run) => run.runId);
  const status = useRun((run) => run.status) ?? "queued";
  const waitingFor = useRun((run) => run.waitingFor);
  const startedAt = useRun((run) => run.startedAt);
  const endedAt = useRun((run) => run.endedAt);
  const done = useRun(
    (run) =>
      [...run.nodes.values()].filter((node) => node.status === "succeeded" || node.status === "failed" || node.status === "skipped").length,
  );
  const all = useEditor((state) => state.workflow.nodes.filter((node) => !node.disabled).length);
  const nodes = useRun((run) => run.nodes);
  const putBack = useEditor((state) => state.workflow.nodes.some((node) => changesTables(node) && nodes.has(node.id)));
  const trial = useRun((run) => run.trial);
  const over = isFinal(status);
  const now = useNow(!over);
  const ms = startedAt === undefined ? undefined : Math.max(0, (endedAt ?? now) - startedAt);
  return (
    <span className={styles.summary}>
      <StatusDot tone={TONES[status]} live={status === "running"} />
      <strong role="status">
        {status === "waiting" && waitingFor ? t(`editor.run.waitingFor.${waitingFor}`) : t(`editor.run.${status}`)}
      </strong>
      <span>{t("editor.run.progress", { done, all: Math.max(done, all) })}</span>
      {ms === undefined ? null : <span className={styles.time}>{shortTime(ms, i18n.language)}</span>}
      {over && trial && putBack ? <span>{t("editor.run.putBack")}</span> : null}
      {runId && over ? (
        <a className={styles.link} href={hrefOf({ screen: "run", id: runId })}>
          {t("editor.run.open")}
        </a>
      ) : null}
    </span>
  );
}

/** The time, ten times a second while it matters. */
function useNow(going: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [going]);
  return now;
}
