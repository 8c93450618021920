import { BaseEdge, type EdgeProps, getBezierPath, getSmoothStepPath } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "../../../ui/index.ts";
import { ERROR_PORT } from "../graph/ports.ts";
import type { Wire as WireType } from "../graph/to-flow.ts";
import { useEditor, useRun } from "../store/use-editor.ts";
import styles from "./wire.module.css";
import { WireTools } from "./wire-tools.tsx";

/** Room that a wire needs to turn back below its steps. */
const BACK_OFFSET = 28;

export const wirePath = (ends: Parameters<typeof getBezierPath>[0]): [path: string, x: number, y: number] => {
  if (ends.targetX < ends.sourceX - 8) {
    const [path, x, y] = getSmoothStepPath({ ...ends, borderRadius: 14, offset: BACK_OFFSET });
    return [path, x, y];
  }
  const [path, x, y] = getBezierPath({ ...ends, curvature: 0.28 });
  return [path, x, y];
};

export const Wire = memo(function Wire({ id, data, selected, source, sourceHandleId, ...ends }: EdgeProps<WireType>) {
  const [path, x, y] = wirePath(ends);
  const count = useRun((run) => (run.live ? run.nodes.get(source)?.counts[data?.port ?? -1] : undefined));
  const showTools = useEditor(
    ({ hoverWire, selection: { wires, steps } }) => hoverWire === id || (wires.length === 1 && steps.length === 0 && wires[0] === id),
  );
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={18}
        className={cx(
          styles.wire,
          sourceHandleId === ERROR_PORT && styles.error,
          data?.edge.kind !== "main" && styles.lends,
          count !== undefined && count > 0 && styles.carried,
          selected && styles.selected,
        )}
      />
      {count === undefined ? null : <ItemCount count={count} x={x} y={y} />}
      {showTools ? <WireTools id={id} x={x} y={y} below={count !== undefined} /> : null}
    </>
  );
});

function ItemCount({ count, x, y }: { count: number; x: number; y: number }) {
  const { i18n } = useTranslation();
  const text = new Intl.NumberFormat(i18n.language).format(count);
  const width = text.length * 7 + 12;
  return (
    <g className={styles.count} transform={`translate(${x} ${y})`}>
      <rect x={-width / 2} y={-9} width={width} height={18} rx={9} />
      <text textAnchor="middle" dominantBaseline="central">
        {text}
      </text>
    </g>
  );
}
