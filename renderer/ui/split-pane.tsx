import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { cx } from "./class-names.ts";
import styles from "./split-pane.module.css";

export interface SplitPaneProps {
  /** Names the divider. */
  label: string;
  first: ReactNode;
  second: ReactNode;
  /** Side by side, or one above the other. */
  direction?: "row" | "column";
  /** Share of the first pane, 0..1. */
  initial?: number;
  min?: number;
  max?: number;
  onChange?: (share: number) => void;
}

const STEP = 0.03;

/** Two panes and a divider that the mouse and the arrow keys move. */
export function SplitPane({ label, first, second, direction = "row", initial = 0.5, min = 0.15, max = 0.85, onChange }: SplitPaneProps) {
  const box = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(initial);
  const set = (next: number) => {
    const clamped = Math.min(max, Math.max(min, next));
    setShare(clamped);
    onChange?.(clamped);
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !box.current) return;
    const rect = box.current.getBoundingClientRect();
    set(direction === "row" ? (event.clientX - rect.left) / rect.width : (event.clientY - rect.top) / rect.height);
  };
  const key = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: share - STEP,
      ArrowUp: share - STEP,
      ArrowRight: share + STEP,
      ArrowDown: share + STEP,
      Home: min,
      End: max,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };
  return (
    <div ref={box} className={cx(styles.split, styles[direction])}>
      <div className={styles.pane} style={{ flex: `0 0 ${share * 100}%` }}>
        {first}
      </div>
      <div
        role="separator"
        aria-label={label}
        aria-orientation={direction === "row" ? "vertical" : "horizontal"}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={Math.round(min * 100)}
        aria-valuemax={Math.round(max * 100)}
        tabIndex={0}
        className={styles.divider}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => set(initial)}
        onKeyDown={key}
      />
      <div className={cx(styles.pane, styles.rest)}>{second}</div>
    </div>
  );
}
