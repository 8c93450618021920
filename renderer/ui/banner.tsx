import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./banner.module.css";
import { cx } from "./class-names.ts";
import type { Tone } from "./tone.ts";

export interface BannerProps {
  tone?: Exclude<Tone, "accent">;
  title?: string;
  children?: ReactNode;
  /** The next thing to press. */
  action?: ReactNode;
  /** Read out at once; for what just went wrong. */
  urgent?: boolean;
  className?: string | undefined;
}

const ICONS: Readonly<Record<NonNullable<BannerProps["tone"]>, LucideIcon>> = {
  neutral: Info,
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};

export function Banner({ tone = "info", title, children, action, urgent, className }: BannerProps) {
  const Icon = ICONS[tone];
  return (
    <div role={urgent ? "alert" : "status"} className={cx(styles.banner, styles[tone], className)}>
      <Icon aria-hidden className={styles.icon} />
      <div className={styles.words} data-selectable>
        {title ? <p className={styles.title}>{title}</p> : null}
        {children}
      </div>
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  );
}
