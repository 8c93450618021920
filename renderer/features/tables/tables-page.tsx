import { Download, Ellipsis, Plus, SquarePen, Trash2 } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TableInfo } from "#shared/contract/tables.ts";
import { client, navigate, useQuery } from "../../bridge/index.ts";
import { useCommands } from "../../commands/index.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { Button, type Column, EmptyState, IconButton, Menu, type MenuEntry, Page, Table } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import { EmptyTables } from "../pictures/empty-tables.tsx";
import { DeleteTable } from "./delete-table.tsx";
import { NewTableDialog } from "./new-table-dialog.tsx";
import styles from "./tables.module.css";
import { useTableActions } from "./use-table-actions.ts";

/** The workspace's data tables: what steps keep between runs. */
export function TablesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(["tables"], (signal) => client.tables.list(undefined, { signal }));
  const actions = useTableActions();
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<TableInfo | null>(null);

  useCommands(
    useMemo(
      () => [{ id: "new-table", title: t("tables.new"), group: t("tables.title"), icon: Plus, keys: ["n"], run: () => setAdding(true) }],
      [t],
    ),
  );
  const menu = useCallback(
    (row: TableInfo): MenuEntry[] => [
      { label: t("tables.open"), icon: SquarePen, shortcut: ["enter"], onSelect: () => navigate({ screen: "table", id: row.name }) },
      { label: t("tables.export"), icon: Download, onSelect: () => void actions.exportCsv(row.name) },
      { kind: "separator", id: "before-delete" },
      { label: t("tables.delete"), icon: Trash2, danger: true, shortcut: ["delete"], onSelect: () => setDeleting(row) },
    ],
    [t, actions],
  );
  const columns = useMemo(
    (): Column<TableInfo>[] => [
      {
        id: "name",
        header: t("tables.name"),
        width: "minmax(12rem, 2fr)",
        compare: (a, b) => a.name.localeCompare(b.name),
        cell: ({ name }) => <span className={styles.name}>{name}</span>,
      },
      {
        id: "rows",
        header: t("tables.rows"),
        width: "minmax(6rem, 0.6fr)",
        align: "end",
        compare: (a, b) => a.rows - b.rows,
        cell: ({ rows }) => <span className={styles.number}>{format.number(rows)}</span>,
      },
      {
        id: "created",
        header: t("tables.made"),
        width: "minmax(9rem, 1fr)",
        compare: (a, b) => a.createdAt - b.createdAt,
        cell: ({ createdAt }) => <span className={styles.muted}>{format.dateTime(createdAt)}</span>,
      },
      {
        id: "menu",
        header: t("tables.actions"),
        hideHeader: true,
        width: "2rem",
        align: "end",
        cell: (row) => (
          <Menu
            align="end"
            items={menu(row)}
            trigger={<IconButton size="sm" icon={Ellipsis} label={t("tables.actionsOf", { name: row.name })} tabIndex={-1} />}
          />
        ),
      },
    ],
    [t, format, menu],
  );

  const newButton = (
    <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
      {t("tables.new")}
    </Button>
  );
  return (
    <Page fill title={t("tables.title")} actions={newButton}>
      <QueryView query={query} label={t("tables.loading")}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState picture={<EmptyTables />} title={t("tables.emptyTitle")} action={newButton}>
              {t("tables.emptyText")}
            </EmptyState>
          ) : (
            <Table
              label={t("tables.title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.name}
              onOpen={(row) => navigate({ screen: "table", id: row.name })}
              onDelete={setDeleting}
              menu={menu}
              initialSort={{ column: "name", direction: "ascending" }}
            />
          )
        }
      </QueryView>
      <NewTableDialog open={adding} onClose={() => setAdding(false)} />
      <DeleteTable table={deleting} onClose={() => setDeleting(null)} />
    </Page>
  );
}
