import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import styles from "./button.module.css";
import { cx } from "./class-names.ts";

export interface ButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** One primary button a screen at most. */
  variant?: "primary" | "secondary" | "ghost" | "danger";
  size?: "sm" | "md";
  icon?: LucideIcon;
  /** Working: shown by a moving line, presses are ignored, focus stays. */
  busy?: boolean;
  children: ReactNode;
}

export function Button({ variant = "secondary", size = "md", icon: Icon, busy, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest["aria-disabled"]}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(styles.button, styles[variant], styles[size], busy && styles.busy, className)}
    >
      {Icon ? <Icon aria-hidden className={styles.icon} /> : null}
      <span className={styles.label}>{children}</span>
    </button>
  );
}
