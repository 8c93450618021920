import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunSummary, StepSummary } from "#shared/model/run.ts";
import { client, copyText, readPreference, useKept, useQuery, writePreference } from "../../bridge/index.ts";
import { JsonTree, type JsonTreeMode, Segmented } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import styles from "./runs.module.css";
import { usePortLabels } from "./use-port-labels.ts";

export interface StepDataProps {
  run: RunSummary;
  step: StepSummary;
  side: "in" | "out";
}

const PAGE = 100;
const MODES = ["tree", "table", "schema"] as const;

/** Items of one port of a step, a page at a time. */
export function StepData({ run, step, side }: StepDataProps) {
  const { t } = useTranslation();
  const ports = side === "out" ? step.counts.length : step.inputs.length;
  const first =
    side === "out"
      ? Math.max(
          0,
          step.counts.findIndex((count) => count > 0),
        )
      : 0;
  const [port, setPort] = useState(first);
  const [offset, setOffset] = useState(0);
  const [mode, setMode] = useState<JsonTreeMode>(() => MODES.find((one) => one === readPreference("data-view")) ?? "tree");
  const labels = usePortLabels(run, step, side, ports);
  const { runId } = run;
  const query = useKept(
    useQuery(ports === 0 ? null : ["run", runId, "items", step.step, side, port, offset], (signal) =>
      client.runs.items({ runId, step: step.step, side, port, offset, limit: PAGE }, { signal }),
    ),
  );
  if (ports === 0) return <p className={styles.none}>{side === "out" ? t("runs.noOut") : t("runs.noIn")}</p>;
  return (
    <QueryView query={query} label={t("runs.loadingData")}>
      {({ total, items }) => (
        <JsonTree
          label={t(side === "out" ? "runs.outOf" : "runs.inTo", { step: step.name })}
          items={items}
          total={total}
          offset={offset}
          pageSize={PAGE}
          onPage={setOffset}
          mode={mode}
          onMode={(next) => {
            setMode(next);
            writePreference("data-view", next);
          }}
          onCopy={(text) => void copyText(text)}
          actions={
            ports > 1 ? (
              <Segmented
                label={t("runs.ports")}
                value={String(port)}
                onChange={(next) => {
                  setOffset(0);
                  setPort(Number(next));
                }}
                options={labels.map((label, index) => ({ value: String(index), label }))}
              />
            ) : undefined
          }
        />
      )}
    </QueryView>
  );
}
