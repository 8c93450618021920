import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { rectOfNode } from "../actions/geometry-of.ts";
import { portY } from "../graph/geometry.ts";
import { ERROR_PORT } from "../graph/ports.ts";
import type { CanvasNode, Wire } from "../graph/to-flow.ts";
import type { RunState } from "../store/run-store.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./far-wires.module.css";
import { type Brush, paintOn } from "./paint.ts";

/** Wires seen from far away, all on one canvas: nobody takes hold of one there, and a thousand elements would be slow. */
export function FarWires() {
  const flow = useStoreApi();
  const { store, run } = useEditorParts();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const painter = paintOn(element, (brush) => {
      const { transform, width, height } = flow.getState();
      const { nodes, wires } = store.getState();
      brush.clear(width, height, transform);
      drawWires(brush, nodes, wires, run.getState());
    });
    painter.soon();
    const stops = [
      flow.subscribe(
        (now, before) =>
          (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) && painter.soon(),
      ),
      store.subscribe((now, before) => (now.nodes !== before.nodes || now.wires !== before.wires) && painter.soon()),
      run.subscribe(painter.soon),
    ];
    return () => {
      painter.stop();
      for (const stop of stops) stop();
    };
  }, [flow, store, run]);
  return <canvas ref={canvas} aria-hidden data-far-wires className={styles.wires} />;
}

/** In canvas pixels: thick enough to be seen from where words can't be read. */
const WIDTH = 5;
/** How far a wire that leads back swings out. */
const BACK_BEND = 120;

function drawWires({ context, colors }: Brush, nodes: readonly CanvasNode[], wires: readonly Wire[], run: RunState): void {
  const steps = new Map(nodes.flatMap((node) => (node.type === "step" ? [[node.id, node] as const] : [])));
  const paths = { plain: new Path2D(), carried: new Path2D(), error: new Path2D(), selected: new Path2D() };
  for (const { source, target, sourceHandle, targetHandle, data, selected } of wires) {
    const [from, to] = [steps.get(source), steps.get(target)];
    if (!from || !to) continue;
    const [a, b] = [rectOfNode(from), rectOfNode(to)];
    const carried = run.live && (run.nodes.get(source)?.counts[data?.port ?? -1] ?? 0) > 0;
    const path = selected ? paths.selected : sourceHandle === ERROR_PORT ? paths.error : carried ? paths.carried : paths.plain;
    const start = { x: a.x + a.width, y: a.y + portY(from.data.ports, "outputs", Math.max(0, data?.port ?? 0)) };
    const into = to.data.ports.inputs.findIndex((port) => port.id === targetHandle);
    const end = { x: b.x, y: b.y + portY(to.data.ports, "inputs", Math.max(0, into)) };
    const bend = end.x > start.x ? Math.max(40, (end.x - start.x) / 2) : BACK_BEND;
    path.moveTo(start.x, start.y);
    path.bezierCurveTo(start.x + bend, start.y, end.x - bend, end.y, end.x, end.y);
  }
  context.lineWidth = WIDTH;
  for (const kind of ["plain", "carried", "error", "selected"] as const) {
    context.strokeStyle = colors[kind];
    context.stroke(paths[kind]);
  }
}
