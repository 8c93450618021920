import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunSummary, StepSummary } from "#shared/model/run.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { Badge, Button, Tabs } from "../../ui/index.ts";
import { RunStatusLabel } from "../parts/run-status.tsx";
import { AnswerView } from "./answer-view.tsx";
import { CalledRuns } from "./called-runs.tsx";
import { FailurePanel } from "./failure-panel.tsx";
import styles from "./runs.module.css";
import { SettlePanel } from "./settle-panel.tsx";
import { StepData } from "./step-data.tsx";

export interface LogLine {
  step: number;
  text: string;
  at: number;
}

export interface StepDetailProps {
  run: RunSummary;
  step: StepSummary;
  log: readonly LogLine[];
  /** Runs that this step has called for, newest first. */
  called: readonly RunSummary[];
  onRerun: () => void;
}

type Tab = "out" | "in" | "answer" | "log" | "called";

export function StepDetail({ run, step, log, called, onRerun }: StepDetailProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const lines = log.filter((line) => line.step === step.step);
  const broke = step.failure !== undefined;
  const [tab, setTab] = useState<Tab>(broke ? "in" : "out");
  return (
    <section className={styles.detail} aria-label={step.name}>
      <header className={styles.detailHead}>
        <h2>{step.name}</h2>
        <RunStatusLabel status={step.status} waitingFor={step.waitingFor} />
        {step.ms === undefined ? null : <span className={styles.muted}>{format.duration(step.ms)}</span>}
        {step.attempt > 1 ? <Badge>{t("runs.attempt", { number: step.attempt })}</Badge> : null}
        {step.until !== undefined && step.status === "waiting" ? (
          <span className={styles.muted}>{t("runs.until", { when: format.dateTime(step.until) })}</span>
        ) : null}
        {broke && step.status !== "unknown" ? null : (
          <Button size="sm" icon={RotateCcw} onClick={onRerun} className={styles.rerun}>
            {t("runs.rerunFrom")}
          </Button>
        )}
      </header>
      {step.status === "unknown" ? <SettlePanel run={run} step={step} /> : null}
      {step.failure && step.status !== "unknown" ? <FailurePanel run={run} step={step} failure={step.failure} onRerun={onRerun} /> : null}
      <Tabs
        label={t("runs.dataOf", { step: step.name })}
        className={styles.tabs}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: "out", label: t("runs.out"), panel: <StepData run={run} step={step} side="out" /> },
          { value: "in", label: t("runs.in"), panel: <StepData run={run} step={step} side="in" /> },
          ...(step.answered
            ? [{ value: "answer" as const, label: t("runs.answer.title"), panel: <AnswerView answer={step.answered} /> }]
            : []),
          {
            value: "log",
            label: t("runs.log"),
            badge: lines.length > 0 ? <Badge>{lines.length}</Badge> : undefined,
            panel: <Log lines={lines} />,
          },
          ...(called.length > 0
            ? [
                {
                  value: "called" as const,
                  label: t("runs.called"),
                  badge: <Badge>{called.length}</Badge>,
                  panel: <CalledRuns runs={called} />,
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}

function Log({ lines }: { lines: readonly LogLine[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (lines.length === 0) return <p className={styles.none}>{t("runs.noLog")}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <ol className={styles.log} data-selectable tabIndex={0} aria-label={t("runs.log")}>
      {lines.map(({ at, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added at the end
        <li key={index}>
          <time>{format.clock(at)}</time>
          <span className={styles.logText}>{text}</span>
        </li>
      ))}
    </ol>
  );
}
