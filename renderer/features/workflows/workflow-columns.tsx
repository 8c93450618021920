import { CalendarClock, Ellipsis, Hand, type LucideIcon, TriangleAlert, Webhook, Zap } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { WorkflowRow } from "#shared/contract/workflows.ts";
import { hrefOf } from "../../bridge/index.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { useNow } from "../../i18n/use-now.ts";
import { useTriggerText } from "../../i18n/use-trigger-text.ts";
import { Badge, type Column, IconButton, Menu, type MenuEntry, StatusDot, Switch, Tooltip } from "../../ui/index.ts";
import { toneOf } from "../parts/run-status.tsx";
import styles from "./workflows.module.css";

const TRIGGER_ICONS: Readonly<Record<string, LucideIcon>> = {
  "core.webhook": Webhook,
  "core.schedule": CalendarClock,
  "core.manual": Hand,
};

export interface ColumnParts {
  menu: (row: WorkflowRow) => readonly MenuEntry[];
  turn: (row: WorkflowRow, on: boolean) => void;
}

export function useWorkflowColumns({ menu, turn }: ColumnParts): readonly Column<WorkflowRow>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(30_000);
  const triggerText = useTriggerText();
  return useMemo(
    (): Column<WorkflowRow>[] => [
      {
        id: "active",
        header: t("workflows.onOff"),
        hideHeader: true,
        width: "2rem",
        cell: (row) => (
          <Switch
            label={t("workflows.isOn", { name: row.name })}
            hideLabel
            tabIndex={-1}
            checked={row.active}
            onChange={(on) => turn(row, on)}
          />
        ),
      },
      {
        id: "name",
        header: t("workflows.name"),
        width: "minmax(12rem, 2.4fr)",
        compare: (a, b) => a.name.localeCompare(b.name),
        cell: ({ name, changed, liveVersion, problems }) => (
          <>
            <span className={styles.name}>{name}</span>
            {problems > 0 ? (
              <Badge tone="warning" icon={TriangleAlert}>
                {t("workflows.problems", { count: problems })}
              </Badge>
            ) : changed && liveVersion !== null ? (
              <Badge>{t("workflows.changed")}</Badge>
            ) : null}
          </>
        ),
      },
      {
        id: "trigger",
        header: t("workflows.trigger"),
        width: "minmax(9rem, 1.6fr)",
        cell: ({ triggers: [first, ...more] }) => {
          if (!first) return <span className={styles.quiet}>{t("workflows.noTrigger")}</span>;
          const Icon = TRIGGER_ICONS[first.type] ?? Zap;
          return (
            <>
              <Icon aria-hidden className={styles.icon} />
              <span className={styles.muted}>{triggerText(first)}</span>
              {more.length > 0 ? <Badge>{t("workflows.moreTriggers", { count: more.length })}</Badge> : null}
            </>
          );
        },
      },
      {
        id: "last",
        header: t("workflows.lastRun"),
        width: "minmax(7.5rem, 1fr)",
        compare: (a, b) => (a.lastRun?.at ?? 0) - (b.lastRun?.at ?? 0),
        cell: ({ lastRun }) =>
          lastRun ? (
            <a href={hrefOf({ screen: "run", id: lastRun.runId })} className={styles.runLink} tabIndex={-1}>
              <StatusDot tone={toneOf(lastRun.status)} live={lastRun.status === "running"} label={t(`runs.status.${lastRun.status}`)} />
              <span>{format.relative(lastRun.at, now)}</span>
            </a>
          ) : (
            <span className={styles.quiet}>{t("workflows.never")}</span>
          ),
      },
      {
        id: "success",
        header: t("workflows.success"),
        width: "minmax(5.5rem, 0.7fr)",
        align: "end",
        compare: (a, b) => share(a) - share(b),
        cell: (row) => {
          const total = row.runs.succeeded + row.runs.failed;
          if (total === 0) return <span className={styles.quiet}>{t("workflows.none")}</span>;
          return (
            <Tooltip content={t("workflows.ofRuns", { count: total, failed: row.runs.failed })}>
              <span className={styles.rate} data-low={share(row) < 0.9 || undefined}>
                {format.percent(share(row))}
              </span>
            </Tooltip>
          );
        },
      },
      {
        id: "next",
        header: t("workflows.nextRun"),
        width: "minmax(6.5rem, 0.8fr)",
        compare: (a, b) => (a.nextRun ?? Number.POSITIVE_INFINITY) - (b.nextRun ?? Number.POSITIVE_INFINITY),
        cell: ({ nextRun, active }) =>
          nextRun !== null && active ? (
            <span className={styles.muted}>{format.relative(nextRun, now)}</span>
          ) : (
            <span className={styles.quiet}>{t("workflows.none")}</span>
          ),
      },
      {
        id: "menu",
        header: t("workflows.actions"),
        hideHeader: true,
        width: "2rem",
        align: "end",
        cell: (row) => (
          <Menu
            align="end"
            items={menu(row)}
            trigger={<IconButton size="sm" icon={Ellipsis} label={t("workflows.actionsOf", { name: row.name })} tabIndex={-1} />}
          />
        ),
      },
    ],
    [t, format, now, menu, turn, triggerText],
  );
}

const share = ({ runs: { succeeded, failed } }: WorkflowRow): number => (succeeded + failed === 0 ? -1 : succeeded / (succeeded + failed));
