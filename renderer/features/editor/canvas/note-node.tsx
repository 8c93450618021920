import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { setNote } from "#shared/draft/edit.ts";
import { cx } from "../../../ui/index.ts";
import type { NoteNode as NoteNodeType } from "../graph/to-flow.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./note-node.module.css";

export const NOTE_COLORS = ["yellow", "green", "blue", "red", "gray"] as const;
const MIN = { width: 120, height: 64 };

export const NoteNode = memo(function NoteNode({ id, data: { note }, selected }: NodeProps<NoteNodeType>) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const editing = useEditor((state) => state.renaming === id);
  const color = NOTE_COLORS.find((one) => one === note.color) ?? "yellow";
  return (
    <>
      {selected ? (
        <NodeResizer
          minWidth={MIN.width}
          minHeight={MIN.height}
          lineClassName={styles.line}
          handleClassName={styles.corner}
          onResizeEnd={(_, { x, y, width, height }) =>
            store.session.edit((draft) =>
              setNote(draft, id, {
                position: { x: Math.round(x), y: Math.round(y) },
                width: Math.round(width),
                height: Math.round(height),
              }),
            )
          }
        />
      ) : null}
      <div className={cx(styles.note, selected && styles.selected)} data-color={color}>
        {editing ? (
          <NoteText id={id} text={note.text} />
        ) : (
          <p className={cx(styles.text, note.text === "" && styles.empty)}>{note.text || t("editor.note.empty")}</p>
        )}
      </div>
    </>
  );
});

function NoteText({ id, text }: { id: string; text: string }) {
  const { t } = useTranslation();
  const { store, canvas } = useEditorParts();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <textarea
      ref={field}
      className={cx(styles.text, styles.field, "nodrag", "nopan", "nowheel")}
      aria-label={t("editor.note.text")}
      placeholder={t("editor.note.empty")}
      defaultValue={text}
      maxLength={50_000}
      onChange={(event) => {
        const next = event.currentTarget.value;
        store.session.edit((draft) => setNote(draft, id, { text: next }), `note:${id}`);
      }}
      onBlur={() => store.setState({ renaming: null })}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") canvas.current?.focus();
      }}
    />
  );
}
