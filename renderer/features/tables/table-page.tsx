import { ArrowLeft, Download, Ellipsis, Plus, SquarePen, Trash2 } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TableRow } from "#shared/contract/tables.ts";
import { navigate, useKept, useQuery } from "../../bridge/index.ts";
import { useCommands } from "../../commands/index.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { Button, type Column, EmptyState, IconButton, Menu, type MenuEntry, Page, SearchField, type Sort, Table } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import { EmptyTables } from "../pictures/empty-tables.tsx";
import { NothingFound } from "../pictures/nothing-found.tsx";
import { cellText } from "./cell-value.ts";
import { DeleteTable } from "./delete-table.tsx";
import { loadPages } from "./load-pages.ts";
import { RowDialog } from "./row-dialog.tsx";
import styles from "./tables.module.css";
import { useTableActions } from "./use-table-actions.ts";

/** Rows asked for at first, and again each time the end comes into sight. */
const PAGE = 200;
const BY_NUMBER: Sort = { column: "id", direction: "ascending" };

/** One data table: its rows to look through, find, change and take away. */
export function TablePage({ name }: { name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const actions = useTableActions();
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState(BY_NUMBER);
  const [limit, setLimit] = useState(PAGE);
  const [editing, setEditing] = useState<TableRow | "new" | null>(null);
  const [deleting, setDeleting] = useState(false);
  const asked = { table: name, search, sort: sort.column, descending: sort.direction === "descending" };
  const query = useKept(useQuery(["tables", asked, limit], (signal) => loadPages(asked, limit, signal)));
  const shown = query.data;
  const count = useRef(0);
  count.current = shown?.rows.length ?? 0;
  const more = useCallback(() => setLimit((old) => (count.current >= old ? old + PAGE : old)), []);

  useCommands(
    useMemo(
      () => [
        { id: "new-row", title: t("tables.newRow"), group: t("tables.title"), icon: Plus, keys: ["n"], run: () => setEditing("new") },
        {
          id: "export-table",
          title: t("tables.export"),
          group: t("tables.title"),
          icon: Download,
          run: () => void actions.exportCsv(name),
        },
      ],
      [t, actions, name],
    ),
  );
  const menu = useCallback(
    (row: TableRow): MenuEntry[] => [
      { label: t("tables.edit"), icon: SquarePen, shortcut: ["enter"], onSelect: () => setEditing(row) },
      { kind: "separator", id: "before-delete" },
      {
        label: t("tables.deleteRow"),
        icon: Trash2,
        danger: true,
        shortcut: ["delete"],
        onSelect: () => actions.removeRow(name, row.id),
      },
    ],
    [t, actions, name],
  );
  const names = shown?.columns;
  const columns = useMemo(
    (): Column<TableRow>[] => [
      {
        id: "id",
        header: t("tables.number"),
        width: "5rem",
        align: "end",
        sortable: true,
        cell: ({ id }) => <span className={styles.muted}>{id}</span>,
      },
      ...(names ?? []).map(
        (column): Column<TableRow> => ({
          id: column,
          header: column,
          width: "minmax(9rem, 1fr)",
          sortable: true,
          cell: ({ values }) => <Value value={Object.hasOwn(values, column) ? values[column] : undefined} />,
        }),
      ),
      {
        id: "updatedAt",
        header: t("tables.changed"),
        width: "minmax(9rem, 0.6fr)",
        sortable: true,
        cell: ({ updatedAt }) => <span className={styles.muted}>{format.short(updatedAt)}</span>,
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
            trigger={<IconButton size="sm" icon={Ellipsis} label={t("tables.actionsOfRow", { row: row.id })} tabIndex={-1} />}
          />
        ),
      },
    ],
    [t, format, menu, names],
  );

  const addButton = (
    <Button variant="primary" icon={Plus} onClick={() => setEditing("new")}>
      {t("tables.newRow")}
    </Button>
  );
  const searching = search.trim() !== "";
  return (
    <Page
      fill
      title={name}
      back={<IconButton icon={ArrowLeft} label={t("tables.back")} onClick={() => navigate({ screen: "tables" })} />}
      meta={
        shown ? (
          <span className={styles.muted}>
            {t(searching ? "tables.found" : "tables.rowCount", { count: shown.total, rows: format.number(shown.total) })}
          </span>
        ) : undefined
      }
      actions={
        <>
          <Button icon={Trash2} onClick={() => setDeleting(true)}>
            {t("tables.delete")}
          </Button>
          <Button icon={Download} onClick={() => void actions.exportCsv(name)}>
            {t("tables.export")}
          </Button>
          {addButton}
        </>
      }
      bar={
        <SearchField
          className={styles.search}
          label={t("tables.search")}
          value={search}
          onChange={(text) => {
            setLimit(PAGE);
            setSearch(text);
          }}
        />
      }
    >
      <QueryView query={query} label={t("tables.loadingRows")}>
        {({ rows, total }) =>
          rows.length === 0 ? (
            <EmptyState
              picture={searching ? <NothingFound /> : <EmptyTables />}
              title={searching ? t("tables.nothingFound", { text: search.trim() }) : t("tables.noRows")}
              action={searching ? <Button onClick={() => setSearch("")}>{t("ui.clear")}</Button> : addButton}
            >
              {searching ? undefined : t("tables.noRowsText")}
            </EmptyState>
          ) : (
            <Table
              label={name}
              columns={columns}
              rows={rows}
              rowKey={(row) => String(row.id)}
              onOpen={setEditing}
              onDelete={(row) => actions.removeRow(name, row.id)}
              menu={menu}
              sort={sort}
              onSort={(next) => {
                setLimit(PAGE);
                setSort(next);
              }}
              onEnd={more}
              footer={rows.length < total ? <p className={styles.more}>{t("tables.loadingMore")}</p> : undefined}
            />
          )
        }
      </QueryView>
      <RowDialog table={name} row={editing} columns={names ?? []} onClose={() => setEditing(null)} />
      <DeleteTable table={deleting ? { name, rows: shown?.total ?? 0 } : null} onClose={() => setDeleting(false)} />
    </Page>
  );
}

function Value({ value }: { value: unknown }) {
  const { t } = useTranslation();
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return <span>{t(value ? "tables.yes" : "tables.no")}</span>;
  const text = cellText(value);
  return (
    <span className={typeof value === "object" ? styles.code : styles.value} title={text.slice(0, 500)}>
      {text.slice(0, 300)}
    </span>
  );
}
