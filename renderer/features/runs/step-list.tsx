import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { RunSummary, StepSummary } from "#shared/model/run.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { useNow } from "../../i18n/use-now.ts";
import { StatusDot, useRowFocus, useRowWindow } from "../../ui/index.ts";
import { toneOf } from "../parts/run-status.tsx";
import styles from "./runs.module.css";

export interface StepListProps {
  run: RunSummary;
  steps: readonly StepSummary[];
  selected: number | undefined;
  onSelect: (step: number) => void;
}

const STEP_REM = 3;

/** The steps in order, each with its place in the run's time. Arrow keys move the choice. */
export function StepList({ run, steps, selected, onSelect }: StepListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const running = run.endedAt === undefined && run.status === "running";
  const now = useNow(running ? 500 : 60_000);
  const scroller = useRef<HTMLDivElement>(null);
  const view = useRowWindow(scroller, steps.length, STEP_REM);
  const begin = run.startedAt;
  const lastEnd = steps.reduce(
    (end, step) => Math.max(end, (step.startedAt ?? begin) + (step.ms ?? 0)),
    Math.max(run.endedAt ?? 0, running ? now : 0),
  );
  const span = Math.max(1, lastEnd - begin);
  const at = Math.max(
    0,
    steps.findIndex(({ step }) => step === selected),
  );
  const keys = useMemo(() => steps.map(({ step }) => String(step)), [steps]);
  const focus = useRowFocus(scroller, keys, view);

  const stop = focus.drawn.includes(at) ? at : focus.stop;

  return (
    <div ref={scroller} className={styles.steps}>
      <div
        role="listbox"
        aria-label={t("runs.steps")}
        style={{ position: "relative", height: steps.length * view.rowHeight }}
        onKeyDown={focus.onMoveKey}
      >
        {focus.drawn.map((index) => {
          const step = steps[index];
          if (!step) return null;
          const start = Math.max(0, (step.startedAt ?? begin) - begin);
          const took = step.ms ?? (step.status === "running" ? now - (step.startedAt ?? now) : 0);
          const items = step.counts.reduce((sum, count) => sum + count, 0);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of all its steps
            <div
              key={step.step}
              role="option"
              aria-selected={index === at}
              data-index={index}
              data-status={step.status}
              tabIndex={index === stop ? 0 : -1}
              className={styles.step}
              style={{ height: view.rowHeight, transform: `translateY(${index * view.rowHeight}px)` }}
              onClick={() => onSelect(step.step)}
              onFocus={() => {
                focus.onRowFocus(index);
                onSelect(step.step);
              }}
            >
              <StatusDot
                tone={toneOf(step.status, step.waitingFor)}
                live={step.status === "running"}
                label={step.waitingFor ? t(`runs.waitingFor.${step.waitingFor}`) : t(`runs.status.${step.status}`)}
              />
              <span className={styles.stepName}>
                {step.name}
                {step.runIndex > 0 ? <span className={styles.times}>{t("runs.time", { number: step.runIndex + 1 })}</span> : null}
              </span>
              <span className={styles.stepFacts}>
                {step.attempt > 1 ? <span>{t("runs.attempt", { number: step.attempt })}</span> : null}
                {step.counts.length > 0 ? <span>{t("ui.data.items", { count: items })}</span> : null}
                {step.ms === undefined && step.status !== "running" ? null : <span>{format.duration(took)}</span>}
              </span>
              <span aria-hidden className={styles.bar}>
                <span style={{ left: `${Math.min(99.4, (start / span) * 100)}%`, width: `${Math.max(0.6, (took / span) * 100)}%` }} />
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
