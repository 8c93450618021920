import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { nodeOf, rectOfNode } from "../actions/geometry-of.ts";
import { boundsOf } from "../graph/geometry.ts";
import { centered, revealed } from "../graph/viewport.ts";
import { useEditorParts } from "../store/use-editor.ts";

const GLIDE_MS = 180;
const FIT_PADDING = 64;
const QUIETLY: FocusOptions & { focusVisible: boolean } = { preventScroll: true, focusVisible: false };

/** Lends the canvas to the editor's actions while it is there. */
export function useCanvasHandle(surface: RefObject<HTMLDivElement | null>): void {
  const { store, canvas } = useEditorParts();
  const flow = useReactFlow();
  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    let pointer: { x: number; y: number } | undefined;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const glide = () => ({ duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : GLIDE_MS });
    const onMove = (event: PointerEvent): void => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const onLeave = (): void => {
      pointer = undefined;
    };
    element.addEventListener("pointermove", onMove);
    element.addEventListener("pointerleave", onLeave);
    canvas.current = {
      center() {
        const box = element.getBoundingClientRect();
        return flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 }, { snapToGrid: false });
      },
      pointer: () => pointer && flow.screenToFlowPosition(pointer, { snapToGrid: false }),
      fit(ids) {
        const wanted = ids && new Set(ids);
        const box = boundsOf(
          store
            .getState()
            .nodes.filter((node) => !wanted || wanted.has(node.id))
            .map(rectOfNode),
        );
        if (!box) return;
        const { width, height } = size();
        const zoom = Math.min(1, (width - 2 * FIT_PADDING) / box.width, (height - 2 * FIT_PADDING) / box.height);
        void flow.setViewport(centered(box, Math.max(zoom, 0.05), { width, height }), glide());
      },
      reveal(id) {
        const node = nodeOf(store.getState(), id);
        const next = node && revealed(rectOfNode(node), flow.getViewport(), size());
        if (next) void flow.setViewport(next, glide());
      },
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, glide()),
      zoomTo: (level) => void flow.zoomTo(level, glide()),
      focus: () => element.focus({ preventScroll: true }),
    };
    // Opening a workflow is no use of the keyboard: no ring yet.
    element.focus(QUIETLY);
    return () => {
      canvas.current = null;
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerleave", onLeave);
    };
  }, [surface, store, canvas, flow]);
}
