import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { setNodeFields } from "#shared/draft/edit.ts";
import type { Item } from "#shared/model/item.ts";
import { Button, Checkbox, CodeField, Dialog, Segmented, Select } from "../../../ui/index.ts";
import { itemsText, readItems } from "../../parts/items-text.ts";
import { useTestRun } from "../actions/use-test-run.ts";
import { effectsOf } from "../graph/effects.ts";
import type { StepNode } from "../graph/to-flow.ts";
import { pinnable } from "../panel/pinned-dialog.tsx";
import { useEditor, useEditorParts } from "../store/use-editor.ts";
import { BodyHint } from "./body-hint.tsx";
import { EarlierRun } from "./earlier-run.tsx";
import { Listen } from "./listen.tsx";
import { TestEffects } from "./test-effects.tsx";
import styles from "./top-bar.module.css";

type Source = "usual" | "written" | "run" | "call";

/** A test with data of one's own, and what it will do: said before it is done. */
export function TestDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { store } = useEditorParts();
  const { testWith, follow } = useTestRun();
  const nodes = useEditor((state) => state.nodes);
  const edges = useEditor((state) => state.workflow.edges);
  const triggers = nodes.filter((node): node is StepNode => node.type === "step" && node.data.operation?.trigger !== undefined);
  const [chosen, setChosen] = useState<string | undefined>(() => {
    const [selected] = store.getState().selection.steps;
    return triggers.find(({ id }) => id === selected)?.id ?? triggers[0]?.id;
  });
  const trigger = triggers.find(({ id }) => id === chosen)?.data;
  const webhook = trigger?.operation?.trigger === "webhook";
  const [source, setSource] = useState<Source>("usual");
  const [written, setWritten] = useState<string | null>(null);
  const [recorded, setRecorded] = useState<string | null>(null);
  const [pin, setPin] = useState(false);
  const [keepTables, setKeepTables] = useState(false);

  const sample = (trigger?.operation?.sample ?? []).map((json): Item => ({ json }));
  const usual = trigger?.step.pinned ?? (trigger?.operation?.trigger === "manual" || sample.length === 0 ? [{ json: {} }] : sample);
  const text = source === "run" ? recorded : (written ?? itemsText(usual));
  const own = source === "written" || source === "run";
  const items = own && text !== null ? readItems(text) : undefined;
  const effects = effectsOf(nodes, edges, chosen);

  const go = () => {
    const { step } = trigger ?? {};
    if (pin && step && items?.ok) store.session.edit((editing) => setNodeFields(editing, [step.id], { pinned: pinnable(items.items) }));
    testWith({
      ...(step ? { trigger: step.id } : {}),
      ...(items?.ok ? { items: items.items } : {}),
      ...(keepTables ? { keepTables } : {}),
    });
    onClose();
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={t("testing.title")}
      foot={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          {source === "call" ? null : (
            <Button variant="primary" icon={FlaskConical} disabled={own && !items?.ok} onClick={go}>
              {t("testing.go")}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.test}>
        {triggers.length > 1 ? (
          <Select<string>
            label={t("testing.trigger")}
            value={chosen ?? null}
            onChange={(id) => {
              setChosen(id);
              setWritten(null);
              setSource("usual");
            }}
            options={triggers.map(({ id, data }) => ({ value: id, label: data.step.name }))}
          />
        ) : null}
        <Segmented<Source>
          label={t("testing.source")}
          size="md"
          value={source}
          onChange={setSource}
          options={(["usual", "written", "run", ...(webhook ? (["call"] as const) : [])] as const).map((value) => ({
            value,
            label: t(`testing.sources.${value}`),
          }))}
        />
        {source === "usual" ? (
          <p className={styles.quiet}>
            {trigger?.step.pinned
              ? t("testing.usualPinned", { count: trigger.step.pinned.length })
              : t(trigger?.operation?.trigger === "manual" || sample.length === 0 ? "testing.usualEmpty" : "testing.usualExample")}
          </p>
        ) : null}
        {source === "run" ? <EarlierRun onItems={(found) => setRecorded(found && itemsText(found))} /> : null}
        {own && text !== null ? (
          <>
            <CodeField
              key={source}
              label={t("testing.data")}
              help={t(webhook ? "testing.webhookHelp" : "testing.dataHelp")}
              error={items && !items.ok ? items.message || t("testing.notJson") : undefined}
              language="json"
              lineNumbers
              rows={8}
              maxRows={14}
              value={text}
              onChange={source === "run" ? setRecorded : setWritten}
            />
            <BodyHint
              operation={trigger?.operation}
              items={items?.ok ? items.items : []}
              onChange={(next) => (source === "run" ? setRecorded : setWritten)(itemsText(next))}
            />
            {trigger ? <Checkbox label={t("testing.pin")} help={t("testing.pinHelp")} checked={pin} onChange={setPin} /> : null}
          </>
        ) : null}
        {source === "call" ? (
          <Listen
            trigger={trigger?.step.id}
            keepTables={keepTables}
            onCalled={(runId) => {
              follow(runId);
              // What came in is shown; a step that fails opens by itself.
              if (chosen !== undefined) store.select([chosen]);
              store.setState({ panelOpen: true });
              onClose();
            }}
          />
        ) : null}
        {effects.putBack.length > 0 ? <Checkbox label={t("testing.keepTables")} checked={keepTables} onChange={setKeepTables} /> : null}
        <TestEffects effects={effects} keepTables={keepTables} />
      </div>
    </Dialog>
  );
}
