import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { rename } from "../actions/edit-selection.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./panel.module.css";

/** The step's name in its panel: kept with Enter or when the field is left. */
export function StepName({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const field = useRef<HTMLInputElement>(null);
  const wanted = useEditor((state) => state.focusName);
  useEffect(() => {
    if (!wanted) return;
    parts.store.setState({ focusName: false });
    field.current?.select();
  }, [wanted, parts]);
  const keep = () => {
    if (text.trim() === "") setText(name);
    else if (text !== name) rename(parts, id, text);
  };
  return (
    <input
      ref={field}
      className={styles.name}
      aria-label={t("editor.node.name")}
      title={t("editor.node.nameHelp")}
      value={text}
      maxLength={200}
      spellCheck={false}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key !== "Escape") return;
        event.stopPropagation();
        setText(name);
        parts.canvas.current?.focus();
      }}
    />
  );
}
