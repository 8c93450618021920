import { Copy, Download, FolderInput, Play, Plus, Power, SquarePen, Trash2 } from "lucide-react";
import { type DragEvent, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkflowRow } from "#shared/contract/workflows.ts";
import { client, navigate, useQuery } from "../../bridge/index.ts";
import { useCommands } from "../../commands/index.ts";
import { useTriggerText } from "../../i18n/use-trigger-text.ts";
import { Button, EmptyState, IconButton, type MenuEntry, Page, Progress, SearchField, Segmented, Table } from "../../ui/index.ts";
import { useOffQuestion } from "../actions/use-off-question.tsx";
import { useRunNow } from "../actions/use-run-now.ts";
import { QueryView } from "../parts/query-view.tsx";
import { plain } from "../parts/search-words.ts";
import { EmptyWorkflows } from "../pictures/empty-workflows.tsx";
import { NothingFound } from "../pictures/nothing-found.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { ImportReports } from "./import-report.tsx";
import { PublishQuestion } from "./publish-question.tsx";
import { useImport } from "./use-import.ts";
import { useWorkflowActions } from "./use-workflow-actions.ts";
import { useWorkflowColumns } from "./workflow-columns.tsx";
import styles from "./workflows.module.css";

type Filter = "all" | "on" | "off" | "problems";
const FITS: Readonly<Record<Filter, (row: WorkflowRow) => boolean>> = {
  all: () => true,
  on: ({ active }) => active,
  off: ({ active }) => !active,
  problems: ({ problems, lastRun }) => problems > 0 || lastRun?.status === "failed",
};

export function WorkflowsPage({ isImporting }: { isImporting: boolean }) {
  const { t } = useTranslation();
  const query = useQuery(["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  const actions = useWorkflowActions();
  const [publishing, setPublishing] = useState<WorkflowRow | null>(null);
  const { turn: turnNow, remove: removeNow } = actions;
  const { ask, question } = useOffQuestion();
  const turn = useCallback(
    (row: WorkflowRow, on: boolean) => {
      if (!on) ask(row, "off", () => turnNow(row, false));
      else if (row.lastVersion === null) setPublishing(row);
      else turnNow(row, true);
    },
    [turnNow, ask],
  );
  const remove = useCallback((row: WorkflowRow) => ask(row, "delete", () => removeNow(row)), [removeNow, ask]);
  const runNow = useRunNow();
  const importing = useImport();
  const [text, setText] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const [dropping, setDropping] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);

  useCommands(
    useMemo(
      () => [
        {
          id: "new-workflow",
          title: t("workflows.new"),
          group: t("workflows.title"),
          icon: Plus,
          keys: ["n"],
          alsoKeys: ["mod", "n"],
          run: actions.create,
        },
        {
          id: "import-workflow",
          title: t("workflows.import"),
          group: t("workflows.title"),
          icon: FolderInput,
          keys: ["i"],
          alsoKeys: ["mod", "o"],
          run: openImport,
        },
        {
          id: "search-workflows",
          title: t("workflows.search"),
          group: t("workflows.title"),
          keys: ["/"],
          run: () => search.current?.focus(),
        },
      ],
      [t, actions],
    ),
  );

  const menu = useCallback(
    (row: WorkflowRow): MenuEntry[] => [
      { label: t("workflows.open"), icon: SquarePen, shortcut: ["enter"], onSelect: () => actions.open(row) },
      ...(row.active && row.startsBy !== null
        ? [{ label: t(`workflows.runBy.${row.startsBy}`), icon: Play, onSelect: () => runNow(row) }]
        : []),
      {
        label: row.active ? t("workflows.turnOff") : t("workflows.turnOn"),
        icon: Power,
        shortcut: ["space"],
        onSelect: () => turn(row, !row.active),
      },
      { label: t("workflows.duplicate"), icon: Copy, onSelect: () => actions.duplicate(row) },
      { label: t("workflows.export"), icon: Download, onSelect: () => actions.exportFile(row) },
      { kind: "separator", id: "before-delete" },
      { label: t("workflows.delete"), icon: Trash2, danger: true, shortcut: ["delete"], onSelect: () => remove(row) },
    ],
    [t, actions, turn, remove, runNow],
  );
  const columns = useWorkflowColumns({ menu, turn });
  const triggerText = useTriggerText();

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    if (event.dataTransfer.files.length > 0) importing.files(event.dataTransfer.files);
  };
  const isFile = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const importButton = (
    <Button icon={FolderInput} onClick={openImport}>
      {t("workflows.import")}
    </Button>
  );
  const newButton = (
    <Button variant="primary" icon={Plus} onClick={actions.create}>
      {t("workflows.new")}
    </Button>
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: takes files dropped anywhere; the button beside does the same
    <div
      className={styles.page}
      onDragEnter={(event) => isFile(event) && setDropping(true)}
      onDragOver={(event) => isFile(event) && event.preventDefault()}
      onDragLeave={(event) => event.currentTarget === event.target && setDropping(false)}
      onDrop={drop}
    >
      <Page
        fill
        title={t("workflows.title")}
        meta={query.data && query.data.length > 0 ? t("workflows.count", { count: query.data.length }) : undefined}
        actions={
          <>
            <IconButton icon={Trash2} label={t("bin.title")} onClick={() => navigate({ screen: "bin" })} />
            {importButton}
            {newButton}
          </>
        }
        bar={
          query.data && query.data.length > 0 ? (
            <>
              <SearchField ref={search} className={styles.search} label={t("workflows.search")} value={text} onChange={setText} />
              <Segmented
                label={t("workflows.filter")}
                size="md"
                value={filter}
                onChange={setFilter}
                options={(["all", "on", "off", "problems"] as const).map((value) => ({ value, label: t(`workflows.filters.${value}`) }))}
              />
            </>
          ) : undefined
        }
      >
        {importing.progress ? (
          <Progress
            label={t("workflows.importing", { done: importing.progress.done, total: importing.progress.total })}
            value={importing.progress.done}
            max={importing.progress.total}
          />
        ) : null}
        <QueryView query={query} label={t("workflows.loading")}>
          {(rows) => {
            if (rows.length === 0)
              return (
                <EmptyState
                  picture={<EmptyWorkflows />}
                  title={t("workflows.emptyTitle")}
                  action={
                    <>
                      {newButton}
                      {importButton}
                    </>
                  }
                >
                  {t("workflows.emptyText")}
                </EmptyState>
              );
            const shown = rows.filter((row) => FITS[filter](row) && matches(row, text, triggerText));
            if (shown.length === 0)
              return (
                <EmptyState
                  picture={<NothingFound />}
                  title={t("workflows.nothingFound")}
                  action={
                    <Button
                      onClick={() => {
                        setText("");
                        setFilter("all");
                      }}
                    >
                      {t("workflows.showAll")}
                    </Button>
                  }
                />
              );
            return (
              <Table
                label={t("workflows.title")}
                columns={columns}
                rows={shown}
                rowKey={(row) => row.id}
                onOpen={actions.open}
                onDelete={remove}
                onToggle={(row) => turn(row, !row.active)}
                menu={menu}
                initialSort={{ column: "name", direction: "ascending" }}
              />
            );
          }}
        </QueryView>
      </Page>
      {dropping ? (
        <div className={styles.drop}>
          <FolderInput aria-hidden />
          {t("workflows.dropHere")}
        </div>
      ) : null}
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        multiple
        className={styles.file}
        aria-label={t("workflows.import")}
        onChange={(event) => {
          closeImport();
          importing.files([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      {question}
      <PublishQuestion row={publishing} onClose={() => setPublishing(null)} onPublish={actions.publish} />
      <ImportDialog open={isImporting} onClose={closeImport} onChoose={() => picker.current?.click()} />
      <ImportReports reports={importing.reports} onClose={importing.close} />
    </div>
  );
}

const openImport = () => navigate({ screen: "workflows", import: true });
const closeImport = () => navigate({ screen: "workflows" }, { replace: true });

/** Every word of the text stands somewhere in the row; accents and capitals don't count. */
function matches({ name, triggers }: WorkflowRow, text: string, triggerText: ReturnType<typeof useTriggerText>): boolean {
  const hay = plain([name, ...triggers.flatMap((trigger) => [trigger.title, trigger.detail, triggerText(trigger)])].join(" "));
  return plain(text)
    .split(/\s+/)
    .every((word) => hay.includes(word));
}
