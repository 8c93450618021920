import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

export interface RowWindow {
  /** First and one past the last row to draw. */
  from: number;
  to: number;
  /** Pixels of one row. */
  rowHeight: number;
  scrollToRow: (index: number) => void;
  /** Rows that fit, for Page Up and Page Down. */
  page: number;
}

const OVERSCAN = 8;

/** Which rows of a long list are in sight. `rowRem` is a row's height in rem, so that rows grow with the text. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, rowRem: number, headRem = 0): RowWindow {
  const [view, setView] = useState({ top: 0, height: 800, rem: 16 });
  const frame = useRef(0);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => {
      frame.current = 0;
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      setView((old) =>
        old.top === element.scrollTop && old.height === element.clientHeight && old.rem === rem
          ? old
          : { top: element.scrollTop, height: element.clientHeight, rem },
      );
    };
    const later = () => {
      frame.current ||= requestAnimationFrame(read);
    };
    read();
    const observer = new ResizeObserver(later);
    observer.observe(element);
    element.addEventListener("scroll", later, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", later);
      cancelAnimationFrame(frame.current);
    };
  }, [scroller]);

  const rowHeight = Math.round(rowRem * view.rem);
  const head = headRem * view.rem;
  const from = Math.max(0, Math.min(count, Math.floor(view.top / rowHeight) - OVERSCAN));
  const to = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN);
  const scrollToRow = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const top = index * rowHeight;
      const visible = element.clientHeight - head;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowHeight > element.scrollTop + visible) element.scrollTop = top + rowHeight - visible;
    },
    [scroller, rowHeight, head],
  );
  return { from, to, rowHeight, scrollToRow, page: Math.max(1, Math.floor((view.height - head) / rowHeight) - 1) };
}
