import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Banner, Button, Dialog, Select } from "../../../ui/index.ts";
import { drawWire } from "../actions/add-step.ts";
import { portsOfStep } from "../actions/geometry-of.ts";
import { portText, portWords } from "../canvas/words.ts";
import { type End, type Refused, refuseWire } from "../graph/connection-rules.ts";
import { readingOrder } from "../graph/order.ts";
import { useEditorParts } from "../store/use-editor.ts";
import styles from "./list.module.css";

export interface ConnectFrom extends End {
  name: string;
}

interface Target {
  value: string;
  label: string;
  end: End;
  refused: Refused | undefined;
}

/** Draws a wire by choosing where it ends. What can't work is there too, with the reason. */
export function ConnectDialog({ from, onClose }: { from: ConnectFrom; onClose: () => void }) {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const [chosen, setChosen] = useState<string | null>(null);
  const state = parts.store.getState();
  const drawing = { edges: state.workflow.edges, portsOf: (node: string) => portsOfStep(state, node) };
  const targets = readingOrder(state.workflow.nodes, state.workflow.edges).flatMap((node): Target[] => {
    const ports = portsOfStep(state, node.id);
    return (ports?.inputs ?? []).map((port) => {
      const end = { node: node.id, port: port.id };
      const name = portText(port, ports?.inputs ?? [], portWords(t));
      return {
        value: `${node.id} ${port.id}`,
        label: name ? `${node.name} · ${name}` : node.name,
        end,
        refused: refuseWire(drawing, from, end),
      };
    });
  });
  const target = targets.find((one) => one.value === chosen);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("editor.connect.title", { name: from.name })}
      foot={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button
            variant="primary"
            disabled={!target || target.refused !== undefined}
            onClick={() => {
              if (target) drawWire(parts, from, target.end);
              onClose();
            }}
          >
            {t("editor.connect.action")}
          </Button>
        </>
      }
    >
      <div className={styles.connect}>
        <Select
          label={t("editor.connect.to")}
          placeholder={t("editor.connect.choose")}
          value={chosen}
          onChange={setChosen}
          options={targets.map(({ value, label }) => ({ value, label }))}
          autoFocus
        />
        {target?.refused ? <Banner tone="warning" title={t(`editor.refused.${target.refused}`)} /> : null}
      </div>
    </Dialog>
  );
}
