import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import type { LucideIcon } from "lucide-react";
import { cx } from "./class-names.ts";
import styles from "./segmented.module.css";

export interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string; icon?: LucideIcon }[];
  size?: "sm" | "md";
}

/** A few views of the same thing, one at a time. */
export function Segmented<T extends string>({ label, value, onChange, options, size = "sm" }: SegmentedProps<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={([next]) => {
        if (next !== undefined) onChange(next);
      }}
      className={styles.group}
    >
      {options.map(({ value: v, label: text, icon: Icon }) => (
        <Toggle key={v} value={v} className={cx(styles.item, size === "md" && styles.md)}>
          {Icon ? <Icon aria-hidden className={styles.icon} /> : null}
          {text}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
