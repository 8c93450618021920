import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { rename } from "../actions/edit-selection.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./step-node.module.css";

/** The name of a step, typed in its place. Enter keeps it, Escape does not. */
export function NameField({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (keep: boolean) => {
    if (done.current) return;
    done.current = true;
    const wanted = field.current?.value ?? name;
    if (keep && wanted.trim() !== "" && wanted !== name) rename(parts, id, wanted);
    else parts.store.setState({ renaming: null });
    parts.canvas.current?.focus();
  };
  return (
    <input
      ref={field}
      className={`${styles.nameField} nodrag nopan`}
      aria-label={t("editor.node.name")}
      defaultValue={name}
      maxLength={200}
      spellCheck={false}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(true);
        if (event.key === "Escape") finish(false);
      }}
    />
  );
}
