import { ArrowLeft, Ban, ListChecks, RotateCcw, StepForward, Workflow } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { RunId } from "#shared/model/ids.ts";
import { isFinal, type RunSummary, type StepSummary } from "#shared/model/run.ts";
import { client, hrefOf, navigate, type Route, useQuery } from "../../bridge/index.ts";
import { useCommands } from "../../commands/index.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { useNow } from "../../i18n/use-now.ts";
import { Badge, Button, EmptyState, IconButton, Page, SplitPane } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import { RunStatusLabel } from "../parts/run-status.tsx";
import { NothingFound } from "../pictures/nothing-found.tsx";
import { MakeTestDialog } from "./make-test-dialog.tsx";
import { RerunDialog } from "./rerun-dialog.tsx";
import styles from "./runs.module.css";
import { StepDetail } from "./step-detail.tsx";
import { StepList } from "./step-list.tsx";
import { useRunActions } from "./use-run-actions.ts";

/** Called runs that are shown; more are found in the list of runs. */
const CALLED = 500;

/** The editor with this run's data, at the step that is looked at. */
const editorOf = (run: RunSummary, step: StepSummary | undefined): Route => ({
  screen: "workflow",
  id: run.workflowId,
  run: run.runId,
  ...(step && { step: step.node }),
});

/** One run: its steps in time, and what went in and out of each. */
export function RunPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const runId = RunId.parse(id);
  const query = useQuery(["run", id], (signal) => client.runs.get({ runId }, { signal }));
  const called = useQuery(["run", id, "called"], (signal) => client.runs.list({ calledBy: runId, limit: CALLED }, { signal }));
  const actions = useRunActions();
  const [again, setAgain] = useState<{ step: StepSummary | null } | null>(null);
  const [making, setMaking] = useState(false);
  const { run, steps = [], log = [] } = query.data ?? {};
  const [chosen, setChosen] = useState<number | null>(null);
  // Without a choice of one's own: what needs a person, then what went wrong, then the latest.
  const suggested = steps.find(({ status }) => status === "unknown") ?? steps.find(({ status }) => status === "failed") ?? steps.at(-1);
  const selected = steps.find(({ step }) => step === chosen) ?? suggested;

  // What went well before it need not happen twice.
  const failed = run?.status === "failed" ? steps.find(({ status, step }) => status === "failed" && step > 0) : undefined;

  useEffect(() => {
    if (id) setChosen(null);
  }, [id]);

  useCommands(
    useMemo(() => {
      if (!run) return [];
      const group = t("runs.run");
      return [
        { id: "rerun", title: t("runs.rerunMore"), group, icon: RotateCcw, keys: ["r"], run: () => setAgain({ step: null }) },
        {
          id: "run-workflow",
          title: t("runs.openWorkflow"),
          group,
          icon: Workflow,
          keys: ["e"],
          run: () => navigate(editorOf(run, selected)),
        },
        ...(testable(run)
          ? [{ id: "make-test", title: t("tests.makeTitle"), group, icon: ListChecks, keys: ["t"], run: () => setMaking(true) }]
          : []),
        ...(isFinal(run.status) ? [] : [{ id: "cancel-run", title: t("runs.cancel"), group, icon: Ban, run: () => actions.cancel(run) }]),
      ];
    }, [t, run, actions, selected]),
  );

  return (
    <Page
      fill
      title={run?.workflowName ?? t("runs.run")}
      back={<IconButton icon={ArrowLeft} label={t("runs.back")} onClick={() => navigate({ screen: "runs" })} />}
      meta={run ? <RunFacts run={run} /> : undefined}
      actions={
        run ? (
          <>
            {isFinal(run.status) ? null : (
              <Button icon={Ban} onClick={() => actions.cancel(run)}>
                {t("runs.cancel")}
              </Button>
            )}
            {testable(run) ? (
              <Button icon={ListChecks} onClick={() => setMaking(true)}>
                {t("tests.make")}
              </Button>
            ) : null}
            <Button icon={Workflow} onClick={() => navigate(editorOf(run, selected))}>
              {t("runs.openWorkflow")}
            </Button>
            <Button variant={failed ? "secondary" : "primary"} icon={RotateCcw} onClick={() => setAgain({ step: null })}>
              {t("runs.rerunMore")}
            </Button>
            {failed ? (
              <Button variant="primary" icon={StepForward} onClick={() => setAgain({ step: failed })}>
                {t("runs.rerunFromFailed")}
              </Button>
            ) : null}
          </>
        ) : undefined
      }
    >
      <QueryView query={query} label={t("runs.loadingOne")}>
        {(data) =>
          data.steps.length === 0 ? (
            <EmptyState picture={<NothingFound />} title={t("runs.noSteps")}>
              {t("runs.noStepsText")}
            </EmptyState>
          ) : (
            <SplitPane
              label={t("runs.divider")}
              initial={0.34}
              min={0.22}
              max={0.6}
              first={<StepList run={data.run} steps={data.steps} selected={selected?.step} onSelect={setChosen} />}
              second={
                selected ? (
                  <StepDetail
                    key={`${id} ${selected.step}`}
                    run={data.run}
                    step={selected}
                    log={log}
                    called={(called.data ?? []).filter((one) => one.calledBy?.step === selected.step)}
                    onRerun={() => setAgain({ step: selected })}
                  />
                ) : null
              }
            />
          )
        }
      </QueryView>
      {run ? <RerunDialog run={run} step={again?.step ?? null} open={again !== null} onClose={() => setAgain(null)} /> : null}
      {run && making ? <MakeTestDialog run={run} onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}

/** It has come to an end by itself. */
const testable = ({ status }: RunSummary): boolean => status === "succeeded" || status === "failed";

function RunFacts({ run }: { run: RunSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1000);
  const { status, waitingFor, startedAt, endedAt, version, mode, rerunOf, calledBy, until, trial } = run;
  return (
    <>
      <span className={styles.fact}>{t("runs.numberOf", { number: run.runId })}</span>
      <RunStatusLabel status={status} waitingFor={waitingFor} />
      <span className={styles.fact}>{format.dateTime(startedAt)}</span>
      {endedAt === undefined && status !== "running" ? null : (
        <span className={styles.fact}>{format.duration(Math.max(0, (endedAt ?? now) - startedAt))}</span>
      )}
      {until !== undefined && status === "waiting" ? (
        <span className={styles.fact}>{t("runs.until", { when: format.dateTime(until) })}</span>
      ) : null}
      <Badge>{mode === "live" && version !== null ? t("runs.version", { version }) : t(`runs.modes.${mode}`)}</Badge>
      {trial ? <span className={styles.fact}>{t("runs.putBack")}</span> : null}
      {rerunOf ? (
        <a className={styles.link} href={hrefOf({ screen: "run", id: rerunOf.runId })}>
          {t("runs.rerunOf")}
        </a>
      ) : null}
      {calledBy ? (
        <a className={styles.link} href={hrefOf({ screen: "run", id: calledBy.run })}>
          {t(calledBy.step === null ? "runs.becauseFailed" : "runs.calledBy", { run: calledBy.run })}
        </a>
      ) : null}
    </>
  );
}
