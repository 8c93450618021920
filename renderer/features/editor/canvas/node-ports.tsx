import { Handle, Position } from "@xyflow/react";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NodeId } from "#shared/model/ids.ts";
import { cx } from "../../../ui/index.ts";
import { hasRows, portY } from "../graph/geometry.ts";
import type { Ports } from "../graph/ports.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./node-ports.module.css";
import { portText, portWords } from "./words.ts";

const SIDES = ["inputs", "outputs"] as const;

/** Names of ports, in rows below the head. */
export function PortRows({ ports }: { ports: Ports }) {
  const { t } = useTranslation();
  if (!hasRows(ports)) return null;
  return SIDES.flatMap((side) =>
    ports[side].length < 2
      ? []
      : ports[side].map((port, index) => (
          <span
            key={`${side}:${port.id}`}
            className={cx(styles.row, styles[side], port.id === "error" && styles.errorText)}
            style={{ top: portY(ports, side, index) }}
          >
            {portText(port, ports[side], portWords(t))}
          </span>
        )),
  );
}

export function Handles({ ports }: { ports: Ports }) {
  return SIDES.flatMap((side) =>
    ports[side].map((port, index) => (
      <Handle
        key={`${side}:${port.id}`}
        id={port.id}
        type={side === "inputs" ? "target" : "source"}
        position={side === "inputs" ? Position.Left : Position.Right}
        className={cx(
          styles.handle,
          styles[`${side}Handle`],
          port.id === "error" && styles.errorHandle,
          port.kind !== "main" && styles.lends,
        )}
        style={{ top: portY(ports, side, index) }}
      />
    )),
  );
}

/** A plus behind each port that nothing leaves yet: where the next step goes. */
export function OpenEnds({ id, ports, open }: { id: string; ports: Ports; open: readonly string[] }) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  return open.map((port) => {
    const index = ports.outputs.findIndex((one) => one.id === port);
    return (
      <div key={port} className={styles.open} style={{ top: portY(ports, "outputs", index) }}>
        <button
          type="button"
          // By keyboard the same is reached with Tab or `/` on the selected step.
          tabIndex={-1}
          aria-label={t("editor.addAfter")}
          className={cx(styles.plus, "nodrag", "nopan")}
          onClick={(event) => {
            event.stopPropagation();
            store.setState({ picker: { kind: "port", side: "outputs", end: { node: NodeId.parse(id), port } } });
          }}
        >
          <Plus aria-hidden />
        </button>
      </div>
    );
  });
}
