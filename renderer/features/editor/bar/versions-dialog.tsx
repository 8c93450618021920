import { useTranslation } from "react-i18next";
import { writeWorkflow } from "#shared/draft/write.ts";
import { client, useQuery } from "../../../bridge/index.ts";
import { faultText } from "../../../i18n/fault-text.ts";
import { Badge, Banner, Button, Dialog, Progress, useToast } from "../../../ui/index.ts";
import { useAction } from "../../actions/use-action.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./top-bar.module.css";

/** What was live before: who, when, why; and the way back. */
export function VersionsDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { store } = useEditorParts();
  const act = useAction();
  const toast = useToast();
  const id = useEditor((state) => state.workflow.id);
  const { data, fault, loading } = useQuery(["workflow", id, "versions"], (signal) => client.workflows.versions({ id }, { signal }));
  const { data: rows } = useQuery(["workflows"], (signal) => client.workflows.list(undefined, { signal }));
  const live = rows?.find((row) => row.id === id && row.active)?.liveVersion;

  const restore = async (version: number) => {
    const found = await act(() => client.workflows.version({ id, version }), { failed: t("editor.versions.failed", { version }) });
    if (!found) return;
    store.session.edit((editing) => writeWorkflow(editing.doc, { ...found, id }, editing.origin));
    onClose();
    toast({
      title: t("editor.versions.restored", { version }),
      tone: "success",
      action: { label: t("editor.bar.undo"), onPress: () => store.session.undo() },
    });
  };

  return (
    <Dialog open onOpenChange={onClose} title={t("editor.versions.title")} description={t("editor.versions.text")}>
      {fault ? <Banner tone="danger" title={faultText(t, fault)} /> : null}
      {loading ? <Progress label={t("editor.versions.loading")} value={null} /> : null}
      {data?.length === 0 ? <p className={styles.quiet}>{t("editor.versions.none")}</p> : null}
      <ul className={styles.versions}>
        {data?.map(({ version, at, by, note }) => (
          <li key={version} className={styles.version}>
            <div className={styles.versionWords}>
              <p>
                {t("editor.versions.version", { version })}
                {version === live ? <Badge tone="success">{t("editor.versions.live")}</Badge> : null}
              </p>
              <p className={styles.quiet}>
                {new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" }).format(at)} · {by}
              </p>
              {note ? <p data-selectable>{note}</p> : null}
            </div>
            <Button size="sm" onClick={() => void restore(version)}>
              {t("editor.versions.restore")}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
