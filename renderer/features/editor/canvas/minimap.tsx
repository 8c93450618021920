import { useStoreApi } from "@xyflow/react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { rectOfNode } from "../actions/geometry-of.ts";
import { boundsOf, type Rect } from "../graph/geometry.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./minimap.module.css";
import { type Brush, paintOn } from "./paint.ts";

const WIDTH = 168;
const HEIGHT = 108;
const MARGIN = 6;

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
    if (!canvas.current) return;
    const painter = paintOn(canvas.current, (brush) => {
      const parts = store
        .getState()
        .nodes.map(
          (node): Part => ({ ...rectOfNode(node), kind: node.selected ? "selected" : node.type === "note" ? "carried" : "plain" }),
        );
      const { transform, width, height } = flow.getState();
      const [x, y, zoom] = transform;
      const view: Rect = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
      const all = boundsOf(parts);
      const outside = all !== undefined && !contains(view, all);
      setNeeded(outside);
      const whole = boundsOf(all ? [all, view] : [view]);
      if (whole && outside) scale.current = draw(brush, parts, view, whole);
    });
    painter.soon();
    const stops = [flow.subscribe(painter.soon), store.subscribe((now, before) => now.nodes !== before.nodes && painter.soon())];
    return () => {
      painter.stop();
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
  /** Its colour: steps, notes, what is selected. */
  kind: "plain" | "carried" | "selected";
}

function draw(
  { context, colors, clear }: Brush,
  parts: readonly Part[],
  view: Rect,
  whole: Rect,
): { factor: number; x: number; y: number } {
  const factor = Math.min((WIDTH - 2 * MARGIN) / whole.width, (HEIGHT - 2 * MARGIN) / whole.height);
  const origin = { x: whole.x - (WIDTH / factor - whole.width) / 2, y: whole.y - (HEIGHT / factor - whole.height) / 2 };
  clear(WIDTH, HEIGHT, [-origin.x * factor, -origin.y * factor, factor]);
  const smallest = 2 / factor;
  // Notes below, what is selected on top; a colour is set once, for reading one takes longer than painting with it.
  for (const kind of ["carried", "plain", "selected"] as const) {
    context.fillStyle = colors[kind];
    for (const part of parts) {
      if (part.kind === kind) context.fillRect(part.x, part.y, Math.max(part.width, smallest), Math.max(part.height, smallest));
    }
  }
  context.lineWidth = 1.5 / factor;
  context.strokeStyle = colors.selected;
  context.strokeRect(view.x, view.y, view.width, view.height);
  return { factor, ...origin };
}
