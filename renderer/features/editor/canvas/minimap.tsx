import { useStoreApi } from "@xyflow/react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { rectOfNode } from "../actions/geometry-of.ts";
import { boundsOf, type Rect } from "../graph/geometry.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./minimap.module.css";

const WIDTH = 168;
const HEIGHT = 108;
const MARGIN = 6;
const COLORS_KEPT_MS = 1000;

/**
 * All of the workflow, small, with what is in view framed; a press or drag goes there. Painted on one canvas: a drawing of
 * a thousand elements would cost more than the steps themselves. Gone where everything is in view anyway.
 */
export function Minimap() {
  const flow = useStoreApi();
  const { store } = useEditorParts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = useRef({ factor: 1, x: 0, y: 0 });
  const [needed, setNeeded] = useState(false);

  useEffect(() => {
    let frame = 0;
    let colors: Colors | undefined;
    let readAt = 0;
    const paint = (): void => {
      frame = 0;
      const rects = store
        .getState()
        .nodes.map((node) => ({ ...rectOfNode(node), selected: node.selected ?? false, note: node.type === "note" }));
      const { transform, width, height } = flow.getState();
      const [x, y, zoom] = transform;
      const view: Rect = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
      const all = boundsOf(rects);
      const outside = all !== undefined && !contains(view, all);
      setNeeded(outside);
      const whole = boundsOf(all ? [all, view] : [view]);
      if (!canvas.current || !whole || !outside) return;
      // Asking for a style makes the browser work out all of them: not at every frame.
      if (!colors || performance.now() - readAt > COLORS_KEPT_MS) {
        colors = readColors(canvas.current);
        readAt = performance.now();
      }
      scale.current = draw(canvas.current, rects, view, whole, colors);
    };
    const soon = (): void => {
      frame ||= requestAnimationFrame(paint);
    };
    soon();
    const stops = [flow.subscribe(soon), store.subscribe((now, before) => now.nodes !== before.nodes && soon())];
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
    };
  }, [flow, store]);

  const goTo = (event: PointerEvent<HTMLCanvasElement>): void => {
    const { factor, x, y } = scale.current;
    const box = event.currentTarget.getBoundingClientRect();
    const { panZoom, transform, width, height } = flow.getState();
    const at = { x: (event.clientX - box.left) / factor + x, y: (event.clientY - box.top) / factor + y };
    const zoom = transform[2];
    void panZoom?.setViewport({ x: width / 2 - at.x * zoom, y: height / 2 - at.y * zoom, zoom });
  };

  return (
    <canvas
      ref={canvas}
      aria-hidden
      hidden={!needed}
      className={styles.map}
      style={{ width: WIDTH, height: HEIGHT }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event);
      }}
    />
  );
}

const contains = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

interface Part extends Rect {
  selected: boolean;
  note: boolean;
}

interface Colors {
  step: string;
  note: string;
  accent: string;
}

/** The theme's colours, resolved by properties that the style sheet sets for this. */
function readColors(canvas: HTMLCanvasElement): Colors {
  const { color, caretColor, outlineColor } = getComputedStyle(canvas);
  return { step: color, note: caretColor, accent: outlineColor };
}

function draw(
  canvas: HTMLCanvasElement,
  parts: readonly Part[],
  view: Rect,
  whole: Rect,
  colors: Colors,
): { factor: number; x: number; y: number } {
  const ratio = devicePixelRatio;
  const factor = Math.min((WIDTH - 2 * MARGIN) / whole.width, (HEIGHT - 2 * MARGIN) / whole.height);
  const origin = { x: whole.x - (WIDTH / factor - whole.width) / 2, y: whole.y - (HEIGHT / factor - whole.height) / 2 };
  const brush = canvas.getContext("2d");
  if (!brush) return { factor, ...origin };
  const [width, height] = [Math.round(WIDTH * ratio), Math.round(HEIGHT * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  brush.setTransform(ratio * factor, 0, 0, ratio * factor, -origin.x * factor * ratio, -origin.y * factor * ratio);
  brush.clearRect(origin.x, origin.y, WIDTH / factor, HEIGHT / factor);
  const smallest = 2 / factor;
  for (const part of parts) {
    brush.fillStyle = part.selected ? colors.accent : part.note ? colors.note : colors.step;
    brush.fillRect(part.x, part.y, Math.max(part.width, smallest), Math.max(part.height, smallest));
  }
  brush.lineWidth = 1.5 / factor;
  brush.strokeStyle = colors.accent;
  brush.strokeRect(view.x, view.y, view.width, view.height);
  return { factor, ...origin };
}
