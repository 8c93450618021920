import { CircleAlert, Rocket, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "#shared/model/problem.ts";
import { client, type Fault, toFault } from "../../../bridge/index.ts";
import { faultText } from "../../../i18n/fault-text.ts";
import { Banner, Button, Dialog, TextField } from "../../../ui/index.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import { FailingTests } from "../tests/failing-tests.tsx";
import { HookAddress } from "./hook-address.tsx";
import { OutsideHint } from "./outside-hint.tsx";
import styles from "./top-bar.module.css";

interface Published {
  version: number;
  hooks: readonly { node: string; path: string; url?: string | undefined }[];
}

/** Makes the draft live: what stands in the way first, then a note, afterwards the addresses that others call. */
export function PublishDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const id = useEditor((state) => state.workflow.id);
  const found = useEditor((state) => state.problems);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [published, setPublished] = useState<Published | null>(null);
  const problems = fault && fault.problems.length > 0 ? fault.problems : found;
  const blocking = problems.filter((problem) => problem.severity === "error");
  const warnings = problems.filter((problem) => problem.severity === "warning");

  // The workspace around the draft may have changed since its last edit: a path was taken, a workflow that it calls is gone.
  useEffect(() => {
    const look = async () => {
      await store.session.whenSaved();
      store.setState({ problems: await client.workflows.validate({ id }) });
    };
    // Where that can't be had, what is known stands; publishing checks by itself.
    look().catch(() => undefined);
  }, [store, id]);

  const publish = async () => {
    setBusy(true);
    setFault(null);
    try {
      await store.session.whenSaved();
      setPublished(await client.workflows.publish({ id, note }));
    } catch (error) {
      setFault(toFault(error));
    } finally {
      setBusy(false);
    }
  };
  const show = (problem: Problem) => {
    onClose();
    if (problem.node) store.select([problem.node]);
    store.setState({ panelOpen: true });
  };

  if (published) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={t("editor.publish.done", { version: published.version })}
        foot={
          <Button variant="primary" onClick={onClose}>
            {t("editor.publish.close")}
          </Button>
        }
      >
        <p>{t(published.hooks.length > 0 ? "editor.publish.doneHooks" : "editor.publish.doneText")}</p>
        {published.hooks.map((hook) => (
          <HookAddress key={hook.node} name={hook.node} address={hook.url ?? hook.path} />
        ))}
        <OutsideHint address={published.hooks[0]?.url} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("editor.publish.title")}
      description={t("editor.publish.text")}
      foot={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button variant="primary" icon={Rocket} busy={busy} disabled={blocking.length > 0} onClick={() => void publish()}>
            {t("editor.publish.action")}
          </Button>
        </>
      }
    >
      {fault && fault.problems.length === 0 ? <Banner tone="danger" urgent title={faultText(t, fault)} /> : null}
      {blocking.length > 0 ? <Banner tone="danger" title={t("editor.publish.blocked", { count: blocking.length })} /> : null}
      <FailingTests />
      {blocking.length === 0 ? (
        <TextField
          label={t("editor.publish.note")}
          optional={t("ui.optional")}
          placeholder={t("editor.publish.notePlaceholder")}
          rows={3}
          value={note}
          onChange={setNote}
          autoFocus
        />
      ) : null}
      {blocking.length + warnings.length > 0 ? (
        <ul className={styles.problems}>
          {[...blocking, ...warnings].map((problem) => (
            <ProblemLine
              key={`${problem.code}:${problem.node ?? ""}:${problem.field ?? ""}:${problem.message}`}
              problem={problem}
              onShow={() => show(problem)}
            />
          ))}
        </ul>
      ) : null}
    </Dialog>
  );
}

function ProblemLine({ problem, onShow }: { problem: Problem; onShow: () => void }) {
  const { t } = useTranslation();
  const Icon = problem.severity === "error" ? CircleAlert : TriangleAlert;
  return (
    <li className={styles.version}>
      <Icon
        aria-label={t(`editor.problems.${problem.severity}`)}
        size={16}
        color={`var(--${problem.severity === "error" ? "danger" : "warning"})`}
      />
      <div className={styles.versionWords}>
        <p>{problem.name ? `${problem.name}: ${problem.message}` : problem.message}</p>
        {problem.fix ? <p className={styles.quiet}>{problem.fix}</p> : null}
      </div>
      {problem.node ? (
        <Button size="sm" onClick={onShow}>
          {t("editor.problems.show")}
        </Button>
      ) : null}
    </li>
  );
}
