import { type MouseEvent, type ReactNode, useState } from "react";
import { ContextMenu } from "../../../ui/index.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./canvas.module.css";
import { type MenuTarget, useMenuEntries } from "./use-menu-entries.ts";

/** The menu of whatever was pressed: a step, a wire, a note, several of them, or the canvas. */
export function CanvasMenu({ children }: { children: ReactNode }) {
  const { store } = useEditorParts();
  const [target, setTarget] = useState<MenuTarget>({ kind: "canvas" });
  const entries = useMenuEntries();
  const find = (event: MouseEvent) => {
    const element = event.target instanceof Element ? event.target.closest(".react-flow__node, .react-flow__edge") : null;
    const id = element?.getAttribute("data-id");
    const { selection } = store.getState();
    if (id) {
      const chosen = [...selection.steps, ...selection.notes, ...selection.wires];
      if (!chosen.includes(id)) store.select([id]);
    } else if (event.button === 2) store.select([]);
    const now = store.getState().selection;
    const parts = now.steps.length + now.notes.length;
    if (parts === 0) setTarget(now.wires.length > 0 ? { kind: "wires" } : { kind: "canvas" });
    else setTarget({ kind: parts > 1 ? "several" : now.steps.length === 1 ? "step" : "note" });
  };
  return (
    <ContextMenu className={styles.menu} items={entries(target)}>
      <div className={styles.menu} onContextMenuCapture={find}>
        {children}
      </div>
    </ContextMenu>
  );
}
