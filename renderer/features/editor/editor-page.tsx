import { ORPCError } from "@orpc/client";
import { useCallback, useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { WorkflowId } from "#shared/model/ids.ts";
import { client, type Fault, hrefOf, readPreference, toFault, writePreference } from "../../bridge/index.ts";
import { faultText } from "../../i18n/fault-text.ts";
import { useCatalog } from "../../i18n/use-catalog.ts";
import { Banner, Button, EmptyState, Progress, useToast } from "../../ui/index.ts";
import styles from "./editor.module.css";
import { Editor } from "./editor.tsx";
import { DraftSession, type DraftWorld } from "./session/draft-session.ts";
import { newId } from "./session/new-id.ts";
import { SessionRelay } from "./session/relay.ts";
import { useKeepUp } from "./session/use-keep-up.ts";

export interface EditorPageProps {
  workflowId: string;
  /** Opens with the list of its tests. */
  tests: boolean;
}

/** The workflow editor: canvas, step panel, tests, publishing. */
export function EditorPage({ workflowId, tests }: EditorPageProps) {
  const [time, setTime] = useState(0);
  const reopen = useCallback(() => setTime((n) => n + 1), []);
  // A draft that must be opened anew, or another workflow, starts from nothing.
  return <Opened key={`${workflowId}:${time}`} workflowId={workflowId} tests={tests} onReopen={reopen} />;
}

function Opened({ workflowId, tests, onReopen }: EditorPageProps & { onReopen: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const catalog = useCatalog();
  const [opened, setOpened] = useState<{ session: DraftSession; relay: SessionRelay } | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  useKeepUp(WorkflowId.parse(workflowId), opened?.session);

  const refused = useEffectEvent((why: Fault) => {
    toast({ tone: "danger", title: t("editor.refusedEdit"), detail: faultText(t, why) });
    onReopen();
  });
  useEffect(() => {
    let gone = false;
    let session: DraftSession | undefined;
    const relay = new SessionRelay((why) => refused(why));
    const keep = () => session?.keepUnsent();
    addEventListener("pagehide", keep);
    DraftSession.open(worldOf(WorkflowId.parse(workflowId)), newId(), relay).then(
      (made) => {
        session = made;
        if (gone) made.close();
        else setOpened({ session: made, relay });
      },
      (error: unknown) => !gone && setFault(toFault(error)),
    );
    return () => {
      gone = true;
      removeEventListener("pagehide", keep);
      session?.close();
    };
  }, [workflowId]);

  if (fault?.code === "NOT_FOUND") {
    return (
      <EmptyState title={t("editor.gone.title")} action={<a href={hrefOf({ screen: "workflows" })}>{t("editor.gone.back")}</a>}>
        {t("editor.gone.text")}
      </EmptyState>
    );
  }
  const failed = fault ?? (catalog.data ? null : catalog.fault);
  if (failed) {
    return (
      <div className={styles.opening}>
        <Banner tone="danger" title={t("editor.notOpened")} action={<Button onClick={onReopen}>{t("faults.retry")}</Button>}>
          {faultText(t, failed)}
        </Banner>
      </div>
    );
  }
  if (!opened || !catalog.data) {
    return (
      <div className={styles.opening}>
        <Progress label={t("editor.opening")} value={null} />
      </div>
    );
  }
  return <Editor session={opened.session} relay={opened.relay} tools={catalog.data} tests={tests} />;
}

/** The session's world: the engine through the bridge, and what this window keeps. */
function worldOf(id: WorkflowId): DraftWorld {
  const unsent = `unsent.${id}`;
  return {
    open: () => client.workflows.open({ id }),
    edit: (update, from) => client.workflows.edit({ id, update, from }),
    // A request that can't be read or makes no workflow will never be taken, however often it is sent.
    toFault: (error) =>
      error instanceof ORPCError && error.status === 400 ? { code: "UNUSABLE", message: error.message, problems: [] } : toFault(error),
    readUnsent: () => readPreference(unsent) ?? "",
    keepUnsent: (text) => writePreference(unsent, text),
    newId,
  };
}
