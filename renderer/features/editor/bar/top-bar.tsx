import { ArrowLeft, FlaskConical, History, ListChecks, PanelRight, Redo2, Rocket, SlidersHorizontal, Square, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isFinal } from "#shared/model/run.ts";
import { hrefOf } from "../../../bridge/index.ts";
import { Button, IconButton, Tooltip } from "../../../ui/index.ts";
import { useTestRun } from "../actions/use-test-run.ts";
import { effectsOf } from "../graph/effects.ts";
import { useEditor, useEditorParts, useRun } from "../store/use-editor.ts";
import { TestsDialog } from "../tests/tests-dialog.tsx";
import { LiveState } from "./live-state.tsx";
import { PublishDialog } from "./publish-dialog.tsx";
import { RunButton } from "./run-button.tsx";
import { SaveMark } from "./save-mark.tsx";
import { TestDialog } from "./test-dialog.tsx";
import styles from "./top-bar.module.css";
import { VersionsDialog } from "./versions-dialog.tsx";
import { WorkflowName } from "./workflow-name.tsx";

export function TopBar() {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const canUndo = useEditor((state) => state.canUndo);
  const canRedo = useEditor((state) => state.canRedo);
  const panelOpen = useEditor((state) => state.panelOpen);
  const dialog = useEditor((state) => state.dialog);
  const open = (which: "publish" | "versions" | "test" | "tests" | null) => store.setState({ dialog: which });
  return (
    <header className={styles.bar}>
      <Tooltip content={t("editor.bar.back")}>
        <a href={hrefOf({ screen: "workflows" })} className={styles.back} aria-label={t("editor.bar.back")}>
          <ArrowLeft aria-hidden />
        </a>
      </Tooltip>
      <WorkflowName />
      <LiveState />
      <SaveMark />
      <div className={styles.end}>
        <IconButton
          icon={Undo2}
          label={t("editor.bar.undo")}
          shortcut={["mod", "z"]}
          disabled={!canUndo}
          onClick={() => store.session.undo()}
        />
        <IconButton
          icon={Redo2}
          label={t("editor.bar.redo")}
          shortcut={["mod", "shift", "z"]}
          disabled={!canRedo}
          onClick={() => store.session.redo()}
        />
        <IconButton icon={History} label={t("editor.bar.versions")} onClick={() => open("versions")} />
        <IconButton icon={ListChecks} label={t("tests.title")} onClick={() => open("tests")} />
        <IconButton
          icon={PanelRight}
          label={t(panelOpen ? "editor.bar.hidePanel" : "editor.bar.showPanel")}
          shortcut={["mod", "\\"]}
          active={panelOpen}
          onClick={() => store.setState({ panelOpen: !panelOpen })}
        />
        <TestButton />
        <IconButton icon={SlidersHorizontal} label={t("testing.with")} shortcut={["mod", "shift", "enter"]} onClick={() => open("test")} />
        <RunButton />
        <Button variant="primary" icon={Rocket} onClick={() => open("publish")}>
          {t("editor.bar.publish")}
        </Button>
      </div>
      {dialog === "publish" ? <PublishDialog onClose={() => open(null)} /> : null}
      {dialog === "test" ? <TestDialog onClose={() => open(null)} /> : null}
      {dialog === "tests" ? <TestsDialog onClose={() => open(null)} /> : null}
      {dialog === "versions" ? <VersionsDialog onClose={() => open(null)} /> : null}
    </header>
  );
}

function TestButton() {
  const { t } = useTranslation();
  const { testAll, cancel } = useTestRun();
  const [asked, setAsked] = useState(false);
  const running = useRun((run) => run.live && run.status !== null && !isFinal(run.status));
  const real = useEditor((state) => effectsOf(state.nodes, state.workflow.edges).real.length);
  const empty = useEditor((state) => state.workflow.nodes.length === 0);
  if (running) {
    return (
      <Button
        icon={Square}
        busy={asked}
        onClick={() => {
          setAsked(true);
          cancel();
        }}
      >
        {t("editor.bar.stop")}
      </Button>
    );
  }
  return (
    <Tooltip content={real > 0 ? t("testing.short", { count: real }) : t("testing.shortSafe")} shortcut={["mod", "enter"]}>
      <Button
        icon={FlaskConical}
        disabled={empty}
        onClick={() => {
          setAsked(false);
          testAll();
        }}
      >
        {t("editor.bar.test")}
      </Button>
    </Tooltip>
  );
}
