import { EdgeLabelRenderer } from "@xyflow/react";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { removeParts } from "#shared/draft/edit.ts";
import { cx } from "../../../ui/index.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./wire-tools.module.css";

/** What can be done with a wire, on it. The same stands in its menu and, by keys, with the wire selected. */
export function WireTools({ id, x, y, below }: { id: string; x: number; y: number; below: boolean }) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  return (
    <EdgeLabelRenderer>
      <div
        data-wire-tools={id}
        className={cx(styles.tools, "nodrag", "nopan")}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y + (below ? 22 : 0)}px)` }}
        onPointerEnter={() => store.setState({ hoverWire: id })}
        onPointerLeave={() => store.setState({ hoverWire: null })}
      >
        <button
          type="button"
          tabIndex={-1}
          aria-label={t("editor.wire.insert")}
          className={styles.tool}
          onClick={() => store.setState({ picker: { kind: "wire", edge: id } })}
        >
          <Plus aria-hidden />
        </button>
        <button
          type="button"
          tabIndex={-1}
          aria-label={t("editor.wire.remove")}
          className={styles.tool}
          onClick={() => store.session.edit((editing) => removeParts(editing, { edges: [id] }))}
        >
          <Trash2 aria-hidden />
        </button>
      </div>
    </EdgeLabelRenderer>
  );
}
