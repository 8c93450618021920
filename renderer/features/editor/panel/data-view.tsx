import { ChevronLeft, ChevronRight, FlaskConical, type LucideIcon, Pin, PinOff, SquarePen } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { setNodeFields } from "#shared/draft/edit.ts";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { copyText } from "../../../bridge/index.ts";
import { faultText } from "../../../i18n/fault-text.ts";
import { Badge, Banner, Button, IconButton, JsonTree, type JsonTreeMode, Progress, Select, Tooltip } from "../../../ui/index.ts";
import { nodeOf } from "../actions/geometry-of.ts";
import { useTestRun } from "../actions/use-test-run.ts";
import { portText, portWords } from "../canvas/words.ts";
import { useEditor, useEditorParts, useRun } from "../store/use-editor.ts";
import styles from "./panel.module.css";
import { PinnedDialog, pinnable } from "./pinned-dialog.tsx";
import type { Source } from "./upstream.ts";
import { itemText, pathText } from "./upstream.ts";
import { PAGE, useStepData } from "./use-step-data.ts";

interface Current {
  item: number;
  onItem: (item: number) => void;
}

/** What comes to a step: of the last run if it got that far, else what the chosen step before it gives. */
export function InputView({ node, sources, item, onItem }: { node: WorkflowNode; sources: readonly Source[] } & Current) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const source = sources.find((one) => one.node.id === chosen) ?? sources[0];
  const port = useEditor((state) => (source ? outputIndex(state.nodes, source) : 0));
  const ran = useRun((run) => run.nodes.has(node.id));
  const [offset, setOffset] = useState(0);
  // What truly arrived is known where the step ran; before that, and for steps further back, what the source gave.
  const arrived = ran && source?.direct === true && sources.filter((one) => one.direct).length === 1;
  const data = useStepData(arrived ? { node, side: "in", port: 0, offset } : { node: source?.node, side: "out", port, offset });
  if (!source) return <p className={styles.none}>{t("editor.data.noSource")}</p>;
  const first = sources[0]?.node.id === source.node.id;
  return (
    <Shown
      label={t("editor.data.inputOf", { name: node.name })}
      data={data}
      offset={offset}
      onPage={setOffset}
      expression={(path) => itemText(source, first) + pathText(path)}
      empty={<NothingYet node={source.node} />}
      actions={
        <>
          {sources.length > 1 ? (
            <Select
              size="sm"
              label={t("editor.data.from")}
              hideLabel
              value={source.node.id as string}
              onChange={(id) => {
                setChosen(id);
                setOffset(0);
              }}
              options={sources.map((one) => ({ value: one.node.id as string, label: one.node.name }))}
            />
          ) : null}
          <ItemStepper item={item} total={data.total} onItem={onItem} />
        </>
      }
    />
  );
}

/** What a step gives, port by port; pinned here, tests take it instead of running the step. */
export function OutputView({ node }: { node: WorkflowNode }) {
  const { t } = useTranslation();
  const { store, run } = useEditorParts();
  const ports = useEditor((state) => {
    const found = nodeOf(state, node.id);
    return found?.type === "step" ? found.data.ports.outputs : undefined;
  });
  const times = useRun((run) => run.nodes.get(node.id)?.runs.length ?? 0);
  const [port, setPort] = useState(0);
  const [back, setBack] = useState(0);
  const [offset, setOffset] = useState(0);
  const data = useStepData({ node, side: "out", port, offset, back });
  const called = useRun((state) => state.live && state.called && state.nodes.get(node.id)?.runs.at(-1)?.step === 0);
  const pin = () => {
    store.session.edit((editing) => setNodeFields(editing, [node.id], { pinned: pinnable(data.items) }));
    run.kept();
  };
  const [editing, setEditing] = useState(false);
  const editButton = (
    <Named
      icon={SquarePen}
      text={t(node.pinned ? "testing.edit" : "testing.write")}
      label={t(node.pinned ? "testing.editPinned" : "testing.writePinned")}
      disabled={port > 0}
      onClick={() => setEditing(true)}
    />
  );
  const unpin = () => store.session.edit((editing) => setNodeFields(editing, [node.id], { pinned: undefined }));
  return (
    <>
      <Shown
        label={t("editor.data.outputOf", { name: node.name })}
        data={data}
        offset={offset}
        onPage={setOffset}
        empty={
          <NothingYet node={node}>
            <Button size="sm" icon={SquarePen} onClick={() => setEditing(true)}>
              {t("testing.writePinned")}
            </Button>
          </NothingYet>
        }
        actions={
          <>
            {ports && ports.length > 1 ? (
              <Select
                size="sm"
                label={t("editor.data.port")}
                hideLabel
                value={String(port)}
                onChange={(next) => {
                  setPort(Number(next));
                  setOffset(0);
                }}
                options={ports.map((one, index) => ({ value: String(index), label: portText(one, ports, portWords(t)) }))}
              />
            ) : null}
            {times > 1 ? (
              <Select
                size="sm"
                label={t("editor.data.time")}
                hideLabel
                value={String(back)}
                onChange={(next) => setBack(Number(next))}
                options={Array.from({ length: Math.min(times, 50) }, (_, index) => ({
                  value: String(index),
                  label: t("editor.data.timeOf", { time: times - index, times }),
                }))}
              />
            ) : null}
            {called && data.items.length > 0 ? (
              <Button size="sm" icon={Pin} onClick={pin}>
                {t("testing.keepCall")}
              </Button>
            ) : null}
            <span className={styles.pinTools}>
              {editButton}
              {node.pinned ? (
                <Named icon={PinOff} text={t("testing.unpin")} label={t("editor.data.unpin")} onClick={unpin} />
              ) : (
                <Named
                  icon={Pin}
                  text={t("testing.savePinned")}
                  label={t("editor.data.pin")}
                  disabled={data.items.length === 0 || port > 0}
                  onClick={pin}
                />
              )}
            </span>
          </>
        }
      />
      {editing ? <PinnedDialog node={node} items={node.pinned ?? data.items} onClose={() => setEditing(false)} /> : null}
    </>
  );
}

interface NamedProps {
  icon: LucideIcon;
  /** The beginning of the label: enough for the eyes. */
  text: string;
  label: string;
  disabled?: boolean;
  onClick: () => void;
}

const Named = ({ text, label, ...rest }: NamedProps) => (
  <Tooltip content={label}>
    <Button size="sm" variant="ghost" aria-label={label} {...rest}>
      {text}
    </Button>
  </Tooltip>
);

/** Place of the port by which a source's data comes, among its step's outputs. */
export const outputIndex = (nodes: Parameters<typeof nodeOf>[0]["nodes"], source: Source): number => {
  const found = nodes.find((one) => one.id === source.node.id);
  return found?.type === "step"
    ? Math.max(
        0,
        found.data.ports.outputs.findIndex((port) => port.id === source.port),
      )
    : 0;
};

interface ShownProps {
  label: string;
  data: ReturnType<typeof useStepData>;
  offset: number;
  onPage: (offset: number) => void;
  expression?: (path: readonly (string | number)[]) => string;
  empty: ReactNode;
  actions: ReactNode;
}

function Shown({ label, data, offset, onPage, expression, empty, actions }: ShownProps) {
  const { t } = useTranslation();
  const { say } = useEditorParts();
  const [mode, setMode] = useState<JsonTreeMode>("tree");
  if (data.fault) return <Banner tone="danger" title={faultText(t, data.fault)} />;
  if (data.loading) return <Progress label={t("editor.data.loading")} value={null} />;
  if (data.origin === "none") return empty;
  const copy = (text: string) =>
    void copyText(text).then(
      () => say(t("editor.data.copied")),
      () => undefined,
    );
  return (
    <JsonTree
      label={label}
      items={data.items}
      total={data.total}
      offset={offset}
      pageSize={PAGE}
      onPage={onPage}
      mode={mode}
      onMode={setMode}
      onCopy={copy}
      {...(expression && { expressionOf: expression })}
      actions={
        <>
          {data.origin === "run" ? null : (
            <Badge tone={data.origin === "pinned" ? "accent" : "neutral"}>{t(`editor.data.origin.${data.origin}`)}</Badge>
          )}
          <span className={styles.push} />
          {actions}
        </>
      }
    />
  );
}

function ItemStepper({ item, total, onItem }: Current & { total: number }) {
  const { t } = useTranslation();
  if (total < 2) return null;
  return (
    <span className={styles.stepper} title={t("editor.data.itemHelp")}>
      <IconButton
        size="sm"
        icon={ChevronLeft}
        label={t("editor.data.previousItem")}
        disabled={item === 0}
        onClick={() => onItem(item - 1)}
      />
      <span className={styles.stepperText}>{t("editor.data.item", { item: item + 1, total })}</span>
      <IconButton
        size="sm"
        icon={ChevronRight}
        label={t("editor.data.nextItem")}
        disabled={item >= total - 1}
        onClick={() => onItem(item + 1)}
      />
    </span>
  );
}

/** No data has come by: a test brings some. */
function NothingYet({ node, children }: { node: WorkflowNode; children?: ReactNode }) {
  const { t } = useTranslation();
  const { testUpTo } = useTestRun();
  return (
    <div className={styles.nothing}>
      <p>{t("editor.data.nothing", { name: node.name })}</p>
      <Button size="sm" icon={FlaskConical} onClick={() => testUpTo(node.id)}>
        {t("editor.data.testUpTo")}
      </Button>
      {children}
    </div>
  );
}
