import type { i18n } from "i18next";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ToolInfo } from "#shared/model/catalog.ts";
import { client } from "../../bridge/index.ts";
import { portsInWords, sayIn } from "../../i18n/connector-words.ts";
import { wordsNow } from "../../i18n/use-connector-words.ts";
import { useToast } from "../../ui/index.ts";
import type { CanvasHandle } from "./actions/context.ts";
import { TopBar } from "./bar/top-bar.tsx";
import { BottomBar } from "./bottom/bottom-bar.tsx";
import { Canvas } from "./canvas/canvas.tsx";
import styles from "./editor.module.css";
import { ListView } from "./list/list-view.tsx";
import { Panel } from "./panel/panel.tsx";
import type { DraftSession } from "./session/draft-session.ts";
import type { SessionRelay } from "./session/relay.ts";
import { indexCatalog } from "./store/catalog-index.ts";
import { createEditorStore } from "./store/editor-store.ts";
import type { AskPorts } from "./store/port-cache.ts";
import { createRunStore } from "./store/run-store.ts";
import { type EditorParts, EditorPartsContext, useEditor } from "./store/use-editor.ts";
import { useEditorCommands } from "./use-editor-commands.ts";
import { useFollowRun } from "./use-follow-run.ts";

export interface EditorProps {
  session: DraftSession;
  relay: SessionRelay;
  tools: readonly ToolInfo[];
  tests: boolean;
}

/** Ports as the engine says them, in the person's words. */
const askPorts =
  (i18n: i18n): AskPorts =>
  async (node) => {
    const ports = await client.catalog.ports(node);
    const words = wordsNow(i18n.language);
    if (!words) return ports;
    const say = sayIn(words);
    return { inputs: portsInWords(ports.inputs, node, say), outputs: portsInWords(ports.outputs, node, say) };
  };

/** An open draft on screen. */
export function Editor({ session, relay, tools, tests }: EditorProps) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const canvas = useRef<CanvasHandle | null>(null);
  const clip = useRef("");
  /** The catalog that the store was made with; a newer one is handed to it. */
  const drawn = useRef(tools);
  const parts = useMemo((): EditorParts => {
    const { id } = session.workflow;
    return {
      store: createEditorStore(session, askPorts(i18n), indexCatalog(drawn.current)),
      run: createRunStore(id),
      canvas,
      clip,
      say: (title, tone = "neutral") => toast({ title, tone }),
    };
  }, [session, toast, i18n]);
  const { store } = parts;
  useEffect(() => {
    if (drawn.current === tools) return;
    drawn.current = tools;
    store.setCatalog(indexCatalog(tools));
  }, [store, tools]);

  useEffect(() => {
    if (tests) store.setState({ dialog: "tests" });
  }, [store, tests]);
  useEffect(
    () =>
      relay.listen({
        workflow: (workflow) => store.workflowChanged(workflow),
        saveState: (save) => store.setState({ save }),
        problems: (problems) => store.setState({ problems }),
        repaired: (words) => toast({ title: t("editor.repaired"), detail: words.join(" "), tone: "warning" }),
        restored: (ids) => store.select(ids),
      }),
    [relay, store, toast, t],
  );
  return (
    <EditorPartsContext value={parts}>
      <Screen />
    </EditorPartsContext>
  );
}

function Screen() {
  const view = useEditor((state) => state.view);
  useEditorCommands();
  useFollowRun();
  return (
    <div className={styles.editor}>
      <TopBar />
      <div className={styles.middle}>
        <div className={styles.main}>{view === "canvas" ? <Canvas /> : <ListView />}</div>
        <Panel />
      </div>
      <BottomBar />
    </div>
  );
}
