import { Copy, KeyRound, RotateCcw, Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Failure } from "#shared/model/failure.ts";
import type { RunSummary, StepSummary } from "#shared/model/run.ts";
import { copyText, navigate } from "../../bridge/index.ts";
import { causeOf } from "../../i18n/cause-of.ts";
import { Banner, Button, Disclosure, useToast } from "../../ui/index.ts";
import styles from "./runs.module.css";

export interface FailurePanelProps {
  run: RunSummary;
  step: StepSummary;
  failure: Failure;
  onRerun: () => void;
}

/** What happened, what it means for the data, what to press next; details for support folded away. */
export function FailurePanel({ run, step, failure, onRerun }: FailurePanelProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const meaning = failure.outcome === "unknown" ? t("runs.meaning.unknown") : t(`runs.meaning.${failure.kind}`);
  const details = [
    t("runs.detailStep", { step: step.name, attempt: step.attempt }),
    failure.name,
    failure.status === undefined ? undefined : t("runs.detailStatus", { status: failure.status }),
    failure.field ? t("runs.detailField", { field: failure.field }) : undefined,
    failure.description,
    t("runs.detailRun", { run: run.runId }),
  ].filter((line): line is string => line !== undefined);
  const copy = () =>
    void copyText([failure.message, ...details].join("\n")).then(() => toast({ tone: "success", title: t("runs.detailsCopied") }));
  return (
    <Banner
      tone={failure.kind === "cancelled" ? "neutral" : "danger"}
      title={causeOf(failure)}
      className={styles.panel}
      action={
        <>
          {failure.kind === "connection" ? (
            <Button size="sm" icon={KeyRound} onClick={() => navigate({ screen: "connections" })}>
              {t("runs.openConnections")}
            </Button>
          ) : null}
          {failure.kind === "user" ? (
            <Button
              size="sm"
              icon={Workflow}
              onClick={() => navigate({ screen: "workflow", id: run.workflowId, run: run.runId, step: step.node })}
            >
              {t("runs.openWorkflow")}
            </Button>
          ) : null}
          <Button size="sm" icon={RotateCcw} onClick={onRerun}>
            {t("runs.rerunFrom")}
          </Button>
        </>
      }
    >
      {failure.item === undefined ? null : <p>{t("runs.atItem", { number: failure.item + 1 })}</p>}
      <p>{meaning}</p>
      {failure.fix ? <p>{failure.fix}</p> : null}
      <Disclosure label={t("runs.details")}>
        <div className={styles.details}>
          {details.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <Button size="sm" variant="ghost" icon={Copy} onClick={copy}>
            {t("runs.copyDetails")}
          </Button>
        </div>
      </Disclosure>
    </Banner>
  );
}
