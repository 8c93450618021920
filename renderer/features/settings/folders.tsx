import { FolderOpen, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton, TextField } from "../../ui/index.ts";
import { Row } from "./section.tsx";
import styles from "./settings.module.css";

/** `/home/rosa/jobs`, `C:\Jobs`, `\\server\share` */
const isAbsolute = (path: string): boolean => /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path);

/** Folders that steps may read and write, beside the workspace's own. */
export function Folders({ folders, onChange }: { folders: readonly string[]; onChange: (folders: string[]) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string>();
  const add = () => {
    const path = typed.trim();
    if (!isAbsolute(path)) return setError(t("settings.folderNotWhole"));
    if (folders.includes(path)) return setError(t("settings.folderThere"));
    setTyped("");
    setError(undefined);
    onChange([...folders, path]);
  };
  return (
    <>
      <Row label={t("settings.folders")} help={t("settings.foldersHelp")}>
        <form
          className={styles.add}
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextField
            label={t("settings.folder")}
            hideLabel
            placeholder="/home/rosa/jobs"
            value={typed}
            onChange={setTyped}
            error={error}
            mono
          />
          <Button type="submit" icon={Plus}>
            {t("settings.addFolder")}
          </Button>
        </form>
      </Row>
      {folders.map((folder) => (
        <div key={folder} className={styles.row}>
          <FolderOpen aria-hidden className={styles.icon} />
          <code className={styles.path} data-selectable>
            {folder}
          </code>
          <IconButton
            size="sm"
            icon={Trash2}
            label={t("settings.removeFolder", { folder })}
            onClick={() => onChange(folders.filter((one) => one !== folder))}
          />
        </div>
      ))}
    </>
  );
}
