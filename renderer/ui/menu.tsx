import { ContextMenu as BaseContext } from "@base-ui/react/context-menu";
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import styles from "./menu.module.css";
import { type MenuEntry, MenuItems } from "./menu-items.tsx";

export interface MenuProps {
  /** A button with its own accessible name. */
  trigger: ReactElement;
  items: readonly MenuEntry[];
  align?: "start" | "end";
}

export function Menu({ trigger, items, align = "start" }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align={align}>
          <Base.Popup className={styles.popup}>
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export interface ContextMenuProps {
  items: readonly MenuEntry[];
  children: ReactNode;
  className?: string | undefined;
  onOpenChange?: (open: boolean) => void;
}

/** By right click, Shift+F10 or the menu key. Nothing stands here alone: each entry is also elsewhere. */
export function ContextMenu({ items, children, className, onOpenChange }: ContextMenuProps) {
  return (
    <BaseContext.Root onOpenChange={onOpenChange}>
      <BaseContext.Trigger className={className}>{children}</BaseContext.Trigger>
      <BaseContext.Portal>
        <BaseContext.Positioner className={styles.positioner}>
          <BaseContext.Popup className={styles.popup}>
            <MenuItems items={items} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}
