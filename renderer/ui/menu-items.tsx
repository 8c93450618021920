import { Menu as Base } from "@base-ui/react/menu";
import { Check, ChevronRight, type LucideIcon } from "lucide-react";
import { cx } from "./class-names.ts";
import { Kbd } from "./kbd.tsx";
import styles from "./menu.module.css";

export type MenuEntry =
  | {
      kind?: "item";
      label: string;
      icon?: LucideIcon;
      shortcut?: readonly string[];
      danger?: boolean;
      disabled?: boolean;
      /** A mark before the label: one of several choices. */
      checked?: boolean;
      onSelect: () => void;
    }
  | { kind: "sub"; label: string; icon?: LucideIcon; items: readonly MenuEntry[] }
  | { kind: "separator"; id: string };

/** Entries of a Menu, a ContextMenu or a sub-menu. */
export function MenuItems({ items }: { items: readonly MenuEntry[] }) {
  return items.map((entry) => {
    if (entry.kind === "separator") return <Base.Separator key={entry.id} className={styles.separator} />;
    if (entry.kind === "sub")
      return (
        <Base.SubmenuRoot key={entry.label}>
          <Base.SubmenuTrigger className={styles.item}>
            <Glyph icon={entry.icon} />
            <span className={styles.text}>{entry.label}</span>
            <ChevronRight aria-hidden className={styles.glyph} />
          </Base.SubmenuTrigger>
          <Base.Portal>
            <Base.Positioner className={styles.positioner} sideOffset={4} alignOffset={-4}>
              <Base.Popup className={styles.popup}>
                <MenuItems items={entry.items} />
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.SubmenuRoot>
      );
    return (
      <Base.Item
        key={entry.label}
        className={cx(styles.item, entry.danger && styles.danger)}
        disabled={entry.disabled}
        onClick={entry.onSelect}
      >
        <Glyph icon={entry.checked ? Check : entry.icon} />
        <span className={styles.text}>{entry.label}</span>
        {entry.shortcut ? <Kbd keys={entry.shortcut} /> : null}
      </Base.Item>
    );
  });
}

function Glyph({ icon: Icon }: { icon: LucideIcon | undefined }) {
  return Icon ? <Icon aria-hidden className={styles.glyph} /> : <span className={styles.glyph} />;
}
