import { ListChecks } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TestRow } from "#shared/contract/tests.ts";
import { hrefOf } from "../../../bridge/index.ts";
import { Button, ConfirmDialog, Dialog } from "../../../ui/index.ts";
import { QueryView } from "../../parts/query-view.tsx";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import { TestEntry } from "./test-entry.tsx";
import styles from "./tests.module.css";
import { useTests } from "./use-tests.ts";

/** The workflow's tests: run them, look at what came out otherwise, keep them in order. */
export function TestsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const id = useEditor((state) => state.workflow.id);
  const { query, results, running, run, accept, rename, remove } = useTests(id);
  const [leaving, setLeaving] = useState<TestRow | null>(null);
  const shown = (query.data ?? []).flatMap((test) => results.get(test.id) ?? []);
  const passed = shown.filter((result) => result.passed).length;

  const showStep = (node: string) => {
    onClose();
    store.select([node]);
    store.setState({ panelOpen: true });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={t("tests.title")}
      description={t("tests.text")}
      foot={
        query.data && query.data.length > 0 ? (
          <>
            <p role="status" className={styles.summary}>
              {shown.length > 0 && running.size === 0 ? t("tests.summary", { passed, failed: shown.length - passed }) : ""}
            </p>
            <Button variant="primary" icon={ListChecks} busy={running.size > 0} onClick={() => void run()} data-first>
              {t("tests.runAll")}
            </Button>
          </>
        ) : undefined
      }
    >
      <QueryView query={query} label={t("tests.loading")}>
        {(rows) =>
          rows.length === 0 ? (
            <>
              <p>{t("tests.emptyTitle")}</p>
              <p className={styles.quiet}>{t("tests.emptyText")}</p>
              <p>
                <a href={hrefOf({ screen: "runs", query: { workflow: id } })}>{t("tests.toRuns")}</a>
              </p>
            </>
          ) : (
            <ul className={styles.list} aria-label={t("tests.list")}>
              {rows.map((test) => (
                <TestEntry
                  key={test.id}
                  test={test}
                  result={results.get(test.id)}
                  running={running.has(test.id)}
                  onRun={() => void run(test.id)}
                  onAccept={() => void accept(test)}
                  onRename={(name) => rename(test, name)}
                  onDelete={() => setLeaving(test)}
                  onShowStep={showStep}
                />
              ))}
            </ul>
          )
        }
      </QueryView>
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={t("tests.deleteTitle", { name: leaving?.name ?? "" })}
        confirmLabel={t("tests.delete")}
        danger
        onConfirm={() => {
          if (leaving) void remove(leaving);
        }}
      >
        {t("tests.deleteText")}
      </ConfirmDialog>
    </Dialog>
  );
}
