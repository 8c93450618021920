import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import styles from "./button.module.css";
import { cx } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "aria-label"> {
  /** Says what it does: its name for screen readers and its tooltip. */
  label: string;
  icon: LucideIcon;
  /** Shown in the tooltip: `["mod", "z"]`. */
  shortcut?: readonly string[];
  size?: "sm" | "md";
  variant?: "ghost" | "secondary" | "primary";
  /** A toggle that is on. */
  active?: boolean;
}

export function IconButton({ label, icon: Icon, shortcut, size = "md", variant = "ghost", active, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={active}
        className={cx(styles.button, styles[variant], styles[size], styles.square, active && styles.active, className)}
      >
        <Icon aria-hidden className={styles.icon} />
      </button>
    </Tooltip>
  );
}
