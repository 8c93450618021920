import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { addStep } from "../actions/add-step.ts";
import { nodeOf, portOffset, rectOfNode } from "../actions/geometry-of.ts";
import { CARD_WIDTH, GAP_X } from "../graph/geometry.ts";
import { Picker } from "../picker/picker.tsx";
import type { EditorState, PickerPlace } from "../store/editor-store.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./picker-overlay.module.css";

const MARGIN = 12;

/** The picker, beside the place where the step will stand. */
export function PickerOverlay({ surface }: { surface: RefObject<HTMLDivElement | null> }) {
  const place = useEditor((state) => state.picker);
  return place ? <Placed key={JSON.stringify(place)} place={place} surface={surface} /> : null;
}

function Placed({ place, surface }: { place: PickerPlace; surface: RefObject<HTMLDivElement | null> }) {
  const parts = useEditorParts();
  const { store, canvas } = parts;
  const flow = useReactFlow();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<{ left: number; top: number } | null>(null);

  useLayoutEffect(() => {
    const frame = surface.current?.getBoundingClientRect();
    const own = box.current;
    if (!frame || !own) return;
    const anchor = anchorOf(store.getState(), place);
    const point = anchor && flow.flowToScreenPosition(anchor);
    const wanted = point
      ? { left: point.x - frame.left, top: point.y - frame.top - 24 }
      : { left: (frame.width - own.offsetWidth) / 2, top: frame.height * 0.16 };
    const clamp = (value: number, room: number) => Math.max(MARGIN, Math.min(value, room - MARGIN));
    setAt({
      left: clamp(wanted.left, frame.width - own.offsetWidth),
      top: clamp(wanted.top, frame.height - Math.min(own.offsetHeight, frame.height)),
    });
  }, [surface, flow, store, place]);

  const close = () => {
    store.setState({ picker: null });
    canvas.current?.focus();
  };
  // A press anywhere else puts it away.
  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) store.setState({ picker: null });
    };
    document.addEventListener("pointerdown", onPress, true);
    return () => document.removeEventListener("pointerdown", onPress, true);
  }, [store]);

  return (
    <div ref={box} className={styles.overlay} style={{ ...at, visibility: at ? "visible" : "hidden" }}>
      <Picker
        place={place}
        onClose={close}
        onPick={(operation) => {
          close();
          addStep(parts, operation, place);
        }}
      />
    </div>
  );
}

/** Where the new step will stand, in canvas pixels; undefined = anywhere. */
function anchorOf(state: EditorState, place: PickerPlace): { x: number; y: number } | undefined {
  if (place.kind === "free") return place.at;
  if (place.kind === "port") {
    if (place.at) return place.at;
    const node = nodeOf(state, place.end.node);
    if (!node) return undefined;
    const rect = rectOfNode(node);
    const y = rect.y + portOffset(state, place.end.node, place.side, place.end.port);
    return { x: place.side === "outputs" ? rect.x + rect.width + GAP_X / 2 : rect.x - CARD_WIDTH - GAP_X, y };
  }
  if (place.kind === "replace") {
    const node = nodeOf(state, place.node);
    const rect = node && rectOfNode(node);
    return rect && { x: rect.x, y: rect.y + rect.height + 36 };
  }
  const edge = state.workflow.edges.find((one) => one.id === place.edge);
  const [from, to] = [edge && nodeOf(state, edge.from.node), edge && nodeOf(state, edge.to.node)];
  if (!from || !to) return undefined;
  const [a, b] = [rectOfNode(from), rectOfNode(to)];
  return { x: (a.x + a.width + b.x) / 2, y: (a.y + a.height / 2 + b.y + b.height / 2) / 2 + 24 };
}
