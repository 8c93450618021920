import { Plus, StickyNote, Workflow } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, EmptyState, IconButton, Kbd } from "../../../ui/index.ts";
import { addStep } from "../actions/add-step.ts";
import { addNoteHere } from "../actions/edit-selection.ts";
import { useCanvasKeys } from "../canvas/use-canvas-keys.ts";
import { readingOrder } from "../graph/order.ts";
import { Picker } from "../picker/picker.tsx";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import { ConnectDialog, type ConnectFrom } from "./connect-dialog.tsx";
import styles from "./list.module.css";
import { ListRow } from "./list-row.tsx";

/** The workflow as a list: every step with its wires in the order of the data. All that the canvas can do, in words. */
export function ListView() {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const { store } = parts;
  const workflow = useEditor((state) => state.workflow);
  const nodes = useEditor((state) => state.nodes);
  const picker = useEditor((state) => state.picker);
  const { onCopy, onCut, onPaste } = useCanvasKeys();
  const [connecting, setConnecting] = useState<ConnectFrom | null>(null);
  const ordered = useMemo(() => {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    return readingOrder(workflow.nodes, workflow.edges).flatMap((step) => {
      const node = byId.get(step.id);
      return node?.type === "step" ? [node] : [];
    });
  }, [workflow.nodes, workflow.edges, nodes]);
  return (
    <div className={styles.view} onCopy={onCopy} onCut={onCut} onPaste={onPaste}>
      <header className={styles.head}>
        <h2>{t("editor.list.title")}</h2>
        <span className={styles.keys}>
          <Kbd keys={["up"]} />
          <Kbd keys={["down"]} /> {t("editor.list.keys")}
        </span>
        <Button size="sm" icon={Plus} onClick={() => store.setState({ picker: { kind: "free" } })}>
          {t("editor.menu.addStep")}
        </Button>
        <IconButton size="sm" icon={StickyNote} label={t("editor.menu.addNote")} onClick={() => addNoteHere(parts)} />
        <IconButton
          size="sm"
          icon={Workflow}
          label={t("editor.list.toCanvas")}
          shortcut={["shift", "v"]}
          onClick={() => store.setState({ view: "canvas" })}
        />
      </header>
      {ordered.length === 0 ? (
        <EmptyState
          title={t("editor.empty.title")}
          action={
            <Button variant="primary" onClick={() => store.setState({ picker: { kind: "free" } })}>
              {t("editor.empty.action")}
            </Button>
          }
        >
          {t("editor.empty.text")}
        </EmptyState>
      ) : (
        <ol className={styles.list} aria-label={t("editor.list.title")}>
          {ordered.map((node, index) => (
            <ListRow key={node.id} data={node.data} selected={node.selected ?? false} first={index === 0} onConnect={setConnecting} />
          ))}
        </ol>
      )}
      <Notes />
      {connecting ? <ConnectDialog from={connecting} onClose={() => setConnecting(null)} /> : null}
      {picker ? (
        <div className={styles.overlay}>
          <Picker
            key={JSON.stringify(picker)}
            place={picker}
            onClose={() => store.setState({ picker: null })}
            onPick={(operation) => {
              store.setState({ picker: null });
              const id = addStep(parts, operation, picker);
              requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-step="${CSS.escape(id ?? "")}"]`)?.focus());
            }}
          />
        </div>
      ) : null}
    </div>
  );
}

/** Notes have no place in the order of steps: they stand below it. */
function Notes() {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const notes = useEditor((state) => state.workflow.notes);
  const selected = useEditor((state) => state.selection.notes);
  if (notes.length === 0) return null;
  return (
    <section className={styles.notes} aria-label={t("editor.list.notes")}>
      <h3>{t("editor.list.notes")}</h3>
      {notes.map((note) => (
        <button
          key={note.id}
          type="button"
          className={styles.note}
          aria-current={selected.includes(note.id)}
          onClick={() => {
            store.select([note.id]);
            store.setState({ panelOpen: true });
          }}
        >
          {note.text.split("\n")[0] || t("editor.note.title")}
        </button>
      ))}
    </section>
  );
}
