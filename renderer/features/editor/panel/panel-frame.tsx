import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import { readPreference, writePreference } from "../../../bridge/index.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./panel.module.css";

const MIN = 320;
const MAX = 760;
const STEP = 24;

const clamp = (width: number): number => Math.round(Math.min(MAX, Math.max(MIN, width)));

/** The panel's place, as wide as this person likes it. */
export function PanelFrame({ label, children }: { label: string; children: ReactNode }) {
  const [width, setWidth] = useState(() => clamp(Number(readPreference("editor.panelWidth")) || 400));
  const { canvas } = useEditorParts();
  const set = (next: number) => {
    const kept = clamp(next);
    setWidth(kept);
    writePreference("editor.panelWidth", String(kept));
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const frame = event.currentTarget.parentElement;
    if (frame && event.currentTarget.hasPointerCapture(event.pointerId)) set(frame.getBoundingClientRect().right - event.clientX);
  };
  const key = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowLeft: width + STEP, ArrowRight: width - STEP, Home: MAX, End: MIN };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };
  /** Back to the drawing. What pops up from the panel takes its own Escape first. */
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || !(event.target instanceof Node) || !event.currentTarget.contains(event.target))
      return;
    if (canvas.current) canvas.current.focus();
    else document.querySelector<HTMLElement>("[data-step][aria-current=true]")?.focus();
  };
  return (
    <aside className={styles.frame} style={{ width }} onKeyDown={leave}>
      <div
        role="separator"
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={width}
        aria-valuemin={MIN}
        aria-valuemax={MAX}
        tabIndex={0}
        className={styles.grip}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={key}
      />
      {children}
    </aside>
  );
}
