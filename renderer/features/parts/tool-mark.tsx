import { Blocks } from "lucide-react";
import { cx } from "../../ui/index.ts";
import styles from "./tool-mark.module.css";

export interface ToolMarkProps {
  id: string;
  name: string;
  size?: "sm" | "md" | "lg";
}

/** Shades that stand apart from each other in both themes. */
const SHADES = 8;

/** A tool's mark: its first letters on a shade of its own. Other firms' logos are theirs to show, not ours. */
export function ToolMark({ id, name, size = "md" }: ToolMarkProps) {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return (
    <span aria-hidden className={cx(styles.mark, styles[size], styles[`shade${sum % SHADES}`])}>
      {id === "core" ? <Blocks className={styles.icon} /> : initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const [first = "", second] = name
    .replace(/[^\p{L}\p{N} ]/gu, " ")
    .trim()
    .split(/\s+/);
  return (second ? first.charAt(0) + second.charAt(0) : first.slice(0, 2)).toUpperCase();
}
