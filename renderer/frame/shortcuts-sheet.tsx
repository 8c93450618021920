import { useTranslation } from "react-i18next";
import { useCommandList } from "../commands/index.ts";
import { Dialog, Kbd } from "../ui/index.ts";
import styles from "./frame.module.css";
import { useFrameState } from "./frame-state.ts";

/** Every key there is on this screen. */
export function ShortcutsSheet() {
  const { t } = useTranslation();
  const open = useFrameState((state) => state.shortcuts);
  const commands = useCommandList();
  const groups = Map.groupBy(
    commands.filter((command) => command.keys),
    (command) => command.group,
  );
  return (
    <Dialog open={open} onOpenChange={(shortcuts) => useFrameState.setState({ shortcuts })} title={t("frame.shortcuts")} size="lg">
      <div className={styles.sheet}>
        {[...groups].map(([group, list]) => (
          <section key={group} className={styles.sheetGroup}>
            <h3>{group}</h3>
            {list.map((command) => (
              <div key={command.id} className={styles.sheetRow}>
                {command.title}
                <Kbd keys={command.keys ?? []} />
              </div>
            ))}
          </section>
        ))}
        <section className={styles.sheetGroup}>
          <h3>{t("frame.groupLists")}</h3>
          {LISTS.map(({ id, keys }) => (
            <div key={id} className={styles.sheetRow}>
              {t(`frame.lists.${id}`)}
              <Kbd keys={keys} />
            </div>
          ))}
        </section>
      </div>
    </Dialog>
  );
}

/** Keys that every list and table knows by itself. */
const LISTS = [
  { id: "move", keys: ["up", "down"] },
  { id: "open", keys: ["enter"] },
  { id: "toggle", keys: ["space"] },
  { id: "menu", keys: ["shift", "F10"] },
  { id: "fold", keys: ["left", "right"] },
  { id: "copy", keys: ["mod", "c"] },
  { id: "delete", keys: ["delete"] },
] as const;
