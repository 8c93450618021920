import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { rectOfNode } from "../actions/geometry-of.ts";
import { portY } from "../graph/geometry.ts";
import { ERROR_PORT } from "../graph/ports.ts";
import type { CanvasNode, StepNode, Wire } from "../graph/to-flow.ts";
import type { RunState } from "../store/run-store.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./far-wires.module.css";
import { type Brush, paintOn } from "./paint.ts";

/**
 * Wires seen from far away, all on one canvas: nobody takes hold of one there, and a thousand elements would be slow. Those
 * of steps that are being dragged have a canvas of their own, so that a drag paints a few and not all.
 */
export function FarWires() {
  const flow = useStoreApi();
  const { store, run } = useEditorParts();
  const resting = useRef<HTMLCanvasElement>(null);
  const moving = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!resting.current || !moving.current) return;
    let dragged = new Set<string>();
    const draw = (which: boolean) => (brush: Brush) => {
      const { transform, width, height } = flow.getState();
      const { nodes, wires } = store.getState();
      brush.clear(width, height, transform);
      if (which && dragged.size === 0) return;
      const some = wires.filter(({ source, target }) => (dragged.has(source) || dragged.has(target)) === which);
      drawWires(brush, nodes, some, run.getState());
    };
    const rest = paintOn(resting.current, draw(false));
    const move = paintOn(moving.current, draw(true));
    const both = (): void => {
      rest.soon();
      move.soon();
    };
    both();
    const stops = [
      flow.subscribe((now, before) => {
        if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) both();
      }),
      store.subscribe((now, before) => {
        if (now.nodes === before.nodes && now.wires === before.wires) return;
        const held = new Set(now.nodes.flatMap((node) => (node.dragging ? node.id : [])));
        const same = held.size === dragged.size && [...held].every((id) => dragged.has(id));
        dragged = held;
        if (same && held.size > 0 && now.wires === before.wires) move.soon();
        else both();
      }),
      run.subscribe(both),
    ];
    return () => {
      rest.stop();
      move.stop();
      for (const stop of stops) stop();
    };
  }, [flow, store, run]);
  return (
    <>
      <canvas ref={resting} aria-hidden data-far-wires className={styles.wires} />
      <canvas ref={moving} aria-hidden className={styles.wires} />
    </>
  );
}

/** In canvas pixels: thick enough to be seen from where words can't be read. */
const WIDTH = 5;
/** How far a wire that leads back swings out. */
const BACK_BEND = 120;

function drawWires({ context, colors }: Brush, nodes: readonly CanvasNode[], wires: readonly Wire[], run: RunState): void {
  const steps = new Map(nodes.flatMap((node) => (node.type === "step" ? [[node.id, node] as const] : [])));
  const paths = { plain: new Path2D(), carried: new Path2D(), error: new Path2D(), selected: new Path2D() };
  for (const wire of wires) {
    const [from, to] = [steps.get(wire.source), steps.get(wire.target)];
    if (from && to) addWire(paths[kindOf(wire, run)], wire, from, to);
  }
  context.lineWidth = WIDTH;
  for (const kind of ["plain", "carried", "error", "selected"] as const) {
    context.strokeStyle = colors[kind];
    context.stroke(paths[kind]);
  }
}

function kindOf({ source, sourceHandle, data, selected }: Wire, run: RunState): "plain" | "carried" | "error" | "selected" {
  if (selected) return "selected";
  if (sourceHandle === ERROR_PORT) return "error";
  return run.live && (run.nodes.get(source)?.counts[data?.port ?? -1] ?? 0) > 0 ? "carried" : "plain";
}

function addWire(path: Path2D, { data, targetHandle }: Wire, from: StepNode, to: StepNode): void {
  const [a, b] = [rectOfNode(from), rectOfNode(to)];
  const start = { x: a.x + a.width, y: a.y + portY(from.data.ports, "outputs", Math.max(0, data?.port ?? 0)) };
  const into = to.data.ports.inputs.findIndex((port) => port.id === targetHandle);
  const end = { x: b.x, y: b.y + portY(to.data.ports, "inputs", Math.max(0, into)) };
  const bend = end.x > start.x ? Math.max(40, (end.x - start.x) / 2) : BACK_BEND;
  path.moveTo(start.x, start.y);
  path.bezierCurveTo(start.x + bend, start.y, end.x - bend, end.y, end.x, end.y);
}
