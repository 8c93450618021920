import { Ellipsis, PlugZap, Plus, SquarePen, Trash2 } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionInfo } from "#shared/model/connection.ts";
import { client, navigate, useQuery } from "../../bridge/index.ts";
import { useCommands } from "../../commands/index.ts";
import { useCatalog } from "../../i18n/use-catalog.ts";
import { useFormat } from "../../i18n/use-format.ts";
import { useNow } from "../../i18n/use-now.ts";
import { Button, type Column, EmptyState, IconButton, Menu, type MenuEntry, Page, StatusDot, Table } from "../../ui/index.ts";
import { QueryView } from "../parts/query-view.tsx";
import { ToolMark } from "../parts/tool-mark.tsx";
import { EmptyConnections } from "../pictures/empty-connections.tsx";
import { ConnectDialog } from "./connect-dialog.tsx";
import { ConnectionDialog } from "./connection-dialog.tsx";
import styles from "./connections.module.css";
import { DeleteConnection } from "./delete-connection.tsx";
import { useConnectionActions } from "./use-connection-actions.ts";

export function ConnectionsPage({ connect }: { connect: string | undefined }) {
  const { t } = useTranslation();
  const query = useQuery(["connections"], (signal) => client.connections.list(undefined, { signal }));
  const tools = useCatalog();
  const actions = useConnectionActions();
  const format = useFormat();
  const now = useNow(30_000);
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<ConnectionInfo | null>(null);
  const toolName = useCallback((id: string) => tools.data?.find((tool) => tool.id === id)?.name ?? id, [tools.data]);

  useCommands(
    useMemo(
      () => [
        {
          id: "new-connection",
          title: t("connections.new"),
          group: t("connections.title"),
          icon: Plus,
          keys: ["n"],
          run: () => setAdding(true),
        },
      ],
      [t],
    ),
  );

  const menu = useCallback(
    (row: ConnectionInfo): MenuEntry[] => [
      { label: t("connections.open"), icon: SquarePen, shortcut: ["enter"], onSelect: () => setOpened(row.id) },
      { label: t("connections.test"), icon: PlugZap, onSelect: () => void actions.test(row) },
      { kind: "separator", id: "before-delete" },
      { label: t("connections.delete"), icon: Trash2, danger: true, shortcut: ["delete"], onSelect: () => setDeleting(row) },
    ],
    [t, actions],
  );

  const columns = useMemo(
    (): Column<ConnectionInfo>[] => [
      {
        id: "name",
        header: t("connections.name"),
        width: "minmax(12rem, 1.6fr)",
        compare: (a, b) => a.name.localeCompare(b.name),
        cell: ({ name, connector }) => (
          <>
            <ToolMark id={connector} name={toolName(connector)} size="sm" />
            <span className={styles.name}>{name}</span>
          </>
        ),
      },
      {
        id: "tool",
        header: t("connections.tool"),
        width: "minmax(7rem, 1fr)",
        compare: (a, b) => toolName(a.connector).localeCompare(toolName(b.connector)),
        cell: ({ connector }) => <span className={styles.muted}>{toolName(connector)}</span>,
      },
      {
        id: "hosts",
        header: t("connections.sentTo"),
        width: "minmax(9rem, 1.2fr)",
        cell: ({ hosts }) => <span className={styles.muted}>{hosts.join(", ")}</span>,
      },
      {
        id: "test",
        header: t("connections.lastTest"),
        width: "minmax(12rem, 2fr)",
        cell: ({ lastTest }) =>
          lastTest ? (
            <>
              <StatusDot tone={lastTest.ok ? "success" : "danger"} label={t(lastTest.ok ? "connections.works" : "connections.broken")} />
              <span className={lastTest.ok ? styles.muted : styles.problem}>{lastTest.label}</span>
              <span className={styles.quiet}>{format.relative(lastTest.at, now)}</span>
            </>
          ) : (
            <span className={styles.quiet}>{t("connections.notTested")}</span>
          ),
      },
      {
        id: "menu",
        header: t("connections.actions"),
        hideHeader: true,
        width: "2rem",
        align: "end",
        cell: (row) => (
          <Menu
            align="end"
            items={menu(row)}
            trigger={<IconButton size="sm" icon={Ellipsis} label={t("connections.actionsOf", { name: row.name })} tabIndex={-1} />}
          />
        ),
      },
    ],
    [t, format, now, menu, toolName],
  );

  const newButton = (
    <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
      {t("connections.new")}
    </Button>
  );
  return (
    <Page fill title={t("connections.title")} actions={newButton}>
      <QueryView query={query} label={t("connections.loading")}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState picture={<EmptyConnections />} title={t("connections.emptyTitle")} action={newButton}>
              {t("connections.emptyText")}
            </EmptyState>
          ) : (
            <Table
              label={t("connections.title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={(row) => setOpened(row.id)}
              onDelete={setDeleting}
              menu={menu}
              initialSort={{ column: "name", direction: "ascending" }}
            />
          )
        }
      </QueryView>
      <ConnectDialog
        open={adding || connect !== undefined}
        tool={connect}
        onClose={() => {
          setAdding(false);
          if (connect !== undefined) navigate({ screen: "connections" }, { replace: true });
        }}
      />
      <ConnectionDialog
        connection={query.data?.find(({ id }) => id === opened)}
        onClose={() => setOpened(null)}
        onDelete={(row) => {
          setOpened(null);
          setDeleting(row);
        }}
      />
      <DeleteConnection connection={deleting} onClose={() => setDeleting(null)} />
    </Page>
  );
}
