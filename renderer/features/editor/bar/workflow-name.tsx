import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { setName } from "#shared/draft/edit.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./top-bar.module.css";

/** The workflow's name; a press makes it a field. */
export function WorkflowName() {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const name = useEditor((state) => state.workflow.name);
  const [typing, setTyping] = useState(false);
  if (typing) {
    return (
      <NameInput
        name={name}
        onDone={(next) => {
          setTyping(false);
          if (next !== undefined) store.session.edit((editing) => setName(editing, next));
        }}
      />
    );
  }
  return (
    <h1 className={styles.title}>
      <button type="button" className={styles.name} title={t("editor.bar.rename")} onClick={() => setTyping(true)}>
        {name}
      </button>
    </h1>
  );
}

function NameInput({ name, onDone }: { name: string; onDone: (next: string | undefined) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (keep: boolean) => {
    if (done.current) return;
    done.current = true;
    const next = field.current?.value.trim() ?? "";
    onDone(keep && next !== "" && next !== name ? next : undefined);
  };
  return (
    <input
      ref={field}
      className={styles.name}
      aria-label={t("editor.bar.name")}
      defaultValue={name}
      maxLength={200}
      spellCheck={false}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish(true);
        if (event.key === "Escape") finish(false);
      }}
    />
  );
}
