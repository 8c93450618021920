import { ArrowLeft, RotateCcw, Trash2 } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BinRow } from "#shared/contract/workflows.ts";
import { client, navigate, useQuery } from "../../bridge/index.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { useNow } from "../../i18n/use-now.ts";
import { Button, type Column, ConfirmDialog, EmptyState, IconButton, type MenuEntry, Page, Table } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import { NothingFound } from "../pictures/nothing-found.tsx";
import { useBinActions } from "./use-bin-actions.ts";
import styles from "./workflows.module.css";

/** Removed workflows: to take out again, or to delete for good before their time. */
export function BinPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(30_000);
  const query = useQuery(["workflows", "bin"], (signal) => client.workflows.bin(undefined, { signal }));
  const { restore, erase } = useBinActions();
  const [erasing, setErasing] = useState<BinRow | null>(null);

  const menu = useCallback(
    (row: BinRow): MenuEntry[] => [
      { label: t("bin.restore"), icon: RotateCcw, shortcut: ["enter"], onSelect: () => restore(row) },
      { kind: "separator", id: "before-erase" },
      { label: t("bin.erase"), icon: Trash2, danger: true, shortcut: ["delete"], onSelect: () => setErasing(row) },
    ],
    [t, restore],
  );
  const columns = useMemo(
    (): Column<BinRow>[] => [
      {
        id: "name",
        header: t("workflows.name"),
        width: "minmax(12rem, 2fr)",
        compare: (a, b) => a.name.localeCompare(b.name),
        cell: ({ name }) => <span className={styles.name}>{name}</span>,
      },
      {
        id: "deleted",
        header: t("bin.deleted"),
        width: "minmax(8rem, 1fr)",
        compare: (a, b) => a.deletedAt - b.deletedAt,
        cell: ({ deletedAt }) => <span className={styles.muted}>{format.relative(deletedAt, now)}</span>,
      },
      {
        id: "gone",
        header: t("bin.gone"),
        width: "minmax(8rem, 1fr)",
        compare: (a, b) => a.goneAt - b.goneAt,
        cell: ({ goneAt }) => <span className={styles.muted}>{format.relative(goneAt, now)}</span>,
      },
      {
        id: "actions",
        header: t("workflows.actions"),
        hideHeader: true,
        width: "minmax(9rem, auto)",
        align: "end",
        cell: (row) => (
          <>
            <Button size="sm" icon={RotateCcw} tabIndex={-1} onClick={() => restore(row)}>
              {t("bin.restore")}
            </Button>
            <IconButton
              size="sm"
              icon={Trash2}
              tabIndex={-1}
              label={t("bin.eraseOne", { name: row.name })}
              onClick={() => setErasing(row)}
            />
          </>
        ),
      },
    ],
    [t, format, now, restore],
  );
  return (
    <Page
      fill
      title={t("bin.title")}
      back={<IconButton icon={ArrowLeft} label={t("bin.back")} onClick={() => navigate({ screen: "workflows" })} />}
      meta={<span className={styles.muted}>{t("bin.about")}</span>}
    >
      <QueryView query={query} label={t("bin.loading")}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState picture={<NothingFound />} title={t("bin.empty")}>
              {t("bin.emptyText")}
            </EmptyState>
          ) : (
            <Table
              label={t("bin.title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={restore}
              onDelete={setErasing}
              menu={menu}
              initialSort={{ column: "deleted", direction: "descending" }}
            />
          )
        }
      </QueryView>
      <EraseQuestion row={erasing} onClose={() => setErasing(null)} onErase={erase} />
    </Page>
  );
}

function EraseQuestion({ row, onClose, onErase }: { row: BinRow | null; onClose: () => void; onErase: (row: BinRow) => void }) {
  const { t } = useTranslation();
  // Kept while the question closes.
  const [shown, setShown] = useState(row);
  useEffect(() => {
    if (row) setShown(row);
  }, [row]);
  if (!shown) return null;
  return (
    <ConfirmDialog
      open={row !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("bin.eraseTitle", { name: shown.name })}
      confirmLabel={t("bin.erase")}
      danger
      onConfirm={() => onErase(shown)}
    >
      <p>{t("bin.eraseText")}</p>
    </ConfirmDialog>
  );
}
