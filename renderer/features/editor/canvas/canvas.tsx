import { type OnMove, ReactFlow, ReactFlowProvider, SelectionMode, useStore, useUpdateNodeInternals } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { readPreference, writePreference } from "../../../bridge/index.ts";
import { rectOfNode } from "../actions/geometry-of.ts";
import { GRID, isFar } from "../graph/geometry.ts";
import { readingOrder } from "../graph/order.ts";
import type { Wire as WireType } from "../graph/to-flow.ts";
import { firstViewport } from "../graph/viewport.ts";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import styles from "./canvas.module.css";
import { CanvasControls } from "./canvas-controls.tsx";
import { CanvasMenu } from "./canvas-menu.tsx";
import { CanvasSpeech } from "./canvas-speech.tsx";
import { ConnectionLine } from "./connection-line.tsx";
import { Dots } from "./dots.tsx";
import { EmptyCanvas } from "./empty-canvas.tsx";
import { FarContext } from "./far.ts";
import { FarWires } from "./far-wires.tsx";
import { FindStep } from "./find-step.tsx";
import { Minimap } from "./minimap.tsx";
import { NoteNode } from "./note-node.tsx";
import { PickerOverlay } from "./picker-overlay.tsx";
import { StepNode } from "./step-node.tsx";
import { useCanvasEvents } from "./use-canvas-events.ts";
import { useCanvasHandle } from "./use-canvas-handle.ts";
import { useCanvasKeys } from "./use-canvas-keys.ts";
import { Wire } from "./wire.tsx";

const NODE_TYPES = { step: StepNode, note: NoteNode };
const EDGE_TYPES = { wire: Wire };
const SNAP: [number, number] = [GRID, GRID];
const MANY = ["Meta", "Control", "Shift"];
const NO_WIRES: WireType[] = [];
const PRO_OPTIONS = { hideAttribution: true };
const HELP_ID = "editor-canvas-help";

interface Size {
  width: number;
  height: number;
}

/** One and the same element at every draw: React leaves it alone. */
const BACKDROP = (
  <>
    <Dots />
    <Minimap />
  </>
);

/** The drawing surface. */
export function Canvas() {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    if (box.current) setSize({ width: box.current.clientWidth, height: box.current.clientHeight });
  }, []);
  return (
    <div ref={box} className={styles.box}>
      {size ? (
        <ReactFlowProvider>
          <Surface size={size} />
        </ReactFlowProvider>
      ) : null}
    </div>
  );
}

function Surface({ size }: { size: Size }) {
  const surface = useRef<HTMLDivElement>(null);
  return (
    <CanvasMenu>
      <Drawing surface={surface} size={size} />
      <CanvasHelp />
      <CanvasSpeech />
      <CanvasControls />
      <EmptyCanvas />
      <FindStep />
      <PickerOverlay surface={surface} />
    </CanvasMenu>
  );
}

/** Drawn at every frame of a drag: nothing else stands in here. */
function Drawing({ surface, size }: { surface: RefObject<HTMLDivElement | null>; size: Size }) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const nodes = useEditor((state) => state.nodes);
  const wires = useEditor((state) => state.wires);
  useCanvasHandle(surface);
  const events = useCanvasEvents();
  const keys = useCanvasKeys();
  const start = useFirstViewport(size);
  // Before the view is set up it is at 1, and a thousand cards would be drawn in full for nothing.
  const far = useStore((state) => isFar(state.panZoom ? state.transform[2] : start.zoom, nodes.length));
  useMeasureNear(surface, far);
  const remember = useCallback<OnMove>(
    (_, { x, y, zoom }) => writePreference(viewOf(store.getState().workflow.id), JSON.stringify([Math.round(x), Math.round(y), zoom])),
    [store],
  );
  return (
    <FarContext value={far}>
      <ReactFlow
        ref={surface}
        className={styles.flow}
        nodes={nodes}
        edges={far ? NO_WIRES : wires}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        {...events}
        {...keys}
        defaultViewport={start}
        width={size.width}
        height={size.height}
        minZoom={0.05}
        maxZoom={2}
        onMoveEnd={remember}
        onlyRenderVisibleElements
        connectionLineComponent={ConnectionLine}
        connectionRadius={28}
        connectOnClick={false}
        deleteKeyCode={null}
        multiSelectionKeyCode={MANY}
        selectionMode={SelectionMode.Partial}
        panOnScroll
        zoomOnDoubleClick={false}
        snapToGrid
        snapGrid={SNAP}
        nodeDragThreshold={3}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        elevateNodesOnSelect={false}
        proOptions={PRO_OPTIONS}
        tabIndex={0}
        aria-label={t("editor.canvas.label")}
        aria-describedby={HELP_ID}
      >
        {BACKDROP}
        {far ? <FarWires /> : null}
      </ReactFlow>
    </FarContext>
  );
}

/** From afar steps have no ports to be measured: coming near, those in view are measured anew, so that wires find their ends. */
function useMeasureNear(surface: RefObject<HTMLDivElement | null>, far: boolean): void {
  const measure = useUpdateNodeInternals();
  const wasFar = useRef(far);
  useEffect(() => {
    if (wasFar.current && !far) {
      const drawn = surface.current?.querySelectorAll(".react-flow__node") ?? [];
      measure([...drawn].flatMap((element) => element.getAttribute("data-id") ?? []));
    }
    wasFar.current = far;
  }, [surface, far, measure]);
}

function CanvasHelp() {
  const { t } = useTranslation();
  return (
    <p id={HELP_ID} className="visually-hidden">
      {t("editor.canvas.help")}
    </p>
  );
}

const viewOf = (workflow: string): string => `view.${workflow}`;

/** As this person left it, else on all of the workflow, else at its start. */
function useFirstViewport(size: Size) {
  const { store } = useEditorParts();
  return useMemo(() => {
    const { nodes, workflow } = store.getState();
    const kept = parseViewport(readPreference(viewOf(workflow.id)));
    if (kept && nodes.length > 0) return kept;
    const first = readingOrder(workflow.nodes, workflow.edges)[0];
    const start = nodes.find((node) => node.id === first?.id);
    return firstViewport(nodes.map(rectOfNode), start && rectOfNode(start), size);
  }, [store, size]);
}

function parseViewport(text: string | null): { x: number; y: number; zoom: number } | undefined {
  try {
    const [x, y, zoom]: unknown[] = JSON.parse(text ?? "");
    return typeof x === "number" && typeof y === "number" && typeof zoom === "number" && zoom > 0 ? { x, y, zoom } : undefined;
  } catch {
    return undefined;
  }
}
