import { useTranslation } from "react-i18next";
import { setNote } from "#shared/draft/edit.ts";
import type { Note } from "#shared/model/workflow.ts";
import { Button, Select, TextField } from "../../../ui/index.ts";
import { removeSelection } from "../actions/edit-selection.ts";
import { NOTE_COLORS } from "../canvas/note-node.tsx";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./panel.module.css";

export function NotePanel({ note }: { note: Note }) {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const set = (fields: Partial<Omit<Note, "id">>) =>
    parts.store.session.edit((editing) => setNote(editing, note.id, fields), `note:${note.id}:${Object.keys(fields).join()}`);
  return (
    <section className={styles.panel} aria-label={t("editor.note.title")}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t("editor.note.title")}</h2>
      </header>
      <div className={styles.form}>
        <TextField label={t("editor.note.text")} rows={8} value={note.text} onChange={(text) => set({ text })} />
        <Select
          label={t("editor.menu.color")}
          value={NOTE_COLORS.find((one) => one === note.color) ?? "yellow"}
          onChange={(color) => set({ color })}
          options={NOTE_COLORS.map((value) => ({ value, label: t(`editor.note.colors.${value}`) }))}
        />
        <div>
          <Button onClick={() => removeSelection(parts)}>{t("editor.note.remove")}</Button>
        </div>
      </div>
    </section>
  );
}
