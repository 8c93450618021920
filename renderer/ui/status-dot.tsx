import styles from "./badge.module.css";
import { cx } from "./class-names.ts";
import type { Tone } from "./tone.ts";

export interface StatusDotProps {
  tone: Tone;
  /** Something is under way. */
  live?: boolean;
  /** Said to screen readers; leave out where words stand beside it. */
  label?: string;
}

export function StatusDot({ tone, live, label }: StatusDotProps) {
  return (
    <span className={cx(styles.dot, styles[tone], live && styles.live)}>
      {label ? <span className="visually-hidden">{label}</span> : null}
    </span>
  );
}
