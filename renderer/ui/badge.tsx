import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./badge.module.css";
import { cx } from "./class-names.ts";
import { StatusDot } from "./status-dot.tsx";
import type { Tone } from "./tone.ts";

export interface BadgeProps {
  tone?: Tone;
  icon?: LucideIcon;
  /** A dot before the words, moving while something is under way. */
  dot?: boolean | "live";
  children: ReactNode;
}

export function Badge({ tone = "neutral", icon: Icon, dot, children }: BadgeProps) {
  return (
    <span className={cx(styles.badge, styles[`${tone}Badge`])}>
      {dot ? <StatusDot tone={tone} live={dot === "live"} /> : null}
      {Icon ? <Icon aria-hidden className={styles.icon} /> : null}
      <span className={styles.text}>{children}</span>
    </span>
  );
}
