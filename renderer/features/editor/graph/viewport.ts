import type { Viewport } from "@xyflow/react";
import { boundsOf, type Rect } from "./geometry.ts";

const PADDING = 72;
/** Smaller than this, words can't be read: better to begin at the beginning. */
const READABLE = 0.55;
const AT_START = 0.8;

/** Where an editor opens: on all of it if that can be read, else at its start. */
export function firstViewport(rects: readonly Rect[], start: Rect | undefined, size: { width: number; height: number }): Viewport {
  const box = boundsOf(rects);
  if (!box) return { x: 0, y: 0, zoom: 1 };
  const zoom = Math.min(1, (size.width - 2 * PADDING) / box.width, (size.height - 2 * PADDING) / box.height);
  if (zoom >= READABLE) return centered(box, zoom, size);
  const first = start ?? box;
  return { x: PADDING - first.x * AT_START, y: size.height / 2 - (first.y + first.height / 2) * AT_START, zoom: AT_START };
}

export const centered = (box: Rect, zoom: number, size: { width: number; height: number }): Viewport => ({
  x: size.width / 2 - (box.x + box.width / 2) * zoom,
  y: size.height / 2 - (box.y + box.height / 2) * zoom,
  zoom,
});

/** The view moved just as far as it takes to have the box in it; undefined where it is in it already. */
export function revealed(box: Rect, { x, y, zoom }: Viewport, size: { width: number; height: number }): Viewport | undefined {
  const margin = 48;
  const shift = (start: number, length: number, room: number): number => {
    if (start >= margin && start + length <= room - margin) return 0;
    if (length > room - 2 * margin || start < margin) return margin - start;
    return room - margin - (start + length);
  };
  const dx = shift(box.x * zoom + x, box.width * zoom, size.width);
  const dy = shift(box.y * zoom + y, box.height * zoom, size.height);
  return dx === 0 && dy === 0 ? undefined : { x: x + dx, y: y + dy, zoom };
}
