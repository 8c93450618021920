import { Check, CircleHelp, Clock, LoaderCircle, type LucideIcon, Minus, Pin, TriangleAlert, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Problem } from "#shared/model/problem.ts";
import type { StepStatus } from "#shared/model/run.ts";
import { useEditor } from "../store/use-editor.ts";
import styles from "./step-node.module.css";

const STATUS_ICONS: Readonly<Record<StepStatus, LucideIcon>> = {
  queued: Clock,
  running: LoaderCircle,
  waiting: Clock,
  succeeded: Check,
  failed: X,
  skipped: Minus,
  unknown: CircleHelp,
  cancelled: Minus,
};

export function StatusIcon({ status }: { status: StepStatus }) {
  const { t } = useTranslation();
  const Icon = STATUS_ICONS[status];
  return (
    <span className={styles.mark} data-kind={status} role="img" aria-label={t(`editor.status.${status}`)}>
      <Icon aria-hidden />
    </span>
  );
}

const worst = (problems: readonly Problem[], id: string): Problem["severity"] | undefined => {
  const own = problems.filter((problem) => problem.node === id);
  return own.some((problem) => problem.severity === "error") ? "error" : own[0]?.severity;
};

/** What is to be seen of a step at a glance: pinned data, a problem, how it went. */
export function Marks({ id, pinned, status }: { id: string; pinned: boolean; status: StepStatus | undefined }) {
  const { t } = useTranslation();
  const problem = useEditor((state) => (state.fresh === id ? undefined : worst(state.problems, id)));
  return (
    <span className={styles.marks}>
      {pinned ? (
        <span className={styles.mark} data-kind="pinned" role="img" aria-label={t("editor.node.pinned")}>
          <Pin aria-hidden />
        </span>
      ) : null}
      {problem && !status ? (
        <span className={styles.mark} data-kind={problem} role="img" aria-label={t(`editor.node.${problem}`)}>
          <TriangleAlert aria-hidden />
        </span>
      ) : null}
      {status ? <StatusIcon status={status} /> : null}
    </span>
  );
}
