import type { Connection, FinalConnectionState, Node, OnConnectEnd, ReactFlowProps } from "@xyflow/react";
import { useReactFlow } from "@xyflow/react";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { moveParts, reconnect } from "#shared/draft/edit.ts";
import { NodeId } from "#shared/model/ids.ts";
import { drawWire } from "../actions/add-step.ts";
import { portsOfStep } from "../actions/geometry-of.ts";
import { type End, refuseWire } from "../graph/connection-rules.ts";
import type { CanvasNode, Wire } from "../graph/to-flow.ts";
import { useEditorParts } from "../store/use-editor.ts";

type Events = Pick<
  ReactFlowProps<CanvasNode, Wire>,
  | "onNodesChange"
  | "onEdgesChange"
  | "onNodeDragStop"
  | "onSelectionDragStop"
  | "onConnect"
  | "onConnectEnd"
  | "isValidConnection"
  | "onReconnect"
  | "onEdgeMouseEnter"
  | "onEdgeMouseLeave"
  | "onNodeDoubleClick"
  | "onEdgeDoubleClick"
  | "onDoubleClick"
>;

/** How long the tools of a wire stay when the pointer leaves it: long enough to reach them. */
const LINGER_MS = 350;

export const endsOf = ({ source, sourceHandle, target, targetHandle }: Connection): { from: End; to: End } => ({
  from: { node: NodeId.parse(source), port: sourceHandle ?? "" },
  to: { node: NodeId.parse(target), port: targetHandle ?? "" },
});

/** What hands do on the canvas, turned into edits. */
export function useCanvasEvents(): Events {
  const parts = useEditorParts();
  const flow = useReactFlow();
  const { t } = useTranslation();
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  return useMemo((): Events => {
    const { store, say } = parts;
    const drawing = () => {
      const state = store.getState();
      return { edges: state.workflow.edges, portsOf: (node: string) => portsOfStep(state, node) };
    };
    const dropped = (_: unknown, __: unknown, moved: Node[]): void => {
      store.session.edit((editing) => moveParts(editing, new Map(moved.map(({ id, position }) => [id, position]))));
    };
    const onConnectEnd: OnConnectEnd = (event, { fromHandle, toHandle, isValid }: FinalConnectionState) => {
      if (!fromHandle?.id || isValid) return;
      if (toHandle?.id) {
        const [source, target] = fromHandle.type === "source" ? [fromHandle, toHandle] : [toHandle, fromHandle];
        const connection = { source: source.nodeId, sourceHandle: source.id ?? "", target: target.nodeId, targetHandle: target.id ?? "" };
        const { from, to } = endsOf(connection);
        const refused = source.type === "source" && target.type === "target" ? refuseWire(drawing(), from, to) : "sameSide";
        if (refused) say(t(`editor.refused.${refused}`), "warning");
        return;
      }
      // Let go over nothing: the step that belongs there is chosen next.
      const point = "changedTouches" in event ? event.changedTouches[0] : event;
      if (!point) return;
      store.setState({
        picker: {
          kind: "port",
          side: fromHandle.type === "source" ? "outputs" : "inputs",
          end: { node: NodeId.parse(fromHandle.nodeId), port: fromHandle.id },
          at: flow.screenToFlowPosition({ x: point.clientX, y: point.clientY }),
        },
      });
    };
    return {
      onNodesChange: (changes) => store.nodesChanged(changes),
      onEdgesChange: (changes) => store.wiresChanged(changes),
      onNodeDragStop: dropped,
      onSelectionDragStop: (event, moved) => dropped(event, undefined, moved),
      onConnect(connection) {
        const { from, to } = endsOf(connection);
        drawWire(parts, from, to);
      },
      onConnectEnd,
      isValidConnection(connection) {
        const { source, target, sourceHandle = null, targetHandle = null } = connection;
        const { from, to } = endsOf({ source, target, sourceHandle, targetHandle });
        return refuseWire(drawing(), from, to) === undefined;
      },
      onReconnect: (old, connection) => store.session.edit((editing) => reconnect(editing, old.id, endsOf(connection))),
      onEdgeMouseEnter(_, wire) {
        clearTimeout(leaving.current);
        store.setState({ hoverWire: wire.id });
      },
      onEdgeMouseLeave(_, wire) {
        clearTimeout(leaving.current);
        leaving.current = setTimeout(() => {
          if (store.getState().hoverWire === wire.id && !document.querySelector(`[data-wire-tools="${CSS.escape(wire.id)}"]:hover`)) {
            store.setState({ hoverWire: null });
          }
        }, LINGER_MS);
      },
      onNodeDoubleClick(_, node) {
        if (node.type === "note") store.setState({ renaming: node.id });
        else store.setState({ focusPanel: true, panelOpen: true });
      },
      onEdgeDoubleClick: (_, wire) => store.setState({ picker: { kind: "wire", edge: wire.id } }),
      onDoubleClick(event) {
        if (!(event.target instanceof Element) || !event.target.classList.contains("react-flow__pane")) return;
        store.setState({ picker: { kind: "free", at: flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }) } });
      },
    };
  }, [parts, flow, t]);
}
