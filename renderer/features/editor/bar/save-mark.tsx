import { Check, CloudOff, LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../store/use-editor.ts";
import styles from "./top-bar.module.css";

const ICONS = { saved: Check, saving: LoaderCircle, waiting: CloudOff } as const;

/** Says quietly that every edit is kept. */
export function SaveMark() {
  const { t } = useTranslation();
  const save = useEditor((state) => state.save);
  const Icon = ICONS[save];
  return (
    <span role="status" className={styles.save} data-state={save} title={t(`editor.save.${save}Help`)}>
      <Icon aria-hidden />
      <span className={save === "waiting" ? undefined : styles.saveText}>{t(`editor.save.${save}`)}</span>
    </span>
  );
}
