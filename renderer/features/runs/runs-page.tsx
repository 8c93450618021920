import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { WorkflowId } from "#shared/model/ids.ts";
import type { RunSummary } from "#shared/model/run.ts";
import { client, navigate, useKept, useQuery } from "../../bridge/index.ts";
import { useNow } from "../../i18n/use-now.ts";
import { Button, EmptyState, Page, Select, Table } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import { EmptyRuns } from "../pictures/empty-runs.tsx";
import { NothingFound } from "../pictures/nothing-found.tsx";
import { RerunDialog } from "./rerun-dialog.tsx";
import { useRunColumns } from "./run-columns.tsx";
import { type RunFilters, readFilters, STATES, TIMES, toQuery, writeFilters } from "./run-filters.ts";
import styles from "./runs.module.css";
import { useRunActions } from "./use-run-actions.ts";

/** Runs asked for at first, and again each time the end comes into sight. */
const PAGE = 200;
/** A span that ends now moves on this often. */
const SPAN_STEP = 60_000;
const MODES = ["live", "test"] as const;

export function RunsPage({ query: address }: { query: Readonly<Record<string, string>> | undefined }) {
  const { t } = useTranslation();
  const filters = readFilters(address);
  const [limit, setLimit] = useState(PAGE);
  const now = useNow(SPAN_STEP);
  const wanted = toQuery(filters, now);
  const { workflowId, ...rest } = wanted;
  const query = useKept(
    useQuery(["runs", { ...wanted, limit }], (signal) =>
      client.runs.list({ ...rest, ...(workflowId ? { workflowId: WorkflowId.parse(workflowId) } : {}), limit }, { signal }),
    ),
  );
  const { data: status } = useQuery(["engine"], (signal) => client.engine.status(undefined, { signal }));
  const news = status?.failed ?? 0;
  // Who has the list before them has seen it.
  useEffect(() => {
    if (news > 0) client.runs.seen().catch(() => undefined);
  }, [news]);
  const workflows = useQuery(["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  const actions = useRunActions();
  const [again, setAgain] = useState<RunSummary | null>(null);
  const menu = useCallback((run: RunSummary) => actions.menu(run, () => setAgain(run)), [actions]);
  const columns = useRunColumns();
  const set = (part: Partial<RunFilters>) => {
    setLimit(PAGE);
    navigate({ screen: "runs", query: writeFilters({ ...filters, ...part }) }, { replace: true });
  };
  const filtered = Object.keys(writeFilters(filters)).length > 0;
  const count = useRef(0);
  count.current = query.data?.length ?? 0;
  const more = useMemo(() => () => setLimit((old) => (count.current >= old ? old + PAGE : old)), []);

  return (
    <Page
      fill
      title={t("runs.title")}
      bar={
        <>
          <Select<string>
            label={t("runs.filterWorkflow")}
            hideLabel
            value={filters.workflow === "" ? "any" : filters.workflow}
            onChange={(value) => set({ workflow: value === "any" ? "" : value })}
            options={[
              { value: "any", label: t("runs.allWorkflows") },
              ...(workflows.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <Select
            label={t("runs.filterState")}
            hideLabel
            value={filters.state}
            onChange={(state) => set({ state })}
            options={(["any", ...STATES] as const).map((value) => ({ value, label: t(`runs.states.${value}`) }))}
          />
          <Select
            label={t("runs.filterTime")}
            hideLabel
            value={filters.time}
            onChange={(time) => set({ time })}
            options={(["any", ...TIMES] as const).map((value) => ({ value, label: t(`runs.times.${value}`) }))}
          />
          <Select
            label={t("runs.filterMode")}
            hideLabel
            value={filters.mode}
            onChange={(mode) => set({ mode })}
            options={(["any", ...MODES] as const).map((value) => ({ value, label: t(`runs.modes.${value}`) }))}
          />
          {filtered ? (
            <Button variant="ghost" onClick={() => navigate({ screen: "runs" }, { replace: true })}>
              {t("runs.clearFilters")}
            </Button>
          ) : null}
        </>
      }
    >
      <QueryView query={query} label={t("runs.loading")}>
        {(rows: readonly RunSummary[]) =>
          rows.length === 0 ? (
            <EmptyState
              picture={filtered ? <NothingFound /> : <EmptyRuns />}
              title={filtered ? t("runs.nothingFound") : t("runs.emptyTitle")}
              action={
                filtered ? (
                  <Button onClick={() => navigate({ screen: "runs" }, { replace: true })}>{t("runs.clearFilters")}</Button>
                ) : (
                  <Button variant="primary" onClick={() => navigate({ screen: "workflows" })}>
                    {t("runs.toWorkflows")}
                  </Button>
                )
              }
            >
              {filtered ? undefined : t("runs.emptyText")}
            </EmptyState>
          ) : (
            <Table
              label={t("runs.title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.runId}
              onOpen={(row) => navigate({ screen: "run", id: row.runId })}
              menu={menu}
              onEnd={more}
              footer={rows.length < limit ? undefined : <p className={styles.more}>{t("runs.loadingMore")}</p>}
            />
          )
        }
      </QueryView>
      {again ? <RerunDialog run={again} step={null} open onClose={() => setAgain(null)} /> : null}
    </Page>
  );
}
