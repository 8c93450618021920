import { ArrowRight, Ellipsis, Link, Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import { removeParts } from "#shared/draft/edit.ts";
import { NodeId } from "#shared/model/ids.ts";
import type { Edge } from "#shared/model/workflow.ts";
import { cx, IconButton, Menu, type MenuEntry } from "../../../ui/index.ts";
import { duplicateSelection, removeSelection, toggleDisabled } from "../actions/edit-selection.ts";
import { useTestRun } from "../actions/use-test-run.ts";
import { StepIcon } from "../canvas/step-icon.tsx";
import { Marks } from "../canvas/step-marks.tsx";
import { useSubtitle } from "../canvas/use-subtitle.ts";
import { portText, portWords } from "../canvas/words.ts";
import type { Port } from "../graph/ports.ts";
import type { StepData } from "../graph/to-flow.ts";
import { useEditor, useEditorParts, useRun } from "../store/use-editor.ts";
import type { ConnectFrom } from "./connect-dialog.tsx";
import styles from "./list.module.css";

export interface ListRowProps {
  data: StepData;
  selected: boolean;
  first: boolean;
  onConnect: (from: ConnectFrom) => void;
}

/** One step: its name opens it, its wires stand below it port by port. */
export const ListRow = memo(function ListRow({ data: { step, operation, ports }, selected, first, onConnect }: ListRowProps) {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const { store } = parts;
  const status = useRun((run) => (run.live ? run.nodes.get(step.id)?.status : undefined));
  const noSelection = useEditor((state) => state.selection.steps.length === 0);
  const subtitle = useSubtitle(step, operation);
  const menu = useRowMenu(step.id, step.disabled ?? false);
  const open = () => {
    store.select([step.id]);
    store.setState({ panelOpen: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const rows = [...document.querySelectorAll<HTMLElement>("[data-step]")];
    const at = rows.indexOf(event.currentTarget);
    const moves: Record<string, HTMLElement | undefined> = {
      ArrowDown: rows[at + 1],
      ArrowUp: rows[at - 1],
      Home: rows[0],
      End: rows.at(-1),
    };
    const next = moves[event.key];
    if (next) {
      next.focus();
      store.select([next.dataset.step ?? ""]);
    } else if (event.key === "Delete") {
      (rows[at + 1] ?? rows[at - 1])?.focus();
      store.select([step.id]);
      removeSelection(parts);
    } else if (event.key === "F2") {
      open();
      store.setState({ focusName: true });
    } else return;
    event.preventDefault();
  };
  return (
    <li className={cx(styles.row, selected && styles.selected)}>
      <div className={styles.line}>
        <StepIcon operation={operation} />
        <button
          type="button"
          data-step={step.id}
          aria-current={selected}
          tabIndex={selected || (first && noSelection) ? 0 : -1}
          className={styles.name}
          onClick={open}
          onKeyDown={onKeyDown}
        >
          <span className={styles.title}>{step.name}</span>
          <span className={styles.type}>{subtitle}</span>
        </button>
        <Marks id={step.id} pinned={step.pinned !== undefined} status={status} />
        <Menu
          align="end"
          items={menu}
          trigger={<IconButton size="sm" icon={Ellipsis} label={t("editor.list.more", { name: step.name })} />}
        />
      </div>
      {ports.outputs.length > 0 ? (
        <ul className={styles.wires}>
          {ports.outputs.map((port) => (
            <PortLines
              key={port.id}
              step={step.id}
              name={step.name}
              port={port}
              text={portText(port, ports.outputs, portWords(t))}
              onConnect={onConnect}
            />
          ))}
        </ul>
      ) : null}
    </li>
  );
});

function useRowMenu(id: string, off: boolean): MenuEntry[] {
  const { t } = useTranslation();
  const parts = useEditorParts();
  const { store } = parts;
  const { testUpTo } = useTestRun();
  const withThis = (act: () => void) => () => {
    store.select([id]);
    act();
  };
  return [
    { label: t("editor.menu.rename"), shortcut: ["F2"], onSelect: withThis(() => store.setState({ panelOpen: true, focusName: true })) },
    { label: t("editor.menu.testUpTo"), onSelect: () => testUpTo(id) },
    { label: t("editor.menu.duplicate"), onSelect: withThis(() => duplicateSelection(parts)) },
    { label: t(off ? "editor.menu.turnOn" : "editor.menu.turnOff"), onSelect: withThis(() => toggleDisabled(parts)) },
    { kind: "separator", id: "remove" },
    { label: t("editor.menu.remove"), danger: true, shortcut: ["delete"], onSelect: withThis(() => removeSelection(parts)) },
  ];
}

interface PortLinesProps {
  step: string;
  name: string;
  port: Port;
  text: string;
  onConnect: (from: ConnectFrom) => void;
}

function PortLines({ step, name, port, text, onConnect }: PortLinesProps) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const edges = useEditor((state) => state.workflow.edges);
  const nodes = useEditor((state) => state.workflow.nodes);
  const own = edges.filter((edge) => edge.from.node === step && edge.from.port === port.id);
  const nameOf = (edge: Edge) => nodes.find((node) => node.id === edge.to.node)?.name ?? edge.to.node;
  const from = { node: NodeId.parse(step), port: port.id };
  const label = text === "" ? t("editor.list.next") : text;
  return (
    <li className={styles.port}>
      <span className={styles.portName}>{label}</span>
      <ul className={styles.targets}>
        {own.map((edge) => (
          <li key={edge.id} className={styles.target}>
            <ArrowRight aria-hidden className={styles.arrow} />
            <button type="button" className={styles.targetName} onClick={() => store.select([edge.to.node])}>
              {nameOf(edge)}
            </button>
            <IconButton
              size="sm"
              icon={Plus}
              label={t("editor.list.insert", { from: name, to: nameOf(edge) })}
              onClick={() => store.setState({ picker: { kind: "wire", edge: edge.id } })}
            />
            <IconButton
              size="sm"
              icon={Trash2}
              label={t("editor.list.disconnect", { from: name, to: nameOf(edge) })}
              onClick={() => store.session.edit((editing) => removeParts(editing, { edges: [edge.id] }))}
            />
          </li>
        ))}
        {own.length === 0 ? <li className={styles.nowhere}>{t("editor.list.nowhere")}</li> : null}
      </ul>
      <IconButton
        size="sm"
        icon={Plus}
        label={t("editor.list.addAfter", { name, port: text })}
        onClick={() => store.setState({ picker: { kind: "port", side: "outputs", end: from } })}
      />
      <IconButton
        size="sm"
        icon={Link}
        label={t("editor.list.connect", { name, port: text })}
        onClick={() => onConnect({ ...from, name })}
      />
    </li>
  );
}
