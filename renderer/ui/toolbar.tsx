import { Toolbar as Base } from "@base-ui/react/toolbar";
import type { ReactElement, ReactNode } from "react";
import styles from "./toolbar.module.css";

/** One stop for Tab; arrow keys move inside. Put each control into a ToolbarButton. */
export function Toolbar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Root aria-label={label} className={styles.toolbar}>
      {children}
    </Base.Root>
  );
}

/** Takes a Button or an IconButton as its child. */
export function ToolbarButton({ children }: { children: ReactElement }) {
  return <Base.Button render={children} />;
}

export function ToolbarSeparator() {
  return <Base.Separator className={styles.separator} />;
}
