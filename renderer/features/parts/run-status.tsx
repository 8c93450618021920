import { useTranslation } from "react-i18next";
import type { RunStatus, StepStatus, WaitingFor } from "#shared/model/run.ts";
import { StatusDot, type Tone } from "../../ui/index.ts";
import styles from "./parts.module.css";

const TONES: Readonly<Record<RunStatus | StepStatus, Tone>> = {
  queued: "neutral",
  running: "accent",
  waiting: "info",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
  skipped: "neutral",
  unknown: "warning",
};

export const toneOf = (status: RunStatus | StepStatus, waitingFor?: WaitingFor): Tone =>
  waitingFor === "decision" || waitingFor === "approval" ? "warning" : TONES[status];

export interface RunStatusProps {
  status: RunStatus | StepStatus;
  waitingFor?: WaitingFor | undefined;
}

/** A dot and the word; waiting ones say for what. */
export function RunStatusLabel({ status, waitingFor }: RunStatusProps) {
  const { t } = useTranslation();
  return (
    <span className={styles.status}>
      <StatusDot tone={toneOf(status, waitingFor)} live={status === "running"} />
      <span>{status === "waiting" && waitingFor ? t(`runs.waitingFor.${waitingFor}`) : t(`runs.status.${status}`)}</span>
    </span>
  );
}
