import { type ConnectionLineComponentProps, getBezierPath } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import { portsOfStep } from "../actions/geometry-of.ts";
import { refuseWire } from "../graph/connection-rules.ts";
import type { CanvasNode } from "../graph/to-flow.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./canvas.module.css";
import { endsOf } from "./use-canvas-events.ts";

/** The wire while it is being drawn; over a port where it can't end it says why. */
export function ConnectionLine(props: ConnectionLineComponentProps<CanvasNode>) {
  const { fromX, fromY, toX, toY, fromPosition, toPosition, fromHandle, toHandle, connectionStatus } = props;
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    targetX: toX,
    targetY: toY,
    sourcePosition: fromPosition,
    targetPosition: toPosition,
  });
  const invalid = connectionStatus === "invalid" && toHandle !== null;
  const reason = (): string => {
    if (!toHandle || toHandle.type === fromHandle.type) return t("editor.refused.sameSide");
    const [source, target] = fromHandle.type === "source" ? [fromHandle, toHandle] : [toHandle, fromHandle];
    const { from, to } = endsOf({
      source: source.nodeId,
      sourceHandle: source.id ?? "",
      target: target.nodeId,
      targetHandle: target.id ?? "",
    });
    const state = store.getState();
    const refused = refuseWire({ edges: state.workflow.edges, portsOf: (node) => portsOfStep(state, node) }, from, to);
    return refused ? t(`editor.refused.${refused}`) : "";
  };
  return (
    <g>
      <path
        d={path}
        fill="none"
        stroke={invalid ? "var(--danger)" : "var(--accent)"}
        strokeWidth={2}
        strokeDasharray={invalid ? "5 4" : undefined}
      />
      {invalid ? (
        <text className={styles.reason} x={toX + 14} y={toY + 22}>
          {reason()}
        </text>
      ) : null}
    </g>
  );
}
