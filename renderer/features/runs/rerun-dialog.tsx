import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunSummary, StepSummary } from "#shared/model/run.ts";
import { client, useQuery } from "../../bridge/index.ts";
import { Banner, Button, CodeField, Dialog, Segmented, Select } from "../../ui/index.ts";
import { EDITABLE, itemsText, readItems } from "../parts/items-text.ts";
import { QueryView } from "../parts/query-view.tsx";
import styles from "./runs.module.css";
import { type RerunInput, useRunActions } from "./use-run-actions.ts";

export interface RerunDialogProps {
  run: RunSummary;
  /** `null` = from the start. */
  step: StepSummary | null;
  open: boolean;
  onClose: () => void;
}

type Version = "same" | "live" | "draft";

/** Again from the start or from a step, with what was recorded or with other data. */
export function RerunDialog({ run, step, open, onClose }: RerunDialogProps) {
  const { t } = useTranslation();
  const { rerun } = useRunActions();
  const [chosen, setChosen] = useState<Version | null>(null);
  const [data, setData] = useState<"recorded" | "edited">("recorded");
  const [text, setText] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const workflows = useQuery(open ? ["workflows"] : null, (signal) => client.workflows.list(undefined, { signal }));
  const liveVersion = workflows.data?.find(({ id }) => id === run.workflowId)?.liveVersion ?? null;
  const failed = run.status === "failed";
  // What failed would fail again: what was published since is meant.
  const version = chosen ?? (failed && run.mode === "live" && liveVersion !== null && liveVersion !== run.version ? "live" : "same");
  const versions: readonly Version[] = liveVersion === null ? ["same", "draft"] : ["same", "live", "draft"];
  const labels: Readonly<Record<Version, string>> = {
    same: run.version === null ? t("runs.versions.same") : t("runs.versions.sameNumber", { version: run.version }),
    live: t("runs.versions.live", { version: liveVersion }),
    draft: t("runs.versions.draft"),
  };

  const from = step?.step ?? 0;
  // The first step's data is what it gave out: the event itself.
  const side = from === 0 ? "out" : "in";
  const query = useQuery(open && data === "edited" ? ["run", run.runId, "rerun", from] : null, (signal) =>
    client.runs.items({ runId: run.runId, step: from, side, limit: EDITABLE }, { signal }),
  );
  const recorded = query.data ? itemsText(query.data.items) : "";
  const edited = data === "edited" ? readItems(text ?? recorded) : undefined;

  const close = () => {
    onClose();
    setText(null);
    setChosen(null);
    setData("recorded");
  };
  const go = async () => {
    const input: RerunInput = { runId: run.runId, workflow: version };
    if (step && step.step > 0) input.fromStep = step.step;
    if (edited?.ok) input.items = edited.items;
    setBusy(true);
    await rerun(input);
    setBusy(false);
    close();
  };

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      size={data === "edited" ? "lg" : "md"}
      title={step && step.step > 0 ? t("runs.rerunFromStep", { step: step.name }) : t("runs.rerun")}
      description={step && step.step > 0 ? t("runs.rerunFromText") : t("runs.rerunText")}
      foot={
        <>
          <Button onClick={close}>{t("ui.cancel")}</Button>
          <Button variant="primary" busy={busy} disabled={data === "edited" && !edited?.ok} onClick={() => void go()}>
            {t("runs.rerunNow")}
          </Button>
        </>
      }
    >
      <div className={styles.rerunForm}>
        {run.mode === "live" ? <Banner tone="warning">{t("runs.forReal")}</Banner> : null}
        <Select
          label={t("runs.rerunVersion")}
          value={version}
          onChange={setChosen}
          help={failed && (version === "same" || (version === "live" && liveVersion === run.version)) ? t("runs.sameFailed") : undefined}
          options={versions.map((value) => ({ value, label: labels[value] }))}
        />
        <Segmented
          label={t("runs.rerunData")}
          size="md"
          value={data}
          onChange={setData}
          options={(["recorded", "edited"] as const).map((value) => ({ value, label: t(`runs.data.${value}`) }))}
        />
        {data === "edited" ? (
          <QueryView query={query} label={t("runs.loadingData")}>
            {({ total }) =>
              total > EDITABLE ? (
                <Banner tone="warning">{t("runs.tooMany", { total, most: EDITABLE })}</Banner>
              ) : (
                <CodeField
                  label={t("runs.items")}
                  help={t("runs.itemsHelp")}
                  error={edited && !edited.ok ? edited.message || t("runs.notJson") : undefined}
                  language="json"
                  lineNumbers
                  rows={8}
                  maxRows={18}
                  value={text ?? recorded}
                  onChange={setText}
                />
              )
            }
          </QueryView>
        ) : null}
      </div>
    </Dialog>
  );
}
