import type { Position } from "#shared/model/workflow.ts";
import type { EditorStore } from "../store/editor-store.ts";

/** What the drawing surface can do for an action; the list form has none. */
export interface CanvasHandle {
  /** The middle of what is in view, in canvas pixels. */
  center(): Position;
  /** Where the pointer is, if it is over the canvas. */
  pointer(): Position | undefined;
  /** Brings all, or these, into view. */
  fit(ids?: readonly string[]): void;
  /** Moves the view only if the step is not in it. */
  reveal(id: string): void;
  zoomBy(factor: number): void;
  zoomTo(level: number): void;
  focus(): void;
}

/** What actions work with. */
export interface EditorContext {
  store: EditorStore;
  canvas: { current: CanvasHandle | null };
  /** What was last copied here: used where the page may not read the clipboard. */
  clip: { current: string };
  /** Says in passing what happened, in the person's language. */
  say: (message: string, tone?: "neutral" | "warning" | "danger" | "success") => void;
}
