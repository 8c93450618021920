import { Radio, Square } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunId } from "#shared/model/ids.ts";
import { client, toFault } from "../../../bridge/index.ts";
import { faultText } from "../../../i18n/fault-text.ts";
import { useFormat } from "../../../i18n/use-format.ts";
import { Banner, Button, StatusDot } from "../../../ui/index.ts";
import { useEditorParts } from "../store/use-editor.ts";
import { HookAddress } from "./hook-address.tsx";
import { OutsideHint } from "./outside-hint.tsx";
import styles from "./top-bar.module.css";

export interface ListenProps {
  trigger: string | undefined;
  keepTables: boolean;
  onCalled: (runId: RunId) => void;
}

type State =
  | { kind: "idle" | "asking" | "missed" }
  | { kind: "listening"; url: string | null; until: number }
  | { kind: "failed"; text: string };

/** Waits for one real call at the test address; it starts the test by itself. */
export function Listen({ trigger, keepTables, onCalled }: ListenProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { store } = useEditorParts();
  const [state, setState] = useState<State>({ kind: "idle" });
  const waiting = useRef<AbortController>(undefined);
  useEffect(() => () => waiting.current?.abort(), []);

  const listen = async () => {
    const control = new AbortController();
    waiting.current = control;
    setState({ kind: "asking" });
    try {
      await store.session.whenSaved();
      const { id } = store.getState().workflow;
      const news = await client.workflows.listen({ id, ...(trigger ? { trigger } : {}), keepTables }, { signal: control.signal });
      for await (const one of news) {
        if (one.state === "listening") setState({ kind: "listening", url: one.url, until: one.until });
        else return onCalled(one.runId);
      }
      if (!control.signal.aborted) setState({ kind: "missed" });
    } catch (error) {
      setState(control.signal.aborted ? { kind: "idle" } : { kind: "failed", text: faultText(t, toFault(error)) });
    }
  };
  const stop = () => {
    waiting.current?.abort();
    setState({ kind: "idle" });
  };

  if (state.kind === "listening")
    return (
      <>
        {state.url === null ? (
          <Banner tone="warning">{t("testing.noServer")}</Banner>
        ) : (
          <>
            <HookAddress name={t("testing.address")} address={state.url} />
            <OutsideHint address={state.url} />
          </>
        )}
        <p className={styles.listening} role="status">
          <StatusDot tone="accent" live />
          {t("testing.listening", { when: format.time(state.until) })}
          <Button size="sm" icon={Square} onClick={stop}>
            {t("testing.stopListening")}
          </Button>
        </p>
      </>
    );
  return (
    <>
      <p className={styles.quiet}>{t("testing.listenHelp")}</p>
      {state.kind === "failed" ? (
        <Banner tone="danger" urgent title={t("testing.listenFailed")}>
          {state.text}
        </Banner>
      ) : null}
      {state.kind === "missed" ? <Banner tone="warning">{t("testing.noCall")}</Banner> : null}
      <div>
        <Button icon={Radio} busy={state.kind === "asking"} onClick={() => void listen()}>
          {t("testing.listen")}
        </Button>
      </div>
    </>
  );
}
