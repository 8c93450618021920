import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { RowWindow } from "./use-window.ts";

export interface RowFocus {
  /** Number of the row that the keys move on from. */
  active: number;
  /** Number of the row that Tab leads to: the active one, or the first in sight. */
  stop: number;
  /** Rows to draw: those in sight, and the one that has the focus wherever it is. */
  drawn: readonly number[];
  move: (to: number) => void;
  /** Takes arrow keys, Page Up and Down, Home and End; says whether it did. */
  onMoveKey: (event: KeyboardEvent) => boolean;
  /** For each row's `onFocus`. */
  onRowFocus: (index: number) => void;
}

/** One stop for Tab in a list of rows (`data-index`); the focus follows rows that move and is never lost with one that goes. */
export function useRowFocus(scroller: RefObject<HTMLElement | null>, keys: readonly string[], view: RowWindow): RowFocus {
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const wantsFocus = useRef(false);
  const focused = useRef<{ key: string; index: number } | null>(null);
  const active = Math.max(0, activeKey === null ? 0 : keys.indexOf(activeKey));

  const move = (to: number) => {
    const index = Math.max(0, Math.min(keys.length - 1, to));
    const key = keys[index];
    if (key === undefined) return;
    wantsFocus.current = true;
    view.scrollToRow(index);
    setActiveKey(key);
  };

  useEffect(() => {
    const had = focused.current;
    if (had && document.activeElement === document.body && keys.length > 0 && !keys.includes(had.key)) {
      // The row went away under the focus: its neighbour takes it.
      focused.current = null;
      const key = keys[Math.min(had.index, keys.length - 1)] ?? null;
      wantsFocus.current = true;
      if (key !== activeKey) {
        setActiveKey(key);
        return;
      }
    }
    if (!wantsFocus.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });

  const drawn = Array.from({ length: view.to - view.from }, (_, offset) => view.from + offset);
  if (focused.current && active < keys.length && (active < view.from || active >= view.to)) drawn.push(active);

  return {
    active,
    stop: drawn.includes(active) ? active : view.from,
    drawn,
    move,
    onMoveKey(event) {
      const steps: Record<string, number> = {
        ArrowDown: active + 1,
        ArrowUp: active - 1,
        PageDown: active + view.page,
        PageUp: active - view.page,
        Home: 0,
        End: keys.length - 1,
      };
      const next = steps[event.key];
      if (next === undefined) return false;
      event.preventDefault();
      move(next);
      return true;
    },
    onRowFocus(index) {
      const key = keys[index];
      if (key === undefined) return;
      focused.current = { key, index };
      setActiveKey(key);
    },
  };
}
